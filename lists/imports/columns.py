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
    known = {plain(str(name)) for column in columns for name in (*_names(column), *column.also)}
    hits = [sum(plain(cell) in known for cell in line) for line in lines[:HEADER_SEARCHED]]
    best = max(range(len(hits)), key=lambda place: hits[place], default=0)
    if not hits or hits[best] < min(2, len(lines[best])):
        return None
    return best


def guess(header: Sequence[str], lines: Sequence[Sequence[str]], width: int, columns: Sequence[Column]) -> list[str]:
    """For every column of the file the key of its meaning, "" where there is none."""
    names = [plain(name) for name in header[:width]] + [""] * (width - len(header))
    mapping = [""] * width
    for called in (_exactly, _loosely, _numbered, _nearly):
        for place, name in enumerate(names):
            if name and not mapping[place]:
                repeated = name in names[:place]
                mapping[place] = _free([c for c in columns if called(name, c)], mapping, repeated=repeated)
    for place in range(width):
        if not mapping[place]:
            filled = [line[place].strip() for line in lines[:SAMPLED] if place < len(line) and line[place].strip()]
            mapping[place] = _free([c for c in columns if _looks_like(filled, c)], mapping, repeated=True)
    return mapping


def _names(column: Column) -> tuple[str, ...]:
    return (str(column.label), *map(str, column.names))


def _exactly(name: str, column: Column) -> bool:
    return any(name == plain(known) for known in _names(column))


def _loosely(name: str, column: Column) -> bool:
    return any(name == plain(known) for known in column.also)


def _numbered(name: str, column: Column) -> bool:
    """ "Telefon 3" is one more telephone, where there may be several."""
    return column.several and _exactly(name.rstrip("0123456789"), column)


def _nearly(name: str, column: Column) -> bool:
    return any(min(len(name), len(k)) > 4 and fuzz.ratio(name, k) >= SIMILAR for k in map(plain, _names(column)))


def _looks_like(filled: Sequence[str], column: Column) -> bool:
    if not filled or column.looks_like is None:
        return False
    return sum(map(column.looks_like, filled)) >= MOSTLY * len(filled)


def _free(candidates: Sequence[Column], taken: Sequence[str], *, repeated: bool) -> str:
    """The first candidate that nobody has yet, else what it means the second time."""
    for column in candidates:
        if column.key not in taken:
            return column.key
    for column in candidates:
        if repeated and column.otherwise and column.otherwise not in taken:
            return column.otherwise
        if column.several and (not repeated or not column.otherwise):
            return column.key
    return ""
