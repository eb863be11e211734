"""From text to lines of cells: separator, quotes, line breaks inside quotes, limits."""

import csv
import io
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lists.imports import cards, workbooks
from lists.imports.card_table import as_table
from lists.imports.decoding import Unreadable, decode
from lists.models import Source

SEPARATORS = (";", "\t", ",", "|")
MAX_COLUMNS = 200
MAX_ROWS = 200_000
MAX_CELL = 32_767  # Excel's own limit
SNIFFED_ROWS = 100
_NOTHING = string.whitespace + "\xa0" + "".join(SEPARATORS)


@dataclass(frozen=True)
class Line:
    """`number` counts the lines of the file, as an editor shows them."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    lines: list[Line]
    blank: int
    separator: str
    encoding: str
    encoding_sure: bool
    source: Source = Source.TEXT

    @property
    def width(self) -> int:
        """How many columns most lines have."""
        return Counter(len(line.cells) for line in self.lines[: 10 * SNIFFED_ROWS]).most_common(1)[0][0]


def read(data: bytes, encoding: str = "") -> Table:
    """The whole table, or `Unreadable` with a reason for the person who uploaded it."""
    if data.startswith(workbooks.START):
        table = _of_workbook(data)
    elif _is_card(data):
        table = _of_cards(data)
    else:
        table = _of_text(data, encoding)
    if table.width > MAX_COLUMNS:
        raise Unreadable(
            _("The file has %(columns)s columns; at most %(most)s are possible. Please leave out what is not needed.")
            % {"columns": table.width, "most": MAX_COLUMNS}
        )
    return table


def _of_text(data: bytes, encoding: str) -> Table:
    decoded = decode(data, encoding)
    text, separator = _announced_separator(decoded.text)
    raw = list(io.StringIO(text, newline=""))
    separator = separator or _separator(raw)
    lines, blank = _lines(_records(raw, separator))
    if not lines:
        raise Unreadable(_("The file is empty."))
    return Table(lines, blank, separator, decoded.encoding, decoded.sure)


def _of_workbook(data: bytes) -> Table:
    rows = workbooks.read_workbook(data)
    lines, blank = _lines(Line(number, row) for number, row in enumerate(rows, 1))
    return Table(lines, blank, "", "", encoding_sure=True, source=Source.WORKBOOK)


def _is_card(data: bytes) -> bool:
    start = data[:200]
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    return bool(cards.START.match(start.replace(b"\0", b"")[2:] if wide else start.removeprefix(b"\xef\xbb\xbf")))


def _of_cards(data: bytes) -> Table:
    """The first line are the names of the columns, then every card is a line."""
    names, rows = as_table(cards.read_cards(data))
    lines, blank = _lines(Line(number, row) for number, row in enumerate([names, *rows], 1))
    if len(lines) < 2:
        raise Unreadable(_("None of the cards in the file says a name or how to reach somebody."))
    return Table(lines, blank, "", "", encoding_sure=True, source=Source.CARDS)


def _announced_separator(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`."""
    first, _end, _rest = text.partition("\n")
    announced = first.strip().removeprefix("\ufeff").strip('"')
    if announced.lower().startswith("sep=") and announced[4:] in SEPARATORS:
        # The line stays as a blank one, so that the others keep their numbers.
        return "\n" + text[len(first) + 1 :], announced[4:]
    return text, ""


def _separator(raw: Sequence[str]) -> str:
    """The one that cuts the most lines into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _regularity(raw, separator))


def _regularity(raw: Sequence[str], separator: str) -> tuple[bool, float, int]:
    sample = []
    try:
        for row in csv.reader(iter(raw[: 10 * SNIFFED_ROWS]), delimiter=separator):
            if not _blank(row):
                sample.append(len(row))
            if len(sample) == SNIFFED_ROWS:
                break
    except csv.Error:
        return (False, 0.0, 0)
    if not sample:
        return (False, 0.0, 0)
    width, hits = Counter(sample).most_common(1)[0]
    return (width > 1, round(hits / len(sample), 1), width)


def _lines(found: Iterable[Line]) -> tuple[list[Line], int]:
    lines, blank = [], 0
    for line in found:
        if _blank(line.cells):
            blank += 1
            continue
        _refuse_long_cells(line)
        lines.append(line)
        if len(lines) > MAX_ROWS:
            raise Unreadable(
                _("The file has more than %(most)s lines. Please split it into several files.") % {"most": MAX_ROWS}
            )
    return lines, blank


def _blank(cells: Sequence[str]) -> bool:
    """Nothing but white space and separators."""
    return not any(cell.strip(_NOTHING) for cell in cells)


def _records(raw: list[str], separator: str) -> Iterator[Line]:
    reader = csv.reader(iter(raw), delimiter=separator)
    start = 1
    try:
        for cells in reader:
            if len(cells) > MAX_CELL:
                raise Unreadable(_("Line %(line)s has too many cells.") % {"line": start})
            # Only a quoted cell goes over several lines.
            yield Line(start, _unix(cells) if reader.line_num > start else cells)
            _refuse_open_quote(raw, start, reader.line_num)
            start = reader.line_num + 1
    except csv.Error:
        raise _too_long(start) from None


def _unix(cells: Sequence[str]) -> list[str]:
    return [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]


def _refuse_open_quote(raw: list[str], start: int, end: int) -> None:
    """At the end of the file, an odd number of quotes over several lines: one was never closed."""
    if end == len(raw) and end > start and sum(line.count('"') for line in raw[start - 1 : end]) % 2:
        raise Unreadable(
            _("In line %(line)s a text in quotation marks begins that never ends. Please correct that line.")
            % {"line": start}
        )


def _refuse_long_cells(line: Line) -> None:
    if max(map(len, line.cells)) > MAX_CELL:
        raise _too_long(line.number)


def _too_long(number: int) -> Unreadable:
    return Unreadable(
        _("Line %(line)s has a cell with more than %(most)s characters. Perhaps a quotation mark is not closed there.")
        % {"line": number, "most": MAX_CELL}
    )
