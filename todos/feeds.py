"""Calendars for other programs: secret addresses, and what stands behind them.

Whoever knows the address reads the calendar, without signing in: so it is long, kept as a hash only, shown once, and
can be revoked.  What it shows is decided anew each time, by what the person may see at that moment.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from timecount.addresses import absolute
from timecount.errors import Refused
from todos.ical import FeedItem, feed
from todos.models import Entry, Feed
from todos.selectors.calendar import all_due
from todos.sentences import repeats_in_words
from todos.text import summary

MOST = 10


class TooMany(Refused):
    """Some are forgotten ones."""


def create(*, by: User) -> str:
    """The address, which nobody can be told again."""
    with writing(by):
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if current(by).count() >= MOST:
            raise TooMany(
                _("There are %(count)d addresses already. Please revoke one that you no longer use.") % {"count": MOST}
            )
        secret = secrets.token_urlsafe(32)
        Feed.objects.create(user=by, secret_hash=_hash(secret))
    return absolute(reverse("todos:feed", args=[secret]))


def revoke(*, feed: Feed, by: User, again: bool = False) -> None:
    """`again`: it was a slip, the address goes on."""
    with writing(by):
        Feed.objects.filter(pk=feed.pk).update(revoked_at=None if again else timezone.now())


def current(user: User) -> QuerySet[Feed]:
    return Feed.objects.filter(user=user, revoked_at=None)


def made_by(user: User, pk: int) -> Feed | None:
    """Revoked ones, too."""
    return Feed.objects.filter(user=user, pk=pk).first()


def owner(secret: str) -> User | None:
    """Whose calendar that is, as the next request would load them; nobody who may not see to-dos any more."""
    found = Feed.objects.filter(secret_hash=_hash(secret), revoked_at=None).values("user")
    user: User | None = User.objects.with_rights().filter(pk__in=found, is_active=True).first()
    return user if user is not None and may(user, Action.VIEW_TODO) else None


def items(user: User) -> Sequence[FeedItem]:
    return [_item(entry, entry.due_on) for entry in all_due(user) if entry.due_on]


def etag(user: User, shown: Sequence[FeedItem]) -> str:
    """Told before the text is made, which costs most."""
    return f'"{sha256(repr((user.name, user.language, shown)).encode()).hexdigest()}"'


def text(user: User, shown: Sequence[FeedItem]) -> bytes:
    with translation.override(user.language):
        return feed(_("To-dos of %(name)s") % {"name": user}, shown, language=user.language)


def _item(entry: Entry, due_on: date) -> FeedItem:
    about = [str(entry.customer)] if entry.customer else []
    end = repeats_in_words(entry) if entry.ends_on else ""
    return FeedItem(
        uid=f"todo-{entry.pk}@{urlsplit(settings.BASE_URL).hostname}",
        title=" · ".join([entry.title, *about]),
        description="\n".join(filter(None, [summary(entry.text, 500), end])),
        url=absolute(reverse("todos:entry", args=[entry.pk])),
        due_on=due_on,
        due_at_time=entry.due_at_time,
        priority=entry.priority,
        changed_at=entry.updated_at,
    )


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
