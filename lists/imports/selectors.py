"""Questions about imports.  Everybody sees their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateWorker

from accounts.access import visible
from accounts.models import User
from lists.imports import telling
from lists.imports.decoding import name_of
from lists.imports.kinds import Column, ImportKind
from lists.imports.rows import CHUNK, DOUBTFUL, tidy
from lists.models import Decision, ImportRow, ImportRun, ImportState, Outcome, Undone
from timecount.extensions import Label

PAGE = 50
EXAMPLES = 3
LOOKED_AT = 200
HEADER_CHOICES = 10
# A worker says every ten seconds that it is alive.
WORKER_SILENCE = timedelta(seconds=45)

SHOWN: dict[str, tuple[object, Q]] = {
    "new": (_("new"), Q(outcome=Outcome.NEW)),
    "changed": (_("changed"), Q(outcome=Outcome.CHANGED)),
    "unchanged": (_("unchanged"), Q(outcome=Outcome.UNCHANGED)),
    "skipped": (_("skipped"), Q(outcome=Outcome.SKIPPED)),
    "doubtful": (_("doubtful"), DOUBTFUL),
}
# Once the run is undone.
UNDO_SHOWN: dict[str, tuple[object, Q]] = {
    "gone": (_("removed again"), Q(undone=Undone.GONE)),
    "back": (_("as before again"), Q(undone=Undone.BACK)),
    "stays": (_("stays"), Q(undone=Undone.STAYS)),
}
SEPARATORS = {";": _("semicolon"), ",": _("comma"), "\t": _("tab"), "|": _("vertical bar")}


@dataclass(frozen=True)
class Example:
    raw: str
    shown: str
    doubt: str

    @property
    def differs(self) -> bool:
        return self.shown not in ("", self.raw)


@dataclass(frozen=True)
class FileColumn:
    """A column of the file with some of its values, as they stand there and as they are understood."""

    place: int
    name: str
    key: str
    examples: list[Example]


@dataclass(frozen=True)
class Page:
    rows: list[telling.ToldRow]
    shown: str
    next: int | None
    first: bool


def my_imports(user: User, kind: ImportKind) -> QuerySet[ImportRun]:
    runs = visible(user, kind.action, ImportRun.objects.filter(kind=kind.key))
    return runs.select_related("by").order_by("-id").fetch_mode(models.FETCH_RAISE)[:PAGE]


def reading_of(run: ImportRun) -> dict[str, object]:
    """How the file was read, in words."""
    return {
        "source": run.get_source_display(), "is_text": bool(run.encoding),
        "encoding": name_of(run.encoding), "sure": run.encoding_sure,
        "separator": SEPARATORS.get(run.separator, run.separator), "total": run.total, "blank": run.blank,
    }  # fmt: skip


def first_lines(run: ImportRun) -> list[tuple[int, str]]:
    """Among which the line with the column names is."""
    rows = run.rows.order_by("line").values_list("line", "cells")[:HEADER_CHOICES]
    return [(line, " · ".join(filter(None, map(tidy, cells)))[:80]) for line, cells in rows]


def header_of(run: ImportRun) -> list[str]:
    header: list[str] | None = run.rows.filter(line=run.header_line).values_list("cells", flat=True).first()
    return telling.column_names(run, header or [])


def file_columns(run: ImportRun, kind: ImportKind) -> list[FileColumn]:
    below = run.rows.filter(line__gt=run.header_line).order_by("line").values_list("cells", flat=True)
    cells = list(below[:LOOKED_AT])
    return [
        FileColumn(place, name, key, _examples(kind, key, (line[place] for line in cells if place < len(line))))
        for place, (name, key) in enumerate(zip(header_of(run), run.mapping, strict=True))
    ]


def _examples(kind: ImportKind, key: str, cells: Iterator[str]) -> list[Example]:
    column = kind.column(key)
    distinct = dict.fromkeys(filter(None, map(tidy, cells)))
    return [_example(kind, column, raw) for raw in list(distinct)[:EXAMPLES]]


def _example(kind: ImportKind, column: Column | None, raw: str) -> Example:
    reading = column.read(raw) if column else None
    doubt = reading.doubt if reading else None
    told = telling.sentence(kind, {"column": column.key, **doubt.stored()}, {}) if column and doubt else ""
    return Example(raw[:80], reading.shown[:80] if reading else "", told)


def page(user: User, run: ImportRun, kind: ImportKind, *, shown: str, after: str) -> Page:
    """`shown` and `after` as they stand in the URL; nonsense shows the beginning."""
    shown = shown if shown in chips(run) else ""
    last = int(after) if re.fullmatch(r"[0-9]{1,8}", after) else 0
    stored = list(_shown(run, shown).filter(line__gt=last).order_by("line")[: PAGE + 1])
    more = stored[PAGE - 1].line if len(stored) > PAGE else None
    return Page(telling.tell(kind, user, stored[:PAGE]), shown, more, first=not last)


def told_rows(user: User | None, run: ImportRun, kind: ImportKind, *, shown: str) -> Iterator[telling.ToldRow]:
    """All of them, piece by piece."""
    last = 0
    while chunk := list(_shown(run, shown).filter(line__gt=last).order_by("line")[:CHUNK]):
        yield from telling.tell(kind, user, chunk)
        last = chunk[-1].line


def _shown(run: ImportRun, shown: str) -> QuerySet[ImportRow]:
    rows = run.rows.exclude(outcome="").fetch_mode(models.FETCH_RAISE)
    known = chips(run)
    return rows.filter(known[shown][1]) if shown in known else rows


def chips(run: ImportRun) -> dict[str, tuple[object, Q]]:
    """What the lines can be narrowed by."""
    return UNDO_SHOWN | SHOWN if run.state == ImportState.UNDONE else SHOWN


def kept_columns(run: ImportRun, kind: ImportKind) -> list[str]:
    return [str(column.label) for column in kind.columns if column.kept and column.key in run.mapping]


@dataclass(frozen=True)
class Proposal:
    """What readings propose: for so many lines, and whether somebody has agreed."""

    code: str
    label: Label
    count: int
    taken: bool


def proposals(run: ImportRun, kind: ImportKind) -> list[Proposal]:
    every = [
        Proposal(
            code,
            label,
            run.rows.filter(reasons__contains=[{"code": code}]).count(),
            run.decisions.get(code) == Decision.SAME,
        )
        for code, label in kind.proposals.items()
    ]
    return [one for one in every if one.count or one.taken]


def worker_is_alive() -> bool:
    return bool(ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - WORKER_SILENCE).exists())
