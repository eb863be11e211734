"""Background work of the lists: thin, the work itself is in `lists.imports` and `lists.bulk`."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lists.bulk import working as bulk
from lists.imports import undoing, working
from lists.models import BULK_UNDER_WAY, UNDER_WAY, BulkRun, ImportRun, ImportState

# A worker gives a sign of life with every batch; without one for so long, somebody else takes over.
SILENCE = timedelta(minutes=2)
GOES_ON: dict[str, Callable[[int], bool]] = {ImportState.RUNNING: working.apply, ImportState.UNDOING: undoing.undo}


@app.task(name="lists.work_on_import")
def work_on_import(run_id: int) -> None:
    """Does what the run is waiting for.  Any number of these for one run do no harm."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        return
    if run.state == ImportState.CHECKING:
        working.check(run_id)
    elif run.state in GOES_ON and GOES_ON[run.state](run_id):
        enqueue(run_id)


@app.periodic(cron="* * * * *")
@app.task(name="lists.resume_imports", queueing_lock="lists.resume_imports")
def resume_imports(timestamp: int) -> None:
    """Runs whose worker was killed go on."""
    silent = ImportRun.objects.filter(state__in=UNDER_WAY, touched_at__lt=timezone.now() - SILENCE)
    for run_id in silent.values_list("pk", flat=True):
        enqueue(run_id)


def enqueue(run_id: int) -> None:
    _enqueue(work_on_import, f"lists.import.{run_id}", run_id)


@app.periodic(cron="27 3 * * *")
@app.task(name="lists.forget_runs", queueing_lock="lists.forget_runs")
def forget_runs(timestamp: int) -> None:
    from lists.bulk.services import forget as forget_bulk  # they hand their work out here
    from lists.imports.services import forget as forget_imports

    now = datetime.fromtimestamp(timestamp, UTC)
    forget_bulk(now=now)
    forget_imports(now=now)


@app.task(name="lists.work_on_bulk")
def work_on_bulk(run_id: int) -> None:
    """As `work_on_import`, for a bulk change."""
    if BulkRun.objects.filter(pk=run_id).exists() and bulk.work(run_id):
        enqueue_bulk(run_id)


@app.periodic(cron="* * * * *")
@app.task(name="lists.resume_bulk", queueing_lock="lists.resume_bulk")
def resume_bulk(timestamp: int) -> None:
    silent = BulkRun.objects.filter(state__in=BULK_UNDER_WAY, touched_at__lt=timezone.now() - SILENCE)
    for run_id in silent.values_list("pk", flat=True):
        enqueue_bulk(run_id)


def enqueue_bulk(run_id: int) -> None:
    _enqueue(work_on_bulk, f"lists.bulk.{run_id}", run_id)


def _enqueue(task: Any, lock: str, run_id: int) -> None:
    """Becomes due with the surrounding transaction; at most one job of a run waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.configure(queueing_lock=lock).defer(run_id=run_id)
