"""What a file is, by its content alone, and whether it is dangerous."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from documents.sandbox.content import Content, Finding, Unfit, infected

# (offset, bytes) -> room of this package that knows more; its `examine` answers with a Finding.
KNOWN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"PK\x03\x04", "zips"),
    (0, b"\x89PNG\r\n\x1a\n", "pictures"),
    (0, b"\xff\xd8\xff", "pictures"),
    (0, b"GIF87a", "pictures"),
    (0, b"GIF89a", "pictures"),
    (8, b"WEBPVP8", "pictures"),
    (0, b"II*\x00", "pictures"),
    (0, b"MM\x00*", "pictures"),
    (0, b"%PDF-", "pdf"),
)
REFUSED: tuple[tuple[int, bytes, str], ...] = (
    *((4, b"ftyp" + brand, "heic") for brand in (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif")),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"#!", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    *(
        (0, word, "program")
        for word in (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
    ),
    (0, b"\x00asm", "program"),
    (0, b"dex\n", "program"),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", "program"),  # a Windows shortcut
    (0, b"ITSF", "program"),  # compiled HTML help
    *(
        (0, word, "archive")
        for word in (b"PK\x05\x06", b"PK\x07\x08", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
    ),
    *(
        (0, word, "archive")
        for word in (b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"\x04\x22\x4d\x18", b"\x1f\x9d")
    ),
    (257, b"ustar", "archive"),
    (0x8001, b"CD001", "archive"),
    (0, b"{\\rtf", "rich_text"),
    (0, b"%!PS", "unknown"),  # PostScript is a program
)


def examine(content: Content) -> Finding:
    finding = _examiner(content)(content)
    if infected(content.data):
        finding.flags.add("infected")
    return finding


def _examiner(content: Content) -> Callable[[Content], Finding]:
    room = _room(content)
    examiner: Callable[[Content], Finding] = importlib.import_module(f"documents.sandbox.{room}").examine
    return examiner


def _room(content: Content) -> str:
    data = content.data
    for offset, mark, room in KNOWN:
        if data[offset : offset + len(mark)] == mark:
            return room
    for offset, mark, code in REFUSED:
        if data[offset : offset + len(mark)] == mark:
            raise Unfit(code)
    # A PDF may begin a little later; readers look for it in the first kilobyte.
    return "pdf" if b"%PDF-" in content.head[:1024] else "plain"
