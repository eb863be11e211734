"""Reminders: set with a to-do or by oneself, told at the time, exactly once.

A worker takes what is due with a lock that others pass over, and writes the notices and `sent_at` in one transaction:
whoever is killed has told nobody, and the next one does.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.history import writing
from accounts.models import User
from todos.circle import stand_ins
from todos.models import Entry, NoticeKind, Reminder, Status
from todos.notifying import notify, people
from todos.repeating import reminder_at

AT_ONCE = 100


def remind_before(entry: Entry, before: timedelta | None) -> None:
    """Whoever the entry is for when the time comes; None: nobody.  In the transaction of the change.

    Moves with the due date; what lies behind us is told nobody any more.
    """
    known = Reminder.objects.filter(entry=entry, before__isnull=False).first()
    if before is None or entry.due_on is None:
        if known:
            known.delete()
        return
    at, now = reminder_at(entry.due_on, entry.due_at_time, before), timezone.now()
    if known is None:
        known = Reminder(entry=entry)
    elif (known.before, known.at) == (before, at):
        return
    known.before, known.at, known.sent_at = before, at, None if at > now else now
    known.save()


def before(entry: Entry) -> timedelta | None:
    return entry.reminders.filter(before__isnull=False).values_list("before", flat=True).first()


def remind_me(*, entry: Entry, at: datetime, by: User) -> Reminder:
    """Of any entry, at a time of one's own."""
    with writing(by):
        made, _is_new = Reminder.objects.get_or_create(entry=entry, user=by, at=at)
        return made


def copy(*, of: Entry, to: Entry) -> None:
    """From one of a series to the next."""
    remind_before(to, before(of))


def send_due(*, now: datetime) -> int:
    """Some of those whose time has come; how many."""
    with writing(None):
        due = (
            Reminder.objects.filter(sent_at=None, at__lte=now)
            .select_related("entry__customer")
            .order_by("at", "id")
            .select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
        )
        taken = list(due)
        for reminder in taken:
            _tell(reminder)
        Reminder.objects.filter(pk__in=[reminder.pk for reminder in taken]).update(sent_at=now)
    return len(taken)


def _tell(reminder: Reminder) -> None:
    entry = reminder.entry
    if entry.deleted_at is not None or entry.status in (Status.DONE, Status.DROPPED):
        return
    key = f"reminder:{reminder.pk}:{reminder.at.isoformat()}"
    notify(kind=NoticeKind.REMINDER, key=key, to=with_substitutes(_of(reminder)), by=None, entry=entry)


def _of(reminder: Reminder) -> list[int]:
    entry = reminder.entry
    whom = reminder.user_id or entry.assignee_id or (-entry.team_id if entry.team_id else entry.author_id)
    return [whom] if whom else []


def with_substitutes(principals: Iterable[int]) -> list[int]:
    """The people, and whoever stands in for one of them today."""
    keys = {user.pk for user in people(principals)}
    return [*keys, *stand_ins(keys)]
