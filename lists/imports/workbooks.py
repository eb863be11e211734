"""Excel workbooks (XLSX): the first sheet that holds something, as the texts that a person sees there."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lists.imports.decoding import Unreadable

START = b"PK\x03\x04"
MAX_UNPACKED = 300 * 1024 * 1024
# A sheet is held as a rectangle: one cell far outside would make it huge.
MAX_CELLS = 10_000_000
_PIECE = 1024 * 1024
# Beyond, a number of a sheet has lost digits.
_EXACT = 1e15
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    struct.error,
)  # fmt: skip
_CELL = re.compile(rb'<c[^>]{0,80}?\sr="([A-Z]{1,3})([0-9]{1,7})"')


def read_workbook(data: bytes) -> list[list[str]]:
    """The rows from the first one, so that their numbers are those of the sheet."""
    _refuse_bombs(data)
    try:
        rows = _first_sheet(data)
    except (CalamineError, OSError, ValueError):
        raise _no_workbook() from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust, derived from no Exception
            raise
        raise _no_workbook() from None
    if not rows:
        raise Unreadable(_("The file is empty."))
    return rows


def _first_sheet(data: bytes) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible:
            rows = list(_rows(book.get_sheet_by_name(meta.name)))
            if any(cell.strip() for row in rows for cell in row):
                return rows
    return []


def _refuse_bombs(data: bytes) -> None:
    """Small packed, enormous unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sheets = [part for part in packed.infolist() if part.filename.startswith("xl/worksheets/")]
            if not sheets:
                raise _no_workbook()
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise _too_large()
            for sheet in sheets:
                with packed.open(sheet) as stream:
                    _refuse_far_cells(stream)
    except _DAMAGED:
        raise _no_workbook() from None


def _refuse_far_cells(stream: Any) -> None:
    widest, lowest, read, rest = 1, 1, 0, b""
    while piece := stream.read(_PIECE):
        read += len(piece)
        for letters, row in _CELL.findall(rest + piece):
            lowest = max(lowest, int(row))
            widest = max(widest, _number_of(letters))
        if widest * lowest > MAX_CELLS or read > MAX_UNPACKED:
            raise _too_large()
        rest = piece[-100:]


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield [_text(cell) for cell in row]


def _decimals(cell: float) -> str:
    """Never in powers of ten."""
    return f"{Decimal(repr(cell)):f}".replace(".", ",")


def _text(cell: Any) -> str:
    """As it would stand in a German CSV: days, amounts with a comma, numbers without one where they are whole."""
    if isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else _decimals(cell)
    elif isinstance(cell, date):  # a moment is one too
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        text = f"{moment:%d.%m.%Y}" if moment.time() == time() else f"{moment:%d.%m.%Y %H:%M:%S}"
    elif isinstance(cell, bool):
        text = "ja" if cell else "nein"
    else:
        text = str(cell).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text


def _no_workbook() -> Unreadable:
    return Unreadable(
        _("This is %(what)s, not a CSV file. Please save the table as CSV and upload that.")
        % {"what": _("a packed file, or a workbook that cannot be read")}
    )


def _too_large() -> Unreadable:
    return Unreadable(_("The workbook is too large, or a cell stands far outside the table. Please save it as CSV."))
