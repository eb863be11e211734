"""ZIP files: every limit is held before and while something is unpacked; then what the archive is."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator

from documents.formats import MAX_RATIO, endings
from documents.sandbox import opendocument, openxml
from documents.sandbox.content import Content, Finding, Unfit, infected
from documents.sandbox.polyglots import one_thing_only

_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# White pictures and empty cells shrink more than a hundred times; that much is no danger.
_RATIO_COUNTS_FROM = 10 * 1024**2
_LOCAL_HEADER = 30
_PROGRAM = (b"MZ", b"\x7fELF", b"#!", b"\x4c\x00\x00\x00\x01\x14\x02\x00")
_PROGRAMS = tuple(endings("exe dll js vbs bat cmd ps1 scr hta html htm mht lnk jar"))


def examine(content: Content) -> Finding:
    try:
        with zipfile.ZipFile(content.stream()) as archive:
            return _examined(archive, content)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, KeyError) as error:
        raise Unfit("damaged") from error


def _examined(archive: zipfile.ZipFile, content: Content) -> Finding:
    flags: set[str] = set()
    for entry, data in _unpacked(archive, _held(archive, content), content):
        flags |= _inside(content, entry.filename, data)
    office = _office(archive)
    if office is None:
        raise Unfit("archive", flags)
    one_thing_only(content.data, whole=False, archive=True)
    finding = office.examine(archive)
    finding.flags |= flags
    return finding


def _office(archive: zipfile.ZipFile) -> openxml.Package | opendocument.Package | None:
    names = set(archive.namelist())
    if openxml.TYPES in names:
        return openxml.Package()
    return opendocument.Package() if "mimetype" in names else None


def _held(archive: zipfile.ZipFile, content: Content) -> list[zipfile.ZipInfo]:
    """The entries, if what they say about themselves is harmless."""
    entries = archive.infolist()
    content.budget.enter(len(entries))
    _declared_sizes(entries, content)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(_unsafe(entry) for entry in entries):
        raise Unfit("archive_names")
    if any(entry.compress_type not in _METHODS or entry.flag_bits & 1 for entry in entries):
        raise Unfit("archive", {"encrypted"})  # a password hides from every scanner what is inside
    _apart(entries, archive.start_dir)
    return entries


def _declared_sizes(entries: list[zipfile.ZipInfo], content: Content) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > content.budget.unpacked:
        raise Unfit("bomb")
    if unpacked > _RATIO_COUNTS_FROM and unpacked > MAX_RATIO * max(1, packed):
        raise Unfit("bomb")


def _unsafe(entry: zipfile.ZipInfo) -> bool:
    # The name as it was written: the library cuts at NUL.
    return bool(_UNSAFE.search(entry.orig_filename)) or stat.S_ISLNK(entry.external_attr >> 16)


def _apart(entries: list[zipfile.ZipInfo], end: int) -> None:
    """No two entries share bytes: that is how small files unpack to petabytes."""
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if places and places[0][0] != 0:
        raise Unfit("two_kinds")
    for (offset, size), (following, _size) in zip(places, [*places[1:], (end, 0)], strict=True):
        if offset + _LOCAL_HEADER + size > following:
            raise Unfit("bomb")


def _unpacked(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], content: Content
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    for entry in entries:
        if not entry.is_dir():
            data = read(archive, entry)
            content.budget.unpack(len(data))
            yield entry, data


def read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str) -> bytes:
    """An entry, never more than it says."""
    known = archive.getinfo(entry) if isinstance(entry, str) else entry
    try:
        with archive.open(known) as file:
            data = file.read(known.file_size + 1)
    except zipfile.BadZipFile:
        raise
    except Exception as error:  # zlib says in its own way what is broken
        raise Unfit("damaged") from error
    if len(data) != known.file_size:
        raise Unfit("damaged")
    return data


def _inside(content: Content, name: str, data: bytes) -> set[str]:
    """What one entry adds to the flags of the whole."""
    flags = {"infected"} if infected(data) else set()
    if data.startswith(_PROGRAM) or name.lower().endswith(_PROGRAMS):
        flags.add("active")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        flags |= _document_inside(content, name, data)
    return flags


def _document_inside(content: Content, name: str, data: bytes) -> set[str]:
    # Late: this room is one of those that it asks.
    from documents.sandbox.examining import examine as examine_any

    try:
        return examine_any(content.part(data, name)).flags
    except Unfit as unfit:
        if unfit.code in ("bomb", "archive_names"):
            raise
        return unfit.flags
