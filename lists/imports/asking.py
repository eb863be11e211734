"""Likely duplicates as they are asked about: what the file says beside what is known, and what was said so far."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from lists.imports import telling
from lists.imports.kinds import IN_FILE, ImportKind
from lists.imports.rows import meanings
from lists.models import Decision, ImportRow, ImportRun
from timecount.extensions import Label

PAGE = 25
Facts = Sequence[tuple[Label, str]]


@dataclass(frozen=True)
class Kind:
    """All doubts of one kind in a run: how many, what was said to all, what happens otherwise."""

    key: str
    label: Label
    count: int
    said: str
    usual: Decision


@dataclass(frozen=True)
class Asked:
    """A line beside what it looks like: a record with its `key`, or a line, or nothing that is open to the reader."""

    line: int
    question: str
    label: Label
    facts: Facts
    other: Facts
    other_name: str
    key: int | None
    said: str
    usual: str


@dataclass(frozen=True)
class Page:
    asked: list[Asked]
    kinds: list[Kind]
    shown: str
    next: int | None
    first: bool


def page(user: User, run: ImportRun, kind: ImportKind, *, shown: str, after: str) -> Page:
    """`shown` and `after` as they stand in the URL; nonsense shows the beginning."""
    counts = dict(asking(run).order_by().values_list("question").annotate(Count("id")))
    kinds = [
        Kind(key, question.label, counts[key], run.decisions.get(key, ""), question.usual)
        for key, question in kind.questions.items()
        if key in counts
    ]
    shown = shown if shown in counts else ""
    last = int(after) if re.fullmatch(r"[0-9]{1,8}", after) else 0
    rows = asking(run).filter(line__gt=last, **({"question": shown} if shown else {}))
    stored = list(rows.order_by("line")[: PAGE + 1])
    more = stored[PAGE - 1].line if len(stored) > PAGE else None
    return Page(_asked(user, run, kind, stored[:PAGE]), kinds, shown, more, first=not last)


def asking(run: ImportRun) -> Any:
    return run.rows.exclude(question="")


def _asked(user: User, run: ImportRun, kind: ImportKind, stored: Collection[ImportRow]) -> list[Asked]:
    keys = [row.candidate for row in stored if row.candidate]
    known, names = kind.shown(user, keys), kind.named(user, keys)
    twins = {row.line: row for row in run.rows.filter(line__in=[row.twin for row in stored if row.twin])}
    return [_one(run, kind, row, _other(run, kind, row, (known, names, twins))) for row in stored]


def _other(
    run: ImportRun, kind: ImportKind, row: ImportRow,
    found: tuple[Mapping[int, Facts], Mapping[int, str], Mapping[int, ImportRow]],
) -> tuple[Facts, str, int | None]:  # fmt: skip
    """What is known, its name, and its key; nothing of what the reader may not see any more."""
    known, names, twins = found
    if row.question == IN_FILE and row.twin and row.twin in twins:
        return _facts(run, kind, twins[row.twin]), _("Line %(line)s") % {"line": row.twin}, None
    key = row.candidate or 0
    return (known[key], names.get(key, ""), key) if key in known else ((), _("Not open to you any more"), None)


def _one(run: ImportRun, kind: ImportKind, row: ImportRow, other: tuple[Facts, str, int | None]) -> Asked:
    question = kind.questions[row.question]
    facts, name, key = other
    said = row.decisions.get(row.question, "")
    usual = Decision(run.decisions.get(row.question) or question.usual)
    return Asked(
        row.line, row.question, question.label, _facts(run, kind, row), facts, name, key, said, str(usual.label)
    )


def _facts(run: ImportRun, kind: ImportKind, row: ImportRow) -> Facts:
    """What the line says, by meaning."""
    texts = meanings(run, row.line, row.cells, {}).texts
    return [(telling.label_of(kind, key), " · ".join(said)) for key, said in texts.items()]
