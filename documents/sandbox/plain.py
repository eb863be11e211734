"""Text: letters, lists, contacts, dates and e-mails; and what only pretends to be text."""

from __future__ import annotations

import re

from documents.formats import endings
from documents.sandbox import mail
from documents.sandbox.content import Content, Finding, Unfit
from documents.sandbox.polyglots import MARKUP

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TAG_FIRST = re.compile(rb"\s*<(?:[a-z!?/])", re.IGNORECASE)
# A line that begins as one in a program does.
_SCRIPT = re.compile(
    rb"""^\s*(?:
        @?echo\s+off\b | powershell(?:\.exe)?\s+- | Set-ExecutionPolicy\b | Sub\s+Auto_?Open\b
      | (?:var|let|const)\s+[\w$]+\s*=\s*(?:new\s|function\b|\(|require\() | eval\s*\( | \(?function\s*[\w$]*\s*\(
      | (?:window|document|location|this)\s*[.\[] | new\s+ActiveXObject | WScript\. | import\s+os\b | alert\s*\(
      | Set\s+\w+\s*=\s*CreateObject | On\s+Error\s+Resume\s+Next | javascript: | Dim\s+\w+ .*CreateObject
    )""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_SCRIPTS = endings("js mjs jse vbs vbe wsf wsh hta bat cmd ps1 psm1 sh bash py pl rb php reg url")
_CALLS = re.compile(
    rb"""(?:^|[;,\t"'\n])[=+@-]\s*(?:cmd|msexcel|powershell|mshta|rundll32|regsvr32)\s*\|""", re.IGNORECASE
)
_FETCHES = re.compile(
    rb"""(?:^|[;,\t"'\n])[=+@-]\s*(?:WEBSERVICE|HYPERLINK|IMPORTXML|IMPORTDATA|DDE)\s*\(""", re.IGNORECASE
)


def examine(content: Content) -> Finding:
    text = as_utf8(content)
    if mail.begins_as_mail(text[:8192]):
        return mail.examine(content)
    if _TAG_FIRST.match(text) or MARKUP.search(text):
        raise Unfit("markup")
    if content.ending in _SCRIPTS or _SCRIPT.search(text, 0, 20_000):
        raise Unfit("script")
    active = bool(_CALLS.search(text) or _FETCHES.search(text))
    return Finding(_form(text, content.ending), {"active"} if active else set(), pages=0)


def as_utf8(content: Content) -> bytes:
    """The text, if it is one."""
    data = content.data
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data[: len(mark)] == mark:
            try:
                text = data[:].decode(encoding).encode()
            except UnicodeDecodeError as error:
                raise Unfit("unknown") from error
            break
    else:
        text = data[:]
    if _BINARY.search(text):
        raise Unfit("unknown")
    return text


def _form(text: bytes, ending: str) -> str:
    begin = text[:100].lstrip().upper()
    if begin.startswith(b"BEGIN:VCARD"):
        return "vcf"
    if begin.startswith(b"BEGIN:VCALENDAR"):
        return "ics"
    return "csv" if ending == ".csv" else "txt"
