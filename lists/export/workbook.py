"""A table as an Excel workbook, written while it is sent.

XlsxWriter makes the workbook around the rows; it cannot send a file before its last row is written, and a million
of them take longer than a proxy waits.  So it writes an empty sheet, and the rows are put into it on the way.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from lists.declaring import Kind
from lists.export.table import Line, Table
from lists.export.values import FORMULA, Value, is_formula

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
# What a sheet holds below its header, and a cell.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
# Only the last one takes time, and most of it with little to show for it.
COMPRESSION = 4

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel knows no time zones)
_DAY_SECONDS = 86_400
# Before, Excel knows no days, or miscounts them.
_FIRST_YEAR = 1901
# What XML cannot say, and what Excel would read as an escaped character.
_CONTROLS = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_CONTROLS}]")
_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
# A text that stands in the sheet as it is, like nearly all: one look instead of six.
_PLAIN = re.compile(f"(?!{FORMULA.pattern})[^&<>_{_CONTROLS}]{{1,{MOST_CHARACTERS}}}")
_TEXT, _END = ' t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
_WIDTHS = {Kind.DATE: 12, Kind.MOMENT: 17, Kind.CODE: 12, Kind.NUMBER: 12, Kind.EMAIL: 28}
_FORMATS = {Kind.DATE: "dd.mm.yyyy", Kind.MOMENT: "dd.mm.yyyy hh:mm"}


class _Outbox:
    """Takes what the archive writes until it is sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken


def pieces(table: Table) -> Iterator[bytes]:
    parts, styles = _around(table)
    before, after = parts.pop(SHEET).split(b"</sheetData>")
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:  # type: ignore[call-overload]
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open(SHEET, "w") as sheet:
            sheet.write(before)
            write = _row_writer(table, styles)
            number = 2
            for lines in table.lines:
                sheet.write("".join([write(number + place, line) for place, line in enumerate(lines)]).encode())
                number += len(lines)
                yield outbox.take()
            sheet.write(b"</sheetData>" + after)
    yield outbox.take()


def _around(table: Table) -> tuple[dict[str, bytes], list[int]]:
    """All parts of the workbook with the header as its only row, and the styles: of each column, of a would-be
    formula."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", table.title)[:31])
        sheet.freeze_panes(1, 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.write_row(0, 0, table.header, book.add_format({"bold": True}))
        formats = [book.add_format({"num_format": _FORMATS.get(column.kind, "General")}) for column in table.columns]
        formats.append(book.add_format({"quote_prefix": True}))
        for place, style in enumerate(formats):
            sheet.write_blank(1, place, None, style)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _WIDTHS.get(column.kind, 32 if place == 0 else 20))
        sheet.autofilter(0, 0, 0, len(table.columns) - 1)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[SHEET].decode()
    pattern = re.search(r'<row r="2".*?</row>', text)
    cells = re.findall(r"<c [^>]*/>", pattern[0]) if pattern else []
    styles = [int(found[1]) if (found := re.search(r's="(\d+)"', cell)) else 0 for cell in cells]
    text = re.sub(r'<dimension [^>]*/>|<row r="2".*?</row>', "", text)
    parts[SHEET] = text.encode()
    return parts, styles


def _row_writer(table: Table, styles: Sequence[int]) -> Callable[[int, Line], str]:
    letters = [_letters(place) for place in range(len(table.columns))]
    *columns, formula = styles
    plain = _PLAIN.fullmatch
    heads = [
        (f'<c r="{letter}', f'" s="{style}"' if style else '"') for letter, style in zip(letters, columns, strict=True)
    ]

    def write(number: int, line: Line) -> str:
        cells = [
            f'{start}{number}"{_TEXT}{value}{_END}'
            if isinstance(value, str) and plain(value)
            else f"{start}{number}{_cell(value, style, formula)}"
            for value, (start, style) in zip(line, heads, strict=True)
            if value is not None and value != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    return write


def _cell(value: Value, style: str, formula: int) -> str:
    """What follows the address of a cell.  A text that looks like a formula carries Excel's own mark for a text."""
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        value = f"{value:%d.%m.%Y}"
    if isinstance(value, str):
        style = f'" s="{formula}"' if is_formula(value) else '"'
        return f"{style}{_TEXT}{_escaped(value)}{_END}"
    return f"{style}><v>{_number(value)}</v></c>"


def _number(value: Any) -> int | float | Decimal:
    """Days are counted from the end of 1899."""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds() / _DAY_SECONDS
    if isinstance(value, date):
        return (value - _EPOCH.date()).days
    return value  # type: ignore[no-any-return]


def _escaped(text: str) -> str:
    text = _ESCAPED.sub(r"_x005F_\1", _FORBIDDEN.sub("", text[:MOST_CHARACTERS]))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
