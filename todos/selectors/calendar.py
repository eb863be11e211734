"""What a calendar shows of a person's to-dos."""

from collections.abc import Sequence
from datetime import date

from django.db import models

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from todos.access import meant_for
from todos.models import Entry

LIMIT = 1000


def due_between(user: User, first: date, last: date) -> Sequence[Entry]:
    """Open ones of the person, of those for whom they stand in, and of their teams; the pressing first."""
    due = Entry.objects.open().filter(meant_for(user), due_on__gte=first, due_on__lte=last)
    return list(_shown(user, due)[:LIMIT])


def _shown(user: User, entries: models.QuerySet[Entry]) -> models.QuerySet[Entry]:
    pressing = models.Case(models.When(priority="high", then=0), models.When(priority="low", then=2), default=1)
    return (
        visible(user, Action.VIEW_TODO, entries)
        .select_related("customer__contact", "assignee", "team__group")
        .order_by("due_on", pressing, "id")
        .fetch_mode(models.FETCH_RAISE)
    )


def all_due(user: User) -> Sequence[Entry]:
    """Everything open that has a day, of the person and of those for whom they stand in: what a feed holds."""
    return list(_shown(user, Entry.objects.open().filter(meant_for(user), due_on__isnull=False))[:LIMIT])
