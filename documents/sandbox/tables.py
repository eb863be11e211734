"""Sheets of workbooks: a line for each row, cells apart by tabs."""

from __future__ import annotations

from collections.abc import Iterator

import python_calamine

from documents.sandbox.content import Content, Unfit
from documents.sandbox.ole import locked


def parts(content: Content, _form: str) -> Iterator[str]:
    if locked(content):
        raise Unfit("locked")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content.stream())
    except python_calamine.PasswordError as error:
        raise Unfit("locked") from error
    except Exception as error:  # the library raises what a broken file makes it raise
        raise Unfit("damaged") from error
    for name in book.sheet_names:
        yield "\n".join([name, *_rows(book, name)])


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> Iterator[str]:
    try:
        for row in book.get_sheet_by_name(name).iter_rows():
            cells = [_said(cell) for cell in row]
            if any(cells):
                yield "\t".join(cells).rstrip("\t")
    except Exception:  # as above; chart sheets have no cells
        return


def _said(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
