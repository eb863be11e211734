"""What stands in a cell of an export: text, number, day or moment, by the kind of its column."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lists.declaring import Column, Kind
from timecount.jinja import phone

Value = str | int | float | Decimal | date | datetime | None
# A spreadsheet would take what begins so for a formula; a telephone number it cannot.
FORMULA = re.compile(r"(?!\+[0-9 ]+\Z)[=+\-@\t\r]")


def is_formula(text: str) -> bool:
    return FORMULA.match(text) is not None


def value_of(column: Column) -> Callable[[Any], Value]:
    """Makes the value of a cell; words are those of the reader's language at this moment."""
    if column.kind in (Kind.CHOICE, Kind.STATUS):
        labels = {value: str(label) for value, label in column.choices.items()}
        return lambda value: labels.get(value, "")
    if column.kind == Kind.YES_NO:
        words = {True: _("yes"), False: _("no")}
        return lambda value: words.get(value, "")
    return _VALUES.get(column.kind, lambda value: value or "")


_VALUES: dict[Kind, Callable[[Any], Value]] = {
    Kind.NUMBER: lambda value: value,
    Kind.DATE: lambda value: value,
    Kind.MOMENT: lambda value: value and value.astimezone(timezone.get_default_timezone()).replace(tzinfo=None),
    Kind.PHONE: lambda value: phone(value) if value else "",
    Kind.TAGS: lambda value: ", ".join(value) if value else "",
    Kind.RECORD: lambda value: value[1] if value else "",
}
