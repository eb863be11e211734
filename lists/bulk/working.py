"""The work on a bulk change, and on its undo, batch by batch.

Each batch is one transaction in which every record notes what became of it, so that a killed worker leaves no
record half done, twice done or forgotten.  Whoever holds the row of the run works; any other finds it locked.
Rights are those of the moment: the gate is asked for every record.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import stood_in_for, visible
from accounts.history import writing
from accounts.models import User
from lists.bulk import rows
from lists.bulk.actions import BulkAction, BulkList, State, Values, bulk_action, bulk_list
from lists.bulk.rows import Result
from lists.bulk.selection import Selection
from lists.models import BulkOutcome, BulkRow, BulkRun, BulkState
from timecount.errors import Refused

BATCH = 200
# After that, other jobs of the worker get their turn.
SLICE_SECONDS = 30

Results = dict[int, Result]


class TurnLost(Exception):
    """Another worker is at it, or it is done already."""


def work(run_id: int, *, seconds: float = SLICE_SECONDS) -> bool:
    """Does for some time what the run is waiting for; says whether something is left."""
    run = BulkRun.objects.get(pk=run_id)
    until = time.monotonic() + seconds
    try:
        while step(run):
            if time.monotonic() > until:
                return True
    except TurnLost:
        return False
    except OperationalError:  # a lock that did not come free, or the database went away: the next worker tries again
        raise
    except Exception:
        BulkRun.objects.filter(pk=run.pk, state=run.state).update(state=BulkState.FAILED)
        raise
    return False


def step(run: BulkRun) -> bool:
    """One batch; False where nothing is left."""
    run.refresh_from_db()
    if not run.under_way:
        return False
    worked = bulk_list(run.list_key)
    action = bulk_action(worked, run.action)
    by = User.objects.with_rights().filter(pk=run.by_id).first()
    if by is None:
        BulkRun.objects.filter(pk=run.pk).update(state=BulkState.FAILED)
        return False
    with translation.override(by.language):
        if run.state == BulkState.GATHERING:
            return _gather(run, worked, by)
        if run.state == BulkState.RUNNING:
            return _batch(run, worked, action, by, _change)
        return _batch(run, worked, action, by, _put_back)


def _gather(run: BulkRun, worked: BulkList, by: User) -> bool:
    """From now on it is settled which records are meant."""
    with _turn(run):
        records = Selection.restore(worked, run.selection, by).records(worked, by)
        total = rows.gather(run, records)
        _note(run, state=BulkState.RUNNING, total=total, progress=0, gathered_at=timezone.now())
    return True


Work = Callable[[BulkAction, Mapping[int, BulkRow], Values, User], Results]


def _batch(run: BulkRun, worked: BulkList, action: BulkAction, by: User, change: Work) -> bool:
    undoing = run.state == BulkState.UNDOING
    with _turn(run):
        waiting = rows.waiting(run, BulkOutcome.CHANGED if undoing else BulkOutcome.OPEN, BATCH)
        if not waiting:
            state = BulkState.UNDONE if undoing else BulkState.DONE
            _note(run, state=state, counts=rows.counts(run), finished_at=timezone.now())
            return False
        model = (undoing and action.undone_on) or worked.list_of.model
        records = model._default_manager.filter(pk__in=list(waiting))
        results, allowed = _sorted_out(worked, action, records, waiting, by, undoing=undoing)
        allowed, by.stands_in_for = _of_one_key(records, allowed, by)
        with writing(by, bulk=run.pk, **({"bulk_undone": run.pk} if undoing else {})):
            results |= change(action, {key: waiting[key] for key in allowed}, run.values, by)
            rows.store(run, results)
            _note(run, progress=F("progress") + len(results))
    return True


def _sorted_out(
    worked: BulkList,
    action: BulkAction,
    records: QuerySet[Any],
    waiting: Mapping[int, BulkRow],
    by: User,
    *,
    undoing: bool,
) -> tuple[Results, list[int]]:
    """Those that the gate refuses, with the reason; and those that it lets through."""
    allowed = set(visible(by, action.action, records).values_list("pk", flat=True))
    seen = set(visible(by, worked.view, records).values_list("pk", flat=True))
    outcome = BulkOutcome.STAYS if undoing else BulkOutcome.REFUSED
    # What is gone, and what one does not see any more, are told alike.
    gone, forbidden = _("It is not there any more, or not for you."), _("You may not change that here.")
    refused = {key: Result(outcome, forbidden if key in seen else gone) for key in waiting if key not in allowed}
    return refused, sorted(allowed)


def _of_one_key(records: QuerySet[Any], keys: Sequence[int], by: User) -> tuple[list[int], int | None]:
    """The records that are open to the person in one way, and whom they stand in for there: the history says it."""
    if not keys or not by.stand_ins:
        return list(keys), None
    absent = {record.pk: stood_in_for(by, record) for record in records.filter(pk__in=keys)}
    whom = absent[keys[0]]
    return [key for key in keys if absent[key] == whom], whom


def _change(action: BulkAction, found: Mapping[int, BulkRow], values: Values, by: User) -> Results:
    def change(keys: Sequence[int]) -> Results:
        now = action.read(keys, values, by)
        wanted = {key: action.wanted(state, values) for key, state in now.items()}
        changed = {key: state for key, state in wanted.items() if state != now[key]}
        after = _written(action, changed, values, by)
        return {key: _changed(key, now, after) for key in keys}

    return _attempt(change, list(found), BulkOutcome.REFUSED)


def _changed(key: int, before: Mapping[int, State], after: Mapping[int, State]) -> Result:
    if key not in before:
        return Result(BulkOutcome.REFUSED, _("It is not there any more, or not for you."))
    if key not in after:
        return Result(BulkOutcome.UNCHANGED)
    return Result(BulkOutcome.CHANGED, "", [before[key]], [after[key]])


def _put_back(action: BulkAction, found: Mapping[int, BulkRow], values: Values, by: User) -> Results:
    """What nobody touched since becomes what it was."""

    def change(keys: Sequence[int]) -> Results:
        now = action.read(keys, values, by)
        untouched = {
            key: (found[key].before or [None])[0] for key in keys if key in now and [now[key]] == found[key].after
        }
        _written(action, untouched, values, by)
        since = Result(BulkOutcome.STAYS, _("Somebody has changed it since."))
        return {key: Result(BulkOutcome.BACK) if key in untouched else since for key in keys}

    return _attempt(change, list(found), BulkOutcome.STAYS)


def _written(action: BulkAction, states: Mapping[int, State], values: Values, by: User) -> dict[int, State]:
    """How they stand afterwards."""
    if not states:
        return {}
    action.write(states, values, by)
    return action.read(sorted(states), values, by)


def _attempt(change: Callable[[Sequence[int]], Results], keys: Sequence[int], refused: BulkOutcome) -> Results:
    """All together; where something is refused, the halves apart, down to the one that it is about."""
    if not keys:
        return {}
    try:
        with transaction.atomic():
            return change(keys)
    except (Refused, IntegrityError) as refusal:
        if len(keys) == 1:
            reason = str(refusal) if isinstance(refusal, Refused) else _("The database refused these values.")
            return {keys[0]: Result(refused, reason)}
    half = len(keys) // 2
    return _attempt(change, keys[:half], refused) | _attempt(change, keys[half:], refused)


@contextmanager
def _turn(run: BulkRun) -> Iterator[None]:
    """One transaction that holds the run."""
    with transaction.atomic():
        free = BulkRun.objects.select_for_update(skip_locked=True, no_key=True)
        if not free.filter(pk=run.pk, state=run.state).exists():
            raise TurnLost
        yield


def _note(run: BulkRun, **values: object) -> None:
    BulkRun.objects.filter(pk=run.pk).update(touched_at=Now(), **values)
