"""A bulk change from selection to result, for tests."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from accounts.models import User
from customers.models import Customer
from lists.bulk import selectors, services, working
from lists.bulk.actions import bulk_list
from lists.bulk.selection import Selection
from lists.models import BulkRun


def picked(customers: Iterable[Customer]) -> str:
    return "&".join(f"selected={customer.pk}" for customer in customers)


def selection(query: str, by: User, key: str = "customers") -> Selection:
    return Selection.read(bulk_list(key), QueryDict(query), by)


def sentence(do: str, query: str, by: User, key: str = "customers") -> str:
    worked = bulk_list(key)
    action = worked.action(do)
    assert action
    return selectors.preview(by, worked, action, selection(query, by, key)).sentence


def started(do: str, values: dict[str, Any], query: str, by: User, key: str = "customers") -> BulkRun:
    """As the person starts it, with the values that a form would give."""
    worked, chosen = bulk_list(key), selection(query, by, key)
    action = worked.action(do)
    assert action
    expected = chosen.records(worked, by).count()
    return services.start(worked=worked, action=action, selection=chosen, values=values, by=by, expected=expected)


def worked_off(run: BulkRun) -> BulkRun:
    while working.work(run.pk):
        pass
    run.refresh_from_db()
    return run


def undone(run: BulkRun, by: User) -> BulkRun:
    return worked_off(services.undo(run=run, by=by))


def outcomes(run: BulkRun) -> dict[int, tuple[str, str]]:
    return {row.target: (row.outcome, row.reason) for row in run.rows.all()}
