"""E-mails as files, and what hangs on them."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from typing import Any, cast

from documents.sandbox.content import Content, Finding, Unfit, infected

_HEADER = re.compile(
    rb"^(from|to|cc|subject|date|received|message-id|mime-version|return-path|reply-to|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(rb"(?:From \S[^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?(?:\n|\Z)")
# Attachments that are refused as files make a mail that carries them a dangerous one.
_DANGEROUS = {"program", "script", "markup", "two_kinds", "archive_names"}


def begins_as_mail(text: bytes) -> bool:
    """Header lines to the first empty line, and at least two that every mail has."""
    begin = text.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")
    end = begin.find(b"\n\n")
    headers = begin[: end + 2] if end >= 0 else begin[: begin.rfind(b"\n") + 1] + b"\n"
    return len({name.lower() for name in _HEADER.findall(headers)}) >= 2 and bool(_LINE.match(headers))


def opened(content: Content) -> EmailMessage:
    return email.message_from_binary_file(content.stream(), policy=email.policy.default)


def attachments(message: Message[Any, Any]) -> Iterator[tuple[str, bytes]]:
    """Names as the sender gave them, and bytes."""
    for part in parts(message):
        name = name_of(part)
        if part.get_content_type() == "message/rfc822":
            yield name or "E-Mail.eml", payload_of(part)
        elif name or part.get_content_disposition() == "attachment":
            yield name, payload_of(part)


def parts(message: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    """Like `walk`, but a mail that was forwarded is one part."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            yield from parts(cast("Message[Any, Any]", part))
    else:
        yield message


def name_of(part: Message[Any, Any]) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # the headers of hostile mails make the parser raise what it likes
        return ""


def payload_of(part: Message[Any, Any]) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return cast("Message[Any, Any]", inner[0]).as_bytes() if inner else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def examine(content: Content) -> Finding:
    # Late: a mail is examined by the room that asks for it.
    from documents.sandbox.examining import examine as examine_any

    finding = Finding("eml")
    for part in parts(opened(content)):
        content.budget.enter(1)
        data = payload_of(part)
        content.budget.unpack(len(data))
        if infected(data):
            finding.flags.add("infected")
        if not data or (part.get_content_maintype() == "text" and not name_of(part)):
            continue  # the letter itself: nobody shows its HTML
        try:
            finding.flags |= examine_any(content.part(data, name_of(part))).flags
        except Unfit as unfit:
            if unfit.code in ("bomb", "too_many_pixels"):
                raise
            finding.flags |= unfit.flags | ({"active"} if unfit.code in _DANGEROUS else set())
    return finding
