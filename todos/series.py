"""A to-do that repeats: the next one is there as soon as this one is done."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext as _

from timecount.errors import Refused
from todos import reminding
from todos.models import ChecklistItem, Entry, Mention, Repeats, Status
from todos.repeating import USUAL_DAYS, next_before, next_due

WRITTEN = ("due_on", "repeat_from", "ends_on", "days_before")
_COPIED = (
    *("kind", "customer_id", "contact_id", "title", "text", "author_id", "priority"),
    *("assignee_id", "team_id", "due_at_time", "repeats", "repeat_from", "ends_on", "days_before"),
)


class NoEnd(Refused):
    """What is due before an end needs one that lies ahead."""


def reckon(entry: Entry, changed: Collection[str], *, today: date) -> None:
    """Where the series begins, after what it is reckoned from has `changed`; before an end, the next of its days."""
    if entry.repeats != Repeats.BEFORE_END:
        entry.ends_on = entry.days_before = None
    elif {"repeats", "ends_on", "days_before"} & set(changed) or entry.due_on is None:
        if entry.ends_on is None:
            raise NoEnd(_("Say when it ends."), field="ends_on")
        entry.days_before = entry.days_before or USUAL_DAYS
        yesterday = today - timedelta(days=1)
        entry.due_on = next_before(ends_on=entry.ends_on, days_before=entry.days_before, behind=yesterday)
        if entry.due_on is None:
            raise NoEnd(_("All these days are over."), field="ends_on")
    if {"repeats", "due_on", "ends_on", "days_before"} & set(changed):
        entry.repeat_from = entry.due_on if entry.repeats != Repeats.NONE else None


def write_next(entry: Entry, *, today: date) -> Entry | None:
    """Exactly once, however often the one before is done; one that somebody has deleted ends the series."""
    due_on = _next(entry, today)
    if due_on is None or Entry._meta.base_manager.filter(previous=entry).exists():
        return None
    copied = {name: getattr(entry, name) for name in _COPIED}
    made: Entry = Entry.objects.create(previous=entry, due_on=due_on, status=Status.OPEN, **copied)
    lines = [ChecklistItem(entry=made, position=item.position, text=item.text) for item in entry.checklist.all()]
    ChecklistItem.objects.bulk_create(lines)
    named = entry.mentions.values_list("principal", flat=True)
    Mention.objects.bulk_create(Mention(entry=made, principal=one) for one in named)
    reminding.copy(of=entry, to=made)
    return made


def _next(entry: Entry, today: date) -> date | None:
    if entry.repeats == Repeats.NONE or not entry.repeat_from or not entry.due_on:
        return None
    if entry.ends_on and entry.days_before:
        behind = max(entry.due_on, today)
        return next_before(ends_on=entry.ends_on, days_before=entry.days_before, behind=behind)
    return next_due(repeats=entry.repeats, repeat_from=entry.repeat_from, due_on=entry.due_on, done_on=today)


def take_back_next(entry: Entry) -> None:
    """When it was not done after all; one that somebody has worked on stays."""
    Entry.objects.untouched().filter(previous=entry).delete()
