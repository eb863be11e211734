"""The work on a run: the dry run, and the run itself, batch by batch.

Each batch is one transaction in which every line notes what became of it, so that a killed worker leaves
no line half done, and the next one goes on where it stopped.  Whoever holds the row of the run works; any
other worker finds it locked and leaves.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from accounts.access import may
from accounts.history import writing
from accounts.models import User
from lists.imports import rows
from lists.imports.kinds import Cells, ImportKind, Placed, Reason, kind_of
from lists.models import ImportRun, ImportState

BATCH_LINES = 200
# After that, other jobs of the worker get their turn.
SLICE_SECONDS = 30


class TurnLost(Exception):
    """Another worker is at it, or somebody changed the columns meanwhile."""


def check(run_id: int) -> None:
    """The dry run: what would become of every line.  Writes nothing but that."""
    run = ImportRun.objects.get(pk=run_id)
    kind = kind_of(run.kind)
    try:
        with turn(run, ImportState.CHECKING):
            rows.store_places(run, _places(run, kind))
        after = 0
        while records := rows.next_records(run, after=after, lines=BATCH_LINES):
            with turn(run, ImportState.CHECKING) as by:
                done = rows.store_plans(run, kind.plan(records, by, run.pk), applied=False)
                run.progress += done
                note(run, progress=run.progress)
            after = records[-1].lines[0].line
        with turn(run, ImportState.CHECKING):
            note(run, state=ImportState.CHECKED, counts=rows.counts(run), progress=run.total)
    except TurnLost:
        return
    except OperationalError:  # the database went away: the next worker tries again
        raise
    except Exception:
        fail(run, ImportState.CHECKING)
        raise


def apply(run_id: int, *, seconds: float = SLICE_SECONDS) -> bool:
    """Works for some time; says whether something is left."""
    run = ImportRun.objects.get(pk=run_id)
    kind = kind_of(run.kind)
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            if not _apply_batch(run, kind):
                return False
    except TurnLost:
        return False
    except OperationalError:
        raise
    except Exception:
        fail(run, ImportState.RUNNING)
        raise
    return True


def _apply_batch(run: ImportRun, kind: ImportKind) -> bool:
    with turn(run, ImportState.RUNNING) as by:
        if by and not may(by, kind.action):
            note(run, state=ImportState.FAILED)
            return False
        records = rows.next_records(run, after=0, lines=BATCH_LINES)
        if not records:
            run.rows.filter(applied=False).update(applied=True)  # those left out from the beginning
            note(run, state=ImportState.DONE, counts=rows.counts(run), progress=run.total, finished_at=timezone.now())
            return False
        plans = kind.plan(records, by, run.pk)
        kind.write(plans, by)
        done = rows.store_plans(run, plans, applied=True)
        note(run, progress=F("progress") + done)
        return True


@contextmanager
def turn(run: ImportRun, state: ImportState, **via: int) -> Iterator[User | None]:
    """One transaction that holds the run, in the name of whoever started it (with the rights of this moment)."""
    by = User.objects.with_rights().filter(pk=run.by_id).first() if run.by_id else None
    with writing(by, **(via or {"imported": run.pk})):
        free = ImportRun.objects.select_for_update(skip_locked=True)
        if free.filter(pk=run.pk, state=state, attempt=run.attempt).first() is None:
            raise TurnLost
        yield by


def note(run: ImportRun, **values: object) -> None:
    ImportRun.objects.filter(pk=run.pk).update(touched_at=Now(), **values)


def fail(run: ImportRun, state: ImportState) -> None:
    ImportRun.objects.filter(pk=run.pk, state=state, attempt=run.attempt).update(state=ImportState.FAILED)


def _places(run: ImportRun, kind: ImportKind) -> Iterator[Placed]:
    if run.header_line:
        yield Placed(run.header_line, None)
    yield from kind.place(_cells(run))


def _cells(run: ImportRun) -> Iterator[Cells]:
    for line, cells, said in rows.lines_of(run):
        if line != run.header_line:
            reason = _unreadable(run, line, cells)
            yield Cells(line, {}, reason) if reason else rows.meanings(run, line, cells, said)


def _unreadable(run: ImportRun, line: int, cells: list[str]) -> Reason | None:
    width = len(run.mapping)
    if line < run.header_line:
        return Reason("above_header")
    if any(cells[width:]):
        return Reason("too_many_cells", {"cells": len(cells), "columns": width})
    if run.separator and any("\n" in cell and _swallows(cell, run.separator, width, len(cells)) for cell in cells):
        return Reason("open_quote")
    return None


def _swallows(cell: str, separator: str, width: int, found: int) -> bool:
    """A quotation mark that was not closed drew the cells of other lines into this one."""
    if found < width:
        return cell.count(separator) >= width - found
    return width > 2 and any(line.count(separator) >= width - 1 for line in cell.split("\n")[1:-1])
