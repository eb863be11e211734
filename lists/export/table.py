"""The rows of a list as lines of values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import User
from lists.bulk.actions import BulkList
from lists.bulk.selection import Selection
from lists.declaring import Column
from lists.export.batches import batches
from lists.export.values import Value, value_of
from lists.table import readers

Line = list[Value]


@dataclass(frozen=True)
class Table:
    """`lines` come in batches; they can be gone through once."""

    title: str
    columns: Sequence[Column]
    lines: Iterator[Sequence[Line]]

    @property
    def header(self) -> list[str]:
        return [str(column.label) for column in self.columns]


def table_of(user: User, worked: BulkList, selection: Selection) -> Table:
    """Exactly what the person sees: search, filters, sort and columns of the state."""
    columns = selection.state.columns
    return Table(str(worked.label), columns, _lines(user, worked, selection, columns))


def _lines(user: User, worked: BulkList, selection: Selection, columns: Sequence[Column]) -> Iterator[Sequence[Line]]:
    shown = [value_of(column) for column in columns]
    for rows in batches(user, worked, selection):
        cells = list(zip(shown, readers(user, worked.list_of, columns, rows), strict=True))
        yield [[show(read(row)) for show, read in cells] for row in rows]
