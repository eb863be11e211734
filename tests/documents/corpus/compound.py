"""OLE compound files, written by hand ([MS-CFB]): version 3, sectors of 512 bytes, no short streams."""

import struct
from collections.abc import Mapping

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SHORTEST = 4096  # what is shorter would have to stand in the stream for short ones


def compound(streams: Mapping[str, bytes]) -> bytes:
    """`streams`: paths with slashes → bytes; storages come by themselves."""
    nodes: list[tuple[str, int]] = [("", _ROOT)]
    for path in streams:
        steps = path.split("/")
        for length in range(1, len(steps) + 1):
            node = ("/".join(steps[:length]), _STREAM if length == len(steps) else _STORAGE)
            if node not in nodes:
                nodes.append(node)
    fat: list[int] = []
    sectors: list[bytes] = []
    starts = {path: _chain(data.ljust(_SHORTEST, b"\0"), sectors, fat) for path, data in streams.items()}
    directory = b"".join(_entry(number, nodes, starts, streams) for number in range(len(nodes)))
    first = _chain(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"), sectors, fat)
    return _whole(sectors, fat, first)


def _chain(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    first = len(sectors)
    pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
    sectors.extend(pieces)
    fat.extend([*range(first + 1, first + len(pieces)), _END])
    return first


def _entry(number: int, nodes: list[tuple[str, int]], starts: dict[str, int], streams: Mapping[str, bytes]) -> bytes:
    path, kind = nodes[number]
    name = path.rpartition("/")[2] if number else "Root Entry"
    child = next((at for at, (other, _) in enumerate(nodes) if at and other.rpartition("/")[0] == path), _FREE)
    # The brothers of a node hang one on the other.
    brothers = (
        at
        for at, (other, _) in enumerate(nodes)
        if at > number > 0 and other.rpartition("/")[0] == path.rpartition("/")[0]
    )
    written = name.encode("utf-16-le") + b"\0\0"
    start, size = starts.get(path, _END if not number else 0), max(_SHORTEST, len(streams.get(path, b"")))
    return (
        written.ljust(64, b"\0")
        + struct.pack(
            "<HBBIII", len(written), kind, 1, _FREE, next(brothers, _FREE), child if kind != _STREAM else _FREE
        )
        + bytes(36)
        + struct.pack("<IQ", start, size if kind == _STREAM else 0)
    )


def _whole(sectors: list[bytes], fat: list[int], directory: int) -> bytes:
    count = 1
    while count * SECTOR // 4 < len(fat) + count:
        count += 1
    places = range(len(sectors), len(sectors) + count)
    table = [*fat, *[_FAT] * count]
    table += [_FREE] * (count * SECTOR // 4 - len(table))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count,
                       directory, 0, _SHORTEST, _END, 0, _END, 0)  # fmt: skip
    head += struct.pack("<109I", *places, *[_FREE] * (109 - count))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


# --- what stands in the streams ---------------------------------------------------------------


def word(text: str = "Guten Tag", *, encrypted: bool = False) -> bytes:
    """A stream WordDocument whose text stands in one piece; its table is `table(text)`."""
    flags = 0x0200 | (0x0100 if encrypted else 0)
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x407, 0, flags).ljust(0x01A2, b"\0")
    head += struct.pack("<II", 0, 5 + 8 + 8)
    return head.ljust(0x800, b"\0") + text.encode("utf-16-le")


def table(text: str = "Guten Tag") -> bytes:
    return struct.pack("<BIIIHIH", 2, 16, 0, len(text), 0, 0x800, 0)


def workbook(*records: tuple[int, bytes], sheet: int = 0) -> bytes:
    """A stream Workbook with one sheet (0 cells, 1 program) that says "Zeile" and 42."""
    name = b"Tabelle1"
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    more = b"".join(_record(*record) for record in records)
    globals_size = len(begin) + len(more) + 4 + 8 + len(name) + 4
    bound = _record(0x85, struct.pack("<IBBBB", globals_size, 0, sheet, len(name), 0) + name)
    cells = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    cells += _record(0x204, struct.pack("<HHHHB", 0, 0, 0, 5, 0) + b"Zeile")
    cells += _record(0x203, struct.pack("<HHHd", 0, 1, 0, 42.0))
    return begin + more + bound + _record(0x0A, b"") + cells + _record(0x0A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def slides(text: str = "Guten Tag") -> bytes:
    """A stream PowerPoint Document with one text in two containers."""
    data = text.encode("utf-16-le")
    atom = struct.pack("<HHI", 0, 0x0FA0, len(data)) + data
    return struct.pack("<HHI", 0xF, 0x03E8, len(atom) + 8) + struct.pack("<HHI", 0xF, 0x0FF0, len(atom)) + atom


def current_user(*, encrypted: bool = False) -> bytes:
    return struct.pack("<HHII", 0, 0x0FF6, 0x20, 0x14) + (b"\xdf\xc4\xd1\xf3" if encrypted else b"\x5f\xc0\x91\xe3")


def doc(more: Mapping[str, bytes] | None = None, *, text: str = "Guten Tag", encrypted: bool = False) -> bytes:
    return compound({"WordDocument": word(text, encrypted=encrypted), "1Table": table(text), **(more or {})})


def xls(more: Mapping[str, bytes] | None = None, *records: tuple[int, bytes], sheet: int = 0) -> bytes:
    return compound({"Workbook": workbook(*records, sheet=sheet), **(more or {})})


def ppt(more: Mapping[str, bytes] | None = None, *, encrypted: bool = False) -> bytes:
    user = current_user(encrypted=encrypted)
    return compound({"PowerPoint Document": slides(), "Current User": user, **(more or {})})
