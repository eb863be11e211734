"""Texts and e-mails, read as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser
from typing import Any

from documents.sandbox import mail
from documents.sandbox.content import Content
from documents.sandbox.plain import as_utf8

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"}
_UNSEEN = {"script", "style", "head", "title", "template"}


def parts(content: Content, form: str) -> Iterator[str]:
    if form != "eml":
        yield decoded(as_utf8(content))
        return
    message = mail.opened(content)
    lines = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    names = [name for name, _data in mail.attachments(message) if name]
    yield "\n".join([*lines, "", _letter(message), "", *names])


def decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _header(message: Message[Any, Any], name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # the headers of hostile mails make the parser raise what it likes
        return ""


def _letter(message: Message[Any, Any]) -> str:
    """The plain text, or else what can be read of the HTML."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in mail.parts(message):
        if part.get_content_type() in found and part.get_content_disposition() != "attachment":
            found[part.get_content_type()].append(_text(part))
    return "\n".join(found["text/plain"]) or "\n".join(_of_html(html) for html in found["text/html"])


def _text(part: Message[Any, Any]) -> str:
    data = mail.payload_of(part)
    try:
        return data.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError, ValueError):
        return decoded(data)


def _of_html(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    lines = (" ".join(line.split()) for line in "".join(reader.said).splitlines())
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(data)
