"""Codes become sentences for the reader, who may not see everything that they speak of."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lists.imports.kinds import ImportKind, Sentence
from lists.models import ImportRow, ImportRun, Outcome, Undone
from timecount.jinja import moment

SENTENCES = {
    "above_header": Sentence(_("Stands above the column names.")),
    "too_many_cells": Sentence(
        _("%(cells)s cells instead of %(columns)s: probably a separator stands inside a text without quotation marks.")
    ),
    "open_quote": Sentence(_("Several lines ended up in one cell: probably a quotation mark is not closed.")),
    "wrong": Sentence(_("%(column)s: “%(value)s” left out. %(why)s")),
    "read_as": Sentence(_("%(column)s: “%(value)s” is read as %(meant)s.")),
    "differs_from_line": Sentence(_("%(column)s: “%(value)s” differs from line %(line)s, which counts.")),
    "head_skipped": Sentence(_("Belongs to line %(line)s, which is skipped.")),
    "refused": Sentence(_("Not saved: %(why)s")),
    "not_saved": Sentence(_("Not saved: the database refused these values.")),
    # why something stays when the run is undone
    "changed_since": Sentence(_("Changed by %(who)s on %(when)s.")),
    "field_changed_since": Sentence(_("%(field)s: changed by %(who)s on %(when)s.")),
    "differs_now": Sentence(_("%(field)s: says something else by now.")),
    "still_needed": Sentence(_("Something depends on it: %(model)s.")),
    "person_stays": Sentence(_("The contact person %(value)s stays, because of later changes.")),
    "organisation_stays": Sentence(_("The company stays, with its contact persons.")),
    "closed_since": Sentence(_("You may not change it any more.")),
    "undo_refused": Sentence(_("Not undone: %(why)s")),
    "undo_not_saved": Sentence(_("Not undone: the database refused it.")),
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
    # After the run was undone: what became of it, and why it stays.
    undone: str
    undone_label: str
    undo_reasons: list[str]


def tell(kind: ImportKind, user: User | None, stored: Collection[ImportRow]) -> list[ToldRow]:
    """What changed is told only of records that the reader may still see."""
    keys = {row.target for row in stored} | {reason.get("owner") for row in stored for reason in row.reasons}
    names = kind.named(user, [key for key in keys if key])
    who = {reason.get("who") for row in stored for reason in row.undo_reasons} - {None, 0}
    people = dict(User.objects.filter(pk__in=who).values_list("pk", "name")) if who else {}
    return [_told(kind, row, names, people) for row in stored]


def _told(kind: ImportKind, row: ImportRow, names: Mapping[int, str], people: Mapping[int, str]) -> ToldRow:
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
        undone=row.undone,
        undone_label=str(Undone(row.undone).label) if row.undone else "",
        # Of what the reader may not see any more, nothing is told.
        undo_reasons=[sentence(kind, _since(reason, people), names) for reason in row.undo_reasons] if name else [],
    )


def _since(reason: Mapping[str, Any], people: Mapping[int, str]) -> dict[str, Any]:
    """With the words for people, moments, models and their columns."""
    told = dict(reason)
    if "who" in told:
        told["who"] = people.get(told["who"]) or "Timecount"
        told["when"] = moment(datetime.fromisoformat(told["when"]))
    if "model" in told:
        model = apps.get_model(told["model"])
        told["model"] = str(model._meta.verbose_name)
        told["field"] = capfirst(_field_label(model, told.get("field", "")))
    if told["code"] == "changed_since" and "field" in told:
        told["code"] = "field_changed_since"
    return told


def _field_label(model: type[Model], name: str) -> str:
    """The column of a row with its table: "Adresse, Ort"; of the record itself, the column."""
    label = str(model._meta.verbose_name)
    if not name:
        return label
    column = str(model._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    return column if column.casefold() == label.casefold() else f"{label}, {column}"


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
