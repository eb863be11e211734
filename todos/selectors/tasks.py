"""What is to be done: by me, by my teams, by others for me."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from timecount.extensions import Label
from todos.access import meant_for, people, teams
from todos.models import Entry, Priority

MINE, TEAMS, GIVEN = "mine", "teams", "given"
WHOSE: dict[str, Label] = {MINE: _("Mine"), TEAMS: _("Of my teams"), GIVEN: _("Given by me")}
LIMIT = 500
_URGENT = [Priority.HIGH, Priority.NORMAL, Priority.LOW]


@dataclass(frozen=True)
class Group:
    key: str
    label: Label
    entries: Sequence[Entry]


def open_tasks(user: User) -> dict[str, list[Entry]]:
    """By whose they are, those due first first.  Whoever stands in for somebody has their tasks, too."""
    me, my_teams = people(user), teams(user)
    found = (
        visible(user, Action.VIEW_TODO, Entry.objects.open().filter(meant_for(user) | Q(author=user)))
        .select_related("customer__contact", "assignee", "team__group", "author")
        .order_by(models.F("due_on").asc(nulls_last=True), "id")
        .fetch_mode(models.FETCH_RAISE)[:LIMIT]
    )
    tasks = sorted(found, key=_urgency)
    return {
        MINE: [entry for entry in tasks if entry.assignee_id in me],
        TEAMS: [entry for entry in tasks if entry.team_id in my_teams],
        GIVEN: [entry for entry in tasks if entry.author_id == user.pk and entry.assignee_id not in me],
    }


def _urgency(entry: Entry) -> tuple[date, time, int]:
    return (
        entry.due_on or date.max,
        entry.due_at_time or time.max,
        _URGENT.index(Priority(entry.priority)),
    )


def by_day(tasks: Sequence[Entry], *, today: date) -> list[Group]:
    """Overdue stays until it is done; a group without anything is left out."""
    groups = [
        Group("overdue", _("Overdue"), [one for one in tasks if one.due_on and one.due_on < today]),
        Group("today", _("Today"), [one for one in tasks if one.due_on == today]),
        Group("later", _("Later"), [one for one in tasks if one.due_on and one.due_on > today]),
        Group("some-day", _("Without a date"), [one for one in tasks if not one.due_on]),
    ]
    return [group for group in groups if group.entries]
