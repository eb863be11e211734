"""The text of Word and PowerPoint files before 2007, without their looks."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import olefile

from documents.sandbox.content import Content, Unfit
from documents.sandbox.ole import locked, read

_CHARACTERS, _BYTES, _SLIDE_TEXTS = 0x0FA0, 0x0FA8, 0x0FF0
_CONTAINER = 0xF


def parts(content: Content, form: str) -> Iterator[str]:
    try:
        if locked(content):
            raise Unfit("locked")
        with olefile.OleFileIO(content.stream()) as ole:
            yield _word(ole) if form == "doc" else "\n".join(_slides(read(ole, "PowerPoint Document")))
    except Unfit:
        raise
    except Exception as error:  # whatever a broken file makes the library raise
        raise Unfit("damaged") from error


def _word(ole: olefile.OleFileIO) -> str:
    """By the piece table ([MS-DOC] 2.4.1): where which characters stand, and how wide they are."""
    data = read(ole, "WordDocument")
    table = read(ole, "1Table" if struct.unpack_from("<H", data, 10)[0] & 0x0200 else "0Table")
    place, size = struct.unpack_from("<II", data, 0x01A2)
    text = "".join(_piece(data, *piece) for piece in _pieces(table[place : place + size]))
    return _without_fields(text).replace("\r", "\n").replace("\x07", "\t").replace("\x0b", "\n")


def _pieces(clx: bytes) -> Iterator[tuple[int, int]]:
    """(place with its flag, number of characters)."""
    at = 0
    while at < len(clx) and clx[at] == 1:  # formatting before the table
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<I", clx, at + 1)[0]
    at += 5
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", clx, at)
    for number in range(count):
        place = struct.unpack_from("<I", clx, at + 4 * (count + 1) + 8 * number + 2)[0]
        yield place, ends[number + 1] - ends[number]


def _piece(data: bytes, place: int, length: int) -> str:
    if place & 0x4000_0000:
        start = (place & 0x3FFF_FFFF) // 2
        return data[start : start + length].decode("cp1252", "replace")
    return data[place : place + 2 * length].decode("utf-16-le", "replace")


def _without_fields(text: str) -> str:
    """What a field shows, not what it calculates: 0x13 begins it, 0x14 parts, 0x15 ends."""
    said: list[str] = []
    calculating = 0
    for character in text:
        if character == "\x13":
            calculating += 1
        elif character in "\x14\x15":
            calculating = max(0, calculating - (character == "\x14"))
        elif not calculating:
            said.append(character)
    return "".join(said)


def _slides(data: bytes) -> Iterator[str]:
    """Every text atom; containers are entered by reading on behind their header ([MS-PPT] 2.3.1)."""
    at = 0
    while at + 8 <= len(data):
        kind_of, kind, size = struct.unpack_from("<HHI", data, at)
        at += 8
        if kind_of & 0xF == _CONTAINER:
            continue
        if kind == _CHARACTERS:
            yield data[at : at + size].decode("utf-16-le", "replace").replace("\r", "\n")
        elif kind == _BYTES:
            yield data[at : at + size].decode("latin-1").replace("\r", "\n")
        at += size
