"""The lines of a run in the database: thousands at a time, in few statements."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched, groupby
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from lists.imports.kinds import IN_FILE, Cells, LinePlan, Placed, Plan, Record
from lists.imports.reading import Line
from lists.imports.table import as_meant
from lists.models import ImportRun, Outcome
from timecount.texts import clean_text

CHUNK = 2_000
DOUBTFUL = ~Q(outcome=Outcome.SKIPPED) & ~Q(reasons=[])

_PLACE = """
UPDATE lists_importrow r SET head = x.head, outcome = x.outcome, reasons = x.reasons,
  changes = '[]', kept = '{}', target = NULL, applied = false, question = x.question, candidate = NULL, twin = x.twin
FROM jsonb_to_recordset(%s::jsonb)
  AS x(line int, head int, outcome text, reasons jsonb, question text, twin int)
WHERE r.run_id = %s AND r.line = x.line
"""
_PLAN = """
UPDATE lists_importrow r SET outcome = x.outcome, reasons = x.reasons, changes = x.changes, kept = x.kept,
  target = x.target, applied = %s, candidate = x.candidate,
  question = CASE x.question WHEN '' THEN r.question ELSE x.question END
FROM jsonb_to_recordset(%s::jsonb) AS x(line int, outcome text, reasons jsonb, changes jsonb, kept jsonb,
  target bigint, question text, candidate bigint)
WHERE r.run_id = %s AND r.line = x.line
"""
_COPY = """
COPY lists_importrow (run_id, line, cells, outcome, reasons, changes, kept, applied, undone, undo_reasons, question,
  decisions) FROM STDIN
"""


def insert_lines(run: ImportRun, lines: Iterable[Line]) -> None:
    for chunk in batched(lines, CHUNK):
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for line in chunk:
                cells = json.dumps(line.cells, ensure_ascii=False)
                copy.write_row((run.pk, line.number, cells, "", "[]", "[]", "{}", False, "", "[]", "", "{}"))


def lines_of(run: ImportRun) -> Iterator[tuple[int, list[str], dict[str, str]]]:
    """All lines in order with what was said to them, without holding them all."""
    last = 0
    rows = run.rows.order_by("line").values_list("line", "cells", "decisions")
    while chunk := list(rows.filter(line__gt=last)[:CHUNK]):
        yield from chunk
        last = chunk[-1][0]


def meanings(run: ImportRun, line: int, cells: Sequence[str], said: Mapping[str, str]) -> Cells:
    """Several columns of one meaning stand together, in the order of the file."""
    texts: dict[str, tuple[str, ...]] = {}
    for key, cell in zip(run.mapping, cells, strict=False):
        text = tidy(cell) if key else ""
        if text:
            texts[key] = (*texts.get(key, ()), text)
    return Cells(line, texts, decisions={**run.decisions, **said})


def tidy(cell: str) -> str:
    """Without stray spaces, what one cannot see, and the mark of a text that is no formula; line breaks stay."""
    cell = as_meant(cell)
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
                "question": IN_FILE if place.twin else "",
                "twin": place.twin,
            }
            for place in chunk
        ]
        with connection.cursor() as cursor:
            cursor.execute(_PLACE, [json.dumps(stored), run.pk])


def store_plans(run: ImportRun, plans: Sequence[Plan], *, applied: bool) -> int:
    """How many lines they are."""
    stored = [_stored(line, plan) for plan in plans for line in plan.lines]
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, [applied, json.dumps(stored), run.pk])
    return len(stored)


def _stored(line: LinePlan, plan: Plan) -> dict[str, Any]:
    return {
        "line": line.line,
        "outcome": line.outcome,
        "reasons": [reason.stored() for reason in line.reasons],
        "changes": [change.stored() for change in line.changes],
        "kept": line.kept,
        "target": plan.target,
        "question": plan.question if line is plan.lines[0] else "",
        "candidate": plan.candidate if line is plan.lines[0] else None,
    }


def next_records(run: ImportRun, *, after: int, lines: int) -> list[Record]:
    """Whole records behind the head `after` whose lines are not applied, about as many as make `lines`."""
    unapplied = run.rows.filter(applied=False, head__gt=after).order_by("head", "line")
    heads = list(unapplied.values_list("head", flat=True)[: lines + 1])
    if len(heads) > lines and heads[0] != heads[-1]:
        heads = [head for head in heads if head != heads[-1]]  # perhaps not all of it: the next time
    rows = unapplied.filter(head__in=set(heads)).values_list("head", "line", "cells", "decisions")
    return [_record(run, head, list(group)) for head, group in groupby(rows, key=lambda row: row[0])]


def _record(run: ImportRun, head: int, lines: Sequence[tuple[Any, ...]]) -> Record:
    """The head may stand below others that were said to be the same."""
    ordered = sorted(lines, key=lambda row: (row[1] != head, row[1]))
    return Record(tuple(meanings(run, line, cells, said) for _head, line, cells, said in ordered))


def counts(run: ImportRun) -> dict[str, int]:
    numbers: dict[str, int] = run.rows.exclude(outcome="").aggregate(
        **{outcome.value: Count("id", filter=Q(outcome=outcome)) for outcome in Outcome},
        doubtful=Count("id", filter=DOUBTFUL),
        kept=Count("id", filter=~Q(kept={})),
        asking=Count("id", filter=~Q(question="")),
    )
    return numbers
