"""The lines with outcome and reason as a CSV file, for Excel."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from lists.imports.telling import ToldRow

# A spreadsheet would take what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, text: str) -> str:
        return text


def as_csv(header: Sequence[str], rows: Iterable[ToldRow]) -> Iterator[str]:
    """With semicolons and a mark for UTF-8, as German Excel opens it; the reason stands in a column of its own."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow([_("Line"), _("Outcome"), _("Reason"), *map(safe, header)])
    for row in rows:
        outcome = ", ".join(filter(None, [row.outcome_label, row.undone_label]))
        reasons = " ".join([*row.reasons, *row.undo_reasons])
        yield writer.writerow([row.line, outcome, safe(reasons), *map(safe, row.cells)])


def safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_meant(cell: str) -> str:
    """Read back: the apostrophe was never part of the text."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
