"""A table as CSV, as German Excel opens it: semicolons, a mark for UTF-8, days and numbers as people write them."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from lists.export.table import Table
from lists.export.values import Value, is_formula

CONTENT_TYPE = "text/csv; charset=utf-8"


def pieces(table: Table) -> Iterator[bytes]:
    yield "\ufeff".encode() + _written([table.header])
    for lines in table.lines:
        yield _written([[_text(value) for value in line] for line in lines])


def _written(lines: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return text.getvalue().encode()


def _text(value: Value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f"'{value}" if is_formula(value) else value
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return f"{value:f}".replace(".", ",") if isinstance(value, float | Decimal) else str(value)
