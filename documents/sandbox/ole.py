"""Word, Excel and PowerPoint before 2007, and what is encrypted with a password since then."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import olefile

from documents.sandbox.content import Content, Finding, Unfit, infected

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A locked file says only that it is one of three: here the name decides.
_LOCKED = {".docx": "docx", ".docm": "docm", ".xlsm": "xlsm", ".xlsb": "xlsb", ".pptx": "pptx", ".pptm": "pptm"}
_DDE = re.compile(rb"\x13\s*DDE(?:AUTO)?\s", re.IGNORECASE)
_MACRO_STORAGES = {"macros", "_vba_project_cur", "vba", "_vba_project"}
_OBJECT_STREAMS = {"\x01ole10native", "package", "contents"}
_MAX_STREAM = 100 * 1024**2
_BOUNDSHEET, _FILEPASS, _SUPBOOK = 0x85, 0x2F, 0x1AE
_LOCKED_SLIDES = b"\xdf\xc4\xd1\xf3"


def examine(content: Content) -> Finding:
    try:
        with olefile.OleFileIO(content.stream()) as ole:
            return _examined(ole, content)
    except Unfit:
        raise
    except Exception as error:  # the library raises what a broken file makes it raise
        raise Unfit("damaged") from error


def _examined(ole: olefile.OleFileIO, content: Content) -> Finding:
    content.budget.enter(len(_names(ole)))
    flags: set[str] = set()
    for path in ole.listdir():
        flags |= _stream(ole, path, content)
    form, more = main_part(ole, content, flags)
    return Finding(form, flags | more)


def locked(content: Content) -> bool:
    """Whether it is a file of this kind that only a password opens."""
    if not content.head.startswith(MARK):
        return False
    with olefile.OleFileIO(content.stream()) as ole:
        return "encrypted" in main_part(ole, content)[1]


def _names(ole: olefile.OleFileIO) -> set[str]:
    return {"/".join(path).lower() for path in ole.listdir(streams=True, storages=True)}


def main_part(ole: olefile.OleFileIO, content: Content, flags: set[str] | None = None) -> tuple[str, set[str]]:
    """What it is and what its main part adds to the flags."""
    names = _names(ole)
    if "encryptedpackage" in names:
        return _LOCKED.get(content.ending, "xlsx"), {"encrypted"}
    if "worddocument" in names:
        return "doc", _of_word(read(ole, "WordDocument"))
    for book in ("Workbook", "Book"):
        if book.lower() in names:
            return "xls", _of_workbook(read(ole, book))
    if "powerpoint document" in names:
        user = read(ole, "Current User") if "current user" in names else b""
        return "ppt", {"encrypted"} if user[12:16] == _LOCKED_SLIDES else set()
    raise Unfit("outlook" if any(name.startswith("__properties_version") for name in names) else "unknown", flags or ())


def read(ole: olefile.OleFileIO, name: str | list[str]) -> bytes:
    if ole.get_size(name) > _MAX_STREAM:
        raise Unfit("bomb")
    data: bytes = ole.openstream(name).read()
    return data


def _stream(ole: olefile.OleFileIO, path: list[str], content: Content) -> set[str]:
    names = [part.lower() for part in path]
    flags: set[str] = set()
    if _MACRO_STORAGES & set(names):
        flags.add("macros")
    if names[-1] in _OBJECT_STREAMS or "objectpool" in names or any(name.startswith("mbd") for name in names[:-1]):
        flags.add("active")
    data = read(ole, path)
    content.budget.unpack(len(data))
    return flags | {"infected"} if infected(data) else flags


def _of_word(data: bytes) -> set[str]:
    if len(data) < 32 or data[:2] not in (b"\xec\xa5", b"\xdc\xa5", b"\x5e\xa5"):
        raise Unfit("damaged")
    flags = {"encrypted"} if struct.unpack_from("<H", data, 10)[0] & 0x0100 else set()
    wide = data.replace(b"\x00", b"")
    return flags | {"active"} if _DDE.search(data) or _DDE.search(wide) else flags


def _of_workbook(data: bytes) -> set[str]:
    """Sheets that are programs, a password, links that call another program."""
    flags: set[str] = set()
    first = True
    for kind, record in _records(data):
        if first and kind not in (0x0009, 0x0209, 0x0409, 0x0809):
            raise Unfit("damaged")
        first = False
        if kind == _FILEPASS:
            return flags | {"encrypted"}
        if kind == _BOUNDSHEET and len(record) > 5 and record[5] in (1, 6):
            flags.add("macros")
        if kind == _SUPBOOK and b"\x03" in record.replace(b"\x00", b"")[2:]:
            flags.add("active")
    if first:
        raise Unfit("damaged")
    return flags


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, place)
        if kind == 0 and size == 0:
            return
        yield kind, data[place + 4 : place + 4 + size]
        place += 4 + size
