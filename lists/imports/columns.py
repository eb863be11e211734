"""Which column of the file means what: by its name, else by what stands in it."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from lists.imports.kinds import Column

HEADER_SEARCHED = 10
SAMPLED = 200
SIMILAR = 90
MOSTLY = 0.8
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(name: str) -> str:
    """ "Straße / Nr." and "STRASSE NR" are the same word: strassenr."""
    text = unicodedata.normalize("NFC", _BRACKETS.sub("", name)).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NO_LETTER.sub("", text)


def find_header(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> int | None:
    """The place of the line that holds the most known column names; None where no line does."""
    known = {plain(name) for column in columns for name in _names(column)}
    hits = [sum(plain(cell) in known for cell in line) for line in lines[:HEADER_SEARCHED]]
    best = max(range(len(hits)), key=lambda place: hits[place], default=0)
    if not hits or hits[best] < min(2, len(lines[best])):
        return None
    return best


def guess(
    header: Sequence[str], lines: Sequence[Sequence[str]], width: int, columns: Sequence[Column]
) -> list[str]:
    """For every column of the file the key of its meaning, "" where there is none."""
    mapping = [""] * width
    for exact in (True, False):
        for place, name in enumerate(header[:width]):
            if not mapping[place] and plain(name):
                mapping[place] = _by_name(plain(name), mapping, columns, exact=exact)
    for place in range(width):
        if not mapping[place] and not (header and plain(header[place] if place < len(header) else "")):
            mapping[place] = _by_content(
                [line[place] for line in lines[:SAMPLED] if place < len(line)], mapping, columns
            )
    return mapping


def _names(column: Column) -> tuple[str, ...]:
    return (str(column.label), *column.names)


def _by_name(name: str, taken: Sequence[str], columns: Sequence[Column], *, exact: bool) -> str:
    for column in columns:
        if any(_same(name, plain(known), exact=exact) for known in _names(column)):
            if column.several or column.key not in taken:
                return column.key
            if column.otherwise and column.otherwise not in taken:
                return column.otherwise
    return ""


def _same(name: str, known: str, *, exact: bool) -> bool:
    return name == known if exact else min(len(name), len(known)) > 4 and fuzz.ratio(name, known) >= SIMILAR


def _by_content(cells: Sequence[str], taken: Sequence[str], columns: Sequence[Column]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    for column in columns:
        if filled and column.looks_like and (column.several or column.key not in taken):
            if sum(map(column.looks_like, filled)) >= MOSTLY * len(filled):
                return column.key
    return ""
