"""Codes become sentences for the reader, who may not see everything that they speak of."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lists.imports.kinds import ImportKind, Sentence
from lists.models import ImportRow, ImportRun, Outcome

SENTENCES = {
    "above_header": Sentence(_("Stands above the column names.")),
    "too_many_cells": Sentence(
        _("%(cells)s cells instead of %(columns)s: probably a separator stands inside a text without quotation marks.")
    ),
    "open_quote": Sentence(_("Several lines ended up in one cell: probably a quotation mark is not closed.")),
    "head_skipped": Sentence(_("Belongs to line %(line)s, which is skipped.")),
}
UNKNOWN = Sentence(_("No reason was noted."))


@dataclass(frozen=True)
class ToldChange:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ToldRow:
    """A line as the reader sees it; `target_name` is None where there is none, or none for these eyes."""

    line: int
    outcome: str
    outcome_label: str
    doubtful: bool
    cells: list[str]
    reasons: list[str]
    changes: list[ToldChange]
    target: int | None
    target_name: str | None


def tell(kind: ImportKind, user: User | None, stored: Collection[ImportRow]) -> list[ToldRow]:
    """What changed is told only of records that the reader may still see."""
    keys = {row.target for row in stored} | {reason.get("owner") for row in stored for reason in row.reasons}
    names = kind.named(user, [key for key in keys if key])
    return [_told(kind, row, names) for row in stored]


def _told(kind: ImportKind, row: ImportRow, names: Mapping[int, str]) -> ToldRow:
    name = names.get(row.target or 0)
    return ToldRow(
        line=row.line,
        outcome=row.outcome,
        outcome_label=str(Outcome(row.outcome).label) if row.outcome else "",
        doubtful=bool(row.reasons) and row.outcome != Outcome.SKIPPED,
        cells=row.cells,
        reasons=[sentence(kind, reason, names) for reason in row.reasons],
        changes=[_change(kind, change) for change in row.changes] if name else [],
        target=row.target if name else None,
        target_name=name,
    )


def sentence(kind: ImportKind, reason: Mapping[str, Any], names: Mapping[int, str]) -> str:
    wording = kind.sentences.get(reason["code"]) or SENTENCES.get(reason["code"], UNKNOWN)
    values = {**reason}
    if "column" in values:
        values["column"] = label_of(kind, values["column"])
    if "owner" in values:
        values["owner"] = names.get(values["owner"])
    text = wording.text if values.get("owner") or not wording.unnamed else wording.unnamed
    return str(text) % values


def label_of(kind: ImportKind, key: str) -> str:
    column = kind.column(key)
    return str(column.label) if column else key


def _change(kind: ImportKind, change: Mapping[str, str]) -> ToldChange:
    return ToldChange(label_of(kind, change["column"]), change["old"], change["new"])


def column_names(run: ImportRun, header: Iterable[str]) -> list[str]:
    """As the file calls them, else by their letters, as a spreadsheet does."""
    names = [name.strip() for name in header]
    names += [""] * (len(run.mapping) - len(names))
    return [name or f"{_('Column')} {_letters(place)}" for place, name in enumerate(names[: len(run.mapping)])]


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
