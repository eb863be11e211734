"""A list as a table: which columns it shows, and its cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from lists.cells import cell_of
from lists.declaring import Column, ListOf
from lists.finding import Found
from lists.state import ListState


@dataclass(frozen=True)
class Table:
    """`lines` are the key of a record, its name, and its other cells in one piece."""

    columns: Sequence[Column]
    lines: Sequence[tuple[Any, str, SafeString]]


def table_of(user: User, state: ListState, found: Found) -> Table | None:
    """Where the list is looked at as a table."""
    if state.view != "table":
        return None
    return Table(state.columns, lines(user, state.list_of, state.columns, found.rows))


def lines(
    user: User, list_of: ListOf, columns: Sequence[Column], rows: Sequence[Any]
) -> list[tuple[Any, str, SafeString]]:
    name, *values = readers(user, list_of, columns, rows)
    cells = [(value, cell_of(column)) for value, column in zip(values, columns[1:], strict=True)]
    key = list_of.key_of
    return [
        (key(row), name(row), mark_safe("".join([cell(value(row)) for value, cell in cells])))  # noqa: S308 -- escaped
        for row in rows
    ]


def readers(user: User, list_of: ListOf, columns: Sequence[Column], rows: Sequence[Any]) -> list[Callable[[Any], Any]]:
    """Reads the value of each column from one of these rows; None where there is none."""
    return [_reader(user, list_of, column, rows) for column in columns]


def _reader(user: User, list_of: ListOf, column: Column, rows: Sequence[Any]) -> Callable[[Any], Any]:
    if column.brought is None:
        return column.value
    key, values = list_of.key_of, column.brought(user, rows)
    return lambda row: values.get(key(row))
