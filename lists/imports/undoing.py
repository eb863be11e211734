"""A whole run taken back, batch by batch in the background, as `working` does the run itself.

What nobody touched since goes or becomes what it was; what was changed since stays and says why.  Each batch
is one transaction in which its lines note the outcome, so that a killed worker leaves nothing half done.
"""

import json
import time
from collections.abc import Mapping

from django.db import OperationalError, connection
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.access import may
from lists.imports import working
from lists.imports.kinds import ImportKind, Undoing, kind_of
from lists.models import ImportRun, ImportState, Outcome, Undone

BATCH_TARGETS = 150
WROTE = (Outcome.NEW, Outcome.CHANGED)

_UNDONE = """
UPDATE lists_importrow r SET undone = x.undone, undo_reasons = x.reasons
FROM jsonb_to_recordset(%s::jsonb) AS x(target bigint, undone text, reasons jsonb)
WHERE r.run_id = %s AND r.target = x.target AND r.applied AND r.target IS NOT NULL AND r.undone = ''
  AND r.outcome IN ('new', 'changed')
"""


def undo(run_id: int, *, seconds: float = working.SLICE_SECONDS) -> bool:
    """Works for some time; says whether something is left."""
    run = ImportRun.objects.get(pk=run_id)
    kind = kind_of(run.kind)
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            if not _undo_batch(run, kind):
                return False
    except working.TurnLost:
        return False
    except OperationalError:
        raise
    except Exception:
        working.fail(run, ImportState.UNDOING)
        raise
    return True


def _undo_batch(run: ImportRun, kind: ImportKind) -> bool:
    with working.turn(run, ImportState.UNDOING, undone=run.pk) as by:
        if by and not may(by, kind.action):
            working.note(run, state=ImportState.FAILED)
            return False
        targets = _next_targets(run)
        if not targets:
            counts = {**run.counts, **undo_counts(run)}
            now = timezone.now()
            working.note(run, state=ImportState.UNDONE, counts=counts, progress=run.total, finished_at=now)
            return False
        done = kind.undo(run.pk, targets, by)
        lines = _store(run, {target: done.get(target, Undoing(Undone.STAYS)) for target in {*targets, *done}})
        working.note(run, progress=F("progress") + lines)
        return True


def _next_targets(run: ImportRun) -> list[int]:
    """Records whose lines say nothing yet, the newest first: what came last goes first."""
    left = run.rows.filter(applied=True, target__isnull=False, undone="", outcome__in=WROTE).order_by("-target")
    return [target for target in left.values_list("target", flat=True).distinct()[:BATCH_TARGETS] if target]


def _store(run: ImportRun, done: Mapping[int, Undoing]) -> int:
    stored = [
        {"target": target, "undone": one.outcome, "reasons": [reason.stored() for reason in one.reasons]}
        for target, one in done.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UNDONE, [json.dumps(stored), run.pk])
        return int(cursor.rowcount)


def undo_counts(run: ImportRun) -> dict[str, int]:
    numbers: dict[str, int] = run.rows.exclude(undone="").aggregate(
        **{outcome.value: Count("id", filter=Q(undone=outcome)) for outcome in Undone}
    )
    return numbers
