"""What somebody who leaves has to do becomes somebody else's: after the files, so that the other one sees them."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.access import visible
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from todos.models import Entry, NoticeKind, Reminder
from todos.notifying import notify


def url(user: User) -> str:
    return reverse("admin:accounts_user_hand_over", args=[user.pk])


def count_todos(user: User) -> int:
    return _todos(user).count()


def count_reminders(user: User) -> int:
    return _reminders(user).count()


def todos(*, of: User, to: User, by: User) -> None:
    """What the other one cannot see is nobody's: it stands open in the stream of its customer."""
    to = User.objects.with_rights().get(pk=to.pk)
    with writing(by, handed_over=of.pk):
        own = _todos(of).filter(customer=None)
        there = visible(to, Action.VIEW_TODO, _todos(of).exclude(customer=None))
        keys = [*own.values_list("pk", flat=True), *there.values_list("pk", flat=True)]
        Entry.objects.filter(pk__in=keys).update(assignee=to)
        _todos(of).update(assignee=None)
        if keys:
            first = Entry.objects.get(pk=min(keys))
            notify(kind=NoticeKind.ASSIGNED, key=f"handed_over:{of.pk}:{first.pk}", to=[to.pk], by=by, entry=first)


def reminders(*, of: User, to: User, by: User) -> None:
    to = User.objects.with_rights().get(pk=to.pk)
    with writing(by, handed_over=of.pk):
        seen = visible(to, Action.VIEW_TODO, Entry.objects.all())
        theirs = [
            Reminder(entry_id=entry, user=to, at=at)
            for entry, at in _reminders(of).filter(entry__in=seen).values_list("entry_id", "at")
        ]
        Reminder.objects.bulk_create(theirs, ignore_conflicts=True)
        _reminders(of).delete()


def _todos(user: User) -> "QuerySet[Entry]":
    found: QuerySet[Entry] = Entry.objects.open().filter(assignee=user)
    return found


def _reminders(user: User) -> "QuerySet[Reminder]":
    return Reminder.objects.filter(user=user, sent_at=None)
