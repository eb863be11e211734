"""Files that are two things at once: what we show as a picture, another program would run."""

from __future__ import annotations

import mmap
import re
import struct

from documents.sandbox.content import Unfit

MARKUP = re.compile(rb"<(?:script|html|svg|iframe|!doctype\s+(?:html|svg)|\?php)[\s>/:]", re.IGNORECASE)
# What a browser that guesses looks at.
SNIFFED = 1024
_END_OF_ZIP = struct.Struct("<4s4H2LH")


def one_thing_only(data: bytes | mmap.mmap, *, whole: bool, archive: bool = False) -> None:
    """Refuses a picture or document that is a web page or an archive as well.

    `whole`: search all of it, for formats in which readable text is rare; otherwise the beginning.
    """
    if MARKUP.search(data, 0, len(data) if whole else SNIFFED) or (not archive and hides_archive(data)):
        raise Unfit("two_kinds")
    if archive and data.find(b"%PDF-", 0, SNIFFED) >= 0:
        raise Unfit("two_kinds")


def hides_archive(data: bytes | mmap.mmap, *, after: int = 0) -> bool:
    """Whether a program for ZIP files would find an archive: they look from the end."""
    place = data.rfind(b"PK\x05\x06", max(after, len(data) - 65_557))
    if place < 0 or place + _END_OF_ZIP.size > len(data):
        return False
    *_, size, _offset, _comment = _END_OF_ZIP.unpack(data[place : place + _END_OF_ZIP.size])
    return size == 0 or data[max(0, place - size) : place][:4] == b"PK\x01\x02"
