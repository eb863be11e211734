"""Verbs of a bulk change: start, go on, undo, forget."""

from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from lists import tasks
from lists.bulk import working
from lists.bulk.actions import BulkAction, BulkList, Values
from lists.bulk.selection import Selection
from lists.models import BULK_UNDER_WAY, BulkRun, BulkState
from timecount.errors import Refused

# For so long a change can be looked up and undone.
KEPT = timedelta(days=90)
# So many are changed while the person waits; more of them in the background.
AT_ONCE = 50


class NothingSelected(Refused):
    """Or nothing that the person may see."""


class SelectionChanged(Refused):
    """Since the sentence was read, others have come or gone."""


class NotNow(Refused):
    """The run is in another state by now."""


def start(
    *, worked: BulkList, action: BulkAction, selection: Selection, values: Values, by: User, expected: int
) -> BulkRun:
    """`expected` is how many the person was told: with others, it would be something else that they agreed to."""
    total = selection.records(worked, by).count()
    if not total:
        raise NothingSelected(_("Nothing is selected."))
    if total != expected:
        raise SelectionChanged(_("Others have come or gone meanwhile. Please look at it again."))
    with transaction.atomic():
        run = BulkRun.objects.create(
            list_key=worked.list_of.key,
            action=action.key,
            by=by,
            selection=selection.stored(),
            values=dict(values),
            total=total,
        )
        _hand_out(run)
    return _worked_on(run)


def resume(*, run: BulkRun, by: User) -> BulkRun:
    """After a failure: goes on where it stopped."""
    with transaction.atomic():
        current = _in_state(run, by, BulkState.FAILED)
        if current.undo_started_at:
            current.state = BulkState.UNDOING
        else:
            current.state = BulkState.RUNNING if current.gathered_at else BulkState.GATHERING
        current.save(update_fields=["state"])
        _hand_out(current)
    return _worked_on(current)


def undo(*, run: BulkRun, by: User) -> BulkRun:
    """What nobody touched since becomes what it was; the rest stays and is named."""
    with transaction.atomic():
        current = _in_state(run, by, BulkState.DONE)
        current.state, current.undo_started_at, current.progress = BulkState.UNDOING, Now(), 0
        current.total = current.counts["changed"]
        current.save(update_fields=["state", "undo_started_at", "progress", "total"])
        _hand_out(current)
    return _worked_on(current)


def forget(*, now: datetime) -> int:
    """Old runs with their records; how many.  The history of what they changed stays."""
    old = BulkRun.objects.exclude(state__in=BULK_UNDER_WAY).filter(created_at__lt=now - KEPT)
    return old.delete()[1].get("lists.BulkRun", 0)


def _hand_out(run: BulkRun) -> None:
    BulkRun.objects.filter(pk=run.pk).update(touched_at=Now())
    if run.total > AT_ONCE:
        tasks.enqueue_bulk(run.pk)


def _worked_on(run: BulkRun) -> BulkRun:
    """A few are done at once; should somebody hold one of them, the worker does it."""
    if run.total <= AT_ONCE:
        try:
            working.work(run.pk)
        except OperationalError:
            tasks.enqueue_bulk(run.pk)
    run.refresh_from_db()
    return run


def _in_state(run: BulkRun, by: User, state: BulkState) -> BulkRun:
    """Everybody undoes their own: it happens with their rights."""
    current = BulkRun.objects.select_for_update().filter(pk=run.pk, by=by, state=state).first()
    if current is None:
        raise NotNow(_("This change has gone on meanwhile. Here is how it stands now."))
    return current
