"""Who is told of what: only who may see it, nobody of their own doing, nobody twice (`key`)."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.access import may
from accounts.actions import Action
from accounts.history import writing
from accounts.models import Team, User
from todos.mail_choices import choices_for
from todos.models import Entry, News, Notification


def notify(
    *, kind: str, key: str, to: Iterable[int], by: User | None, entry: Entry | None = None, news: News | None = None
) -> None:
    """`to` are principals.  In the transaction of what it tells of."""
    told = [user for user in people(to) if user != by and _sees(user, entry, news)]
    mails = choices_for(kind, told)
    notifications = (
        Notification(user=user, kind=kind, key=key, entry=entry, news=news, by=by, mail=mails[user.pk]) for user in told
    )
    Notification.objects.bulk_create(notifications, ignore_conflicts=True)


def people(principals: Iterable[int]) -> list[User]:
    """The active people themselves, and the members of the teams, with their rights."""
    keys = set(principals)
    members = User.groups.through.objects.filter(group_id__in=[-key for key in keys if key < 0])
    everybody = [*(key for key in keys if key > 0), *members.values_list("user_id", flat=True)]
    return list(User.objects.with_rights().filter(pk__in=everybody, is_active=True).order_by("name", "pk"))


def _sees(user: User, entry: Entry | None, news: News | None) -> bool:
    if news is not None:
        return may(user, Action.VIEW_TODO) and may(user, Action.VIEW_CUSTOMER, news.customer)
    return may(user, Action.VIEW_TODO, entry)


def principal(whom: User | Team) -> int:
    return whom.pk if isinstance(whom, User) else -whom.pk


def mark_seen(*, keys: Iterable[int], by: User) -> None:
    """Of one's own only."""
    with writing(by):
        Notification.objects.filter(pk__in=list(keys), user=by, seen_at=None).update(seen_at=timezone.now())


def mark_all_seen(*, by: User) -> None:
    with writing(by):
        Notification.objects.filter(user=by, seen_at=None).update(seen_at=timezone.now())


def mark_entry_seen(*, entry: Entry, by: User) -> None:
    """Whoever opens it has read what it was about."""
    with writing(by):
        Notification.objects.filter(entry=entry, user=by, seen_at=None).update(seen_at=timezone.now())
