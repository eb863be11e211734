"""The panels of the start page that this app owns: what one has to do, and what waits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from accounts.access import visible
from accounts.actions import Action
from accounts.composing import ask
from accounts.models import User
from todos.access import people, teams
from todos.models import Entry, NoticeKind
from todos.selectors.entries import unread
from todos.selectors.notices import told, unseen
from todos.sentences import news_in_words
from todos.text import summary

SHOWN = 8
# How far ahead one looks: a task of one's own, and a deadline that came from somewhere else.
DAYS = timedelta(days=14)
DEADLINE_DAYS = timedelta(days=60)


class Line(NamedTuple):
    """What a panel shows of an entry."""

    pk: int
    kind: str
    title: str
    text: str
    status: str
    priority: str
    due_on: date | None
    due_at_time: time | None
    customer_id: int | None
    customer: str | None
    team: str | None

    def __str__(self) -> str:
        return self.title or summary(self.text, 60)


_LINE = (
    *("pk", "kind", "title", "text", "status", "priority", "due_on", "due_at_time"),
    *("customer_id", "customer__contact__name", "team__group__name"),
)


class NewsLine(NamedTuple):
    """What a panel shows of a notice of news."""

    pk: int
    created_at: datetime
    customer: str
    what: str
    values: str
    name: str | None
    email: str | None

    @property
    def words(self) -> str:
        return news_in_words(self.what, json.loads(self.values))

    @property
    def by(self) -> str | None:
        return self.name or self.email


_NEWS = ("pk", "created_at", "news__customer__contact__name", "news__what", "news__values", "by__name", "by__email")


@dataclass(frozen=True)
class Waiting:
    important: Sequence[Line]
    # Whoever takes them first.
    of_teams: Sequence[Line]


def due_by(user: User, today: date) -> tuple[list[Line], bool]:
    """What is overdue or for today, and whether there is more than shown."""
    found = _lines(_due_by, user, today)
    return found[:SHOWN], len(found) > SHOWN


def waiting(user: User) -> Waiting:
    """For this person to have read it, or for anybody in a team of theirs to take it."""
    return Waiting(_lines(_important, user), _lines(_of_teams, user))


def news(user: User) -> tuple[list[NewsLine], Sequence[int]]:
    """What changed at the customers of this person, the newest first, and the keys of what is new."""
    return [NewsLine(*row) for row in ask(_news, user)], unseen(user)


def coming(user: User, today: date) -> list[Line]:
    """The next days, and deadlines of contracts and the like from further away."""
    return _lines(_coming, user, today, today + DAYS, today + DEADLINE_DAYS)


def _lines(question: Any, user: User, *given: date) -> list[Line]:
    return [Line(*row) for row in ask(question, user, *given)]


# --- the questions ---------------------------------------------------------------------------


def _due_by(user: User, today: date) -> "models.QuerySet[Entry, Any]":
    found = _open(user, Q(assignee__in=people(user)), Q(due_on__lte=today))
    return found.order_by("due_on", "due_at_time", "id").values_list(*_LINE)[: SHOWN + 1]


def _important(user: User) -> "models.QuerySet[Entry, Any]":
    return unread(user).values_list(*_LINE)[:SHOWN]


def _of_teams(user: User) -> "models.QuerySet[Entry, Any]":
    free = _open(user, Q(team__in=teams(user))).order_by(models.F("due_on").asc(nulls_last=True), "id")
    return free.values_list(*_LINE)[:SHOWN]


def _news(user: User) -> "models.QuerySet[Any, Any]":
    found = told(user).filter(kind=NoticeKind.NEWS, news__isnull=False).order_by("-created_at", "-id")
    return found.values_list(*_NEWS)[:SHOWN]


def _coming(user: User, today: date, soon: date, later: date) -> "models.QuerySet[Entry, Any]":
    ahead = Q(due_on__lte=soon) | Q(reason__isnull=False, due_on__lte=later)
    found = _open(user, Q(assignee__in=people(user)), ahead, Q(due_on__gt=today))
    return found.order_by("due_on", "due_at_time", "id").values_list(*_LINE)[:SHOWN]


def _open(user: User, *conditions: Q) -> "models.QuerySet[Entry]":
    return visible(user, Action.VIEW_TODO, Entry.objects.open().filter(*conditions))
