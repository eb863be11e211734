"""The lines of a run in the database: thousands at a time, in few statements."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched, groupby
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from lists.imports.kinds import Cells, LinePlan, Placed, Plan, Record
from lists.imports.reading import Line
from lists.models import ImportRun, Outcome
from timecount.texts import clean_text

CHUNK = 2_000
DOUBTFUL = ~Q(outcome=Outcome.SKIPPED) & ~Q(reasons=[])

_PLACE = """
UPDATE lists_importrow r SET head = x.head, outcome = x.outcome, reasons = x.reasons,
  changes = '[]', kept = '{}', target = NULL, applied = false
FROM jsonb_to_recordset(%s::jsonb) AS x(line int, head int, outcome text, reasons jsonb)
WHERE r.run_id = %s AND r.line = x.line
"""
_PLAN = """
UPDATE lists_importrow r SET outcome = x.outcome, reasons = x.reasons, changes = x.changes, kept = x.kept,
  target = x.target, applied = %s
FROM jsonb_to_recordset(%s::jsonb) AS x(line int, outcome text, reasons jsonb, changes jsonb, kept jsonb, target bigint)
WHERE r.run_id = %s AND r.line = x.line
"""
_COPY = """
COPY lists_importrow (run_id, line, cells, outcome, reasons, changes, kept, applied, undone, undo_reasons) FROM STDIN
"""


def insert_lines(run: ImportRun, lines: Iterable[Line]) -> None:
    for chunk in batched(lines, CHUNK):
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for line in chunk:
                cells = json.dumps(line.cells, ensure_ascii=False)
                copy.write_row((run.pk, line.number, cells, "", "[]", "[]", "{}", False, "", "[]"))


def lines_of(run: ImportRun) -> Iterator[tuple[int, list[str]]]:
    """All lines in order, without holding them all."""
    last = 0
    while chunk := list(run.rows.filter(line__gt=last).order_by("line").values_list("line", "cells")[:CHUNK]):
        yield from chunk
        last = chunk[-1][0]


def meanings(run: ImportRun, line: int, cells: Sequence[str]) -> Cells:
    """Several columns of one meaning stand together, in the order of the file."""
    texts: dict[str, tuple[str, ...]] = {}
    for key, cell in zip(run.mapping, cells, strict=False):
        text = tidy(cell) if key else ""
        if text:
            texts[key] = (*texts.get(key, ()), text)
    return Cells(line, texts)


def tidy(cell: str) -> str:
    """Without stray spaces and what one cannot see; line breaks stay."""
    return " ".join(cell.split()) if cell.isascii() and cell.isprintable() else _tidy_lines(cell)


def _tidy_lines(cell: str) -> str:
    return "\n".join(" ".join(line.split()) for line in clean_text(cell).split("\n"))


def store_places(run: ImportRun, places: Iterable[Placed]) -> None:
    for chunk in batched(places, CHUNK):
        stored = [
            {
                "line": place.line,
                "head": place.head,
                "outcome": Outcome.SKIPPED if place.reason else "",
                "reasons": [place.reason.stored()] if place.reason else [],
            }
            for place in chunk
        ]
        with connection.cursor() as cursor:
            cursor.execute(_PLACE, [json.dumps(stored), run.pk])


def store_plans(run: ImportRun, plans: Sequence[Plan], *, applied: bool) -> int:
    """How many lines they are."""
    stored = [_stored(line, plan.target) for plan in plans for line in plan.lines]
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, [applied, json.dumps(stored), run.pk])
    return len(stored)


def _stored(line: LinePlan, target: int | None) -> dict[str, Any]:
    return {
        "line": line.line,
        "outcome": line.outcome,
        "reasons": [reason.stored() for reason in line.reasons],
        "changes": [change.stored() for change in line.changes],
        "kept": line.kept,
        "target": target,
    }


def next_records(run: ImportRun, *, after: int, lines: int) -> list[Record]:
    """Whole records behind the head `after` whose lines are not applied, about as many as make `lines`."""
    unapplied = run.rows.filter(applied=False, head__gt=after).order_by("head", "line")
    heads = list(unapplied.values_list("head", flat=True)[: lines + 1])
    if len(heads) > lines and heads[0] != heads[-1]:
        heads = [head for head in heads if head != heads[-1]]  # perhaps not all of it: the next time
    rows = unapplied.filter(head__in=set(heads)).values_list("head", "line", "cells")
    return [
        Record(tuple(meanings(run, line, cells) for _, line, cells in group))
        for _head, group in groupby(rows, key=lambda row: row[0])
    ]


def counts(run: ImportRun) -> dict[str, int]:
    numbers: dict[str, int] = run.rows.exclude(outcome="").aggregate(
        **{outcome.value: Count("id", filter=Q(outcome=outcome)) for outcome in Outcome},
        doubtful=Count("id", filter=DOUBTFUL),
        kept=Count("id", filter=~Q(kept={})),
    )
    return numbers
