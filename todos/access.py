"""Which entries are open to whom.

An entry of a customer is open to whom the file is open.  One without a customer is open to its author, to whom it is
for, to whoever it names or asks to acknowledge it: as a person, as a member of a team, as a stand-in for one of those
today.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from customers.access import in_open_file
from customers.access import stood_in_for as stood_in_for_in_file
from todos.models import Acknowledgement, Entry, Mention, Notification


def visible_entries(user: User, _action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    me = people(user)
    named = Mention.objects.filter(entry=OuterRef("pk"), principal__in=user.principals)
    asked = Acknowledgement.objects.filter(entry=OuterRef("pk"), user__in=me)
    mine = Q(author__in=me) | Q(assignee__in=me) | Q(team__in=teams(user)) | Exists(named) | Exists(asked)
    return queryset.filter(in_open_file(user, Action.VIEW_CUSTOMER, path="customer") | (Q(customer=None) & mine))


def opens_entry(user: User, _action: Action, entry: Entry) -> bool:
    if entry.customer is not None:
        return may(user, Action.VIEW_CUSTOMER, entry.customer)
    if entry.author_id in user.principals or entry.assignee_id in user.principals or entry.team_id in teams(user):
        return True
    named = Mention.objects.filter(entry=entry.pk, principal__in=user.principals)
    return named.exists() or Acknowledgement.objects.filter(entry=entry.pk, user__in=people(user)).exists()


def visible_notices(user: User, _action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """What one was told, as long as one may see what it is about."""
    entries = visible(user, Action.VIEW_TODO, Entry.objects.filter(pk=OuterRef("entry")))
    return queryset.filter(Exists(entries) | in_open_file(user, Action.VIEW_CUSTOMER, path="news__customer"), user=user)


def opens_notice(user: User, _action: Action, notice: Notification) -> bool:
    if notice.user_id != user.pk:
        return False
    if notice.news is not None:
        return may(user, Action.VIEW_CUSTOMER, notice.news.customer)
    return notice.entry is not None and notice.entry.deleted_at is None and opens_entry(user, _action, notice.entry)


def meant_for(user: User) -> Q:
    """What the person, a team of theirs, or whoever they stand in for has to do."""
    return Q(assignee__in=people(user)) | Q(team__in=teams(user))


def people(user: User) -> list[int]:
    """The person, and for whom they stand in today."""
    return [key for key in user.principals if key > 0]


def teams(user: User) -> list[int]:
    return [-key for key in user.principals if key < 0]


def stood_in_for(user: User, entry: Entry) -> int | None:
    return stood_in_for_in_file(user, entry.customer) if entry.customer else None
