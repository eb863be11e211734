"""The panels of the start page that this app owns: what one has to do, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from todos.access import people, teams
from todos.models import Entry, NoticeKind, Notification
from todos.selectors.entries import to_acknowledge
from todos.selectors.notices import told, unseen, whole

SHOWN = 8
# How far ahead one looks: a task of one's own, and a deadline that came from somewhere else.
DAYS = timedelta(days=14)
DEADLINE_DAYS = timedelta(days=60)
# Of a hundred columns: to compose and to fetch all of them costs more than the rest of a panel.
_SHOWN = (
    *("kind", "title", "text", "status", "due_on", "due_at_time", "priority"),
    *("customer__contact__name", "team__group__name"),
)


@dataclass(frozen=True)
class Waiting:
    important: Sequence[Entry]
    # Whoever takes them first.
    of_teams: Sequence[Entry]


def due_by(user: User, today: date) -> tuple[list[Entry], bool]:
    """What is overdue or for today, and whether there is more than shown."""
    found = list(_mine(user).filter(due_on__lte=today).order_by("due_on", "due_at_time", "id")[: SHOWN + 1])
    return found[:SHOWN], len(found) > SHOWN


def waiting(user: User) -> Waiting:
    """For this person to have read it, or for anybody in a team of theirs to take it."""
    free = _open(user, Q(team__in=teams(user))).order_by(models.F("due_on").asc(nulls_last=True), "id")
    return Waiting(to_acknowledge(user)[:SHOWN], list(free[:SHOWN]))


def news(user: User) -> tuple[Sequence[Notification], Sequence[int]]:
    """What changed at the customers of this person, the newest first, and the keys of what is new."""
    told_of = whole(told(user).filter(kind=NoticeKind.NEWS)).order_by("-created_at", "-id")
    return list(told_of[:SHOWN]), unseen(user)


def coming(user: User, today: date) -> list[Entry]:
    """The next days, and deadlines of contracts and the like from further away."""
    soon = Q(due_on__lte=today + DAYS) | Q(reason__isnull=False, due_on__lte=today + DEADLINE_DAYS)
    return list(_mine(user).filter(soon, due_on__gt=today).order_by("due_on", "due_at_time", "id")[:SHOWN])


def _mine(user: User) -> "models.QuerySet[Entry]":
    return _open(user, Q(assignee__in=people(user)))


def _open(user: User, whose: Q) -> "models.QuerySet[Entry]":
    found = visible(user, Action.VIEW_TODO, Entry.objects.open().filter(whose))
    return found.select_related("customer__contact", "team__group").only(*_SHOWN).fetch_mode(models.FETCH_RAISE)
