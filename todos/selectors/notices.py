"""What somebody was told, as far as they may still see what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import may, visible
from accounts.actions import Action
from accounts.composing import ask
from accounts.models import User
from timecount import addresses
from todos.models import Notification
from todos.notice_words import RELATED

PAGE = 50
IN_POPOVER = 8
# So many are counted; of more, "99+" is said.
COUNTED = 100


@dataclass(frozen=True)
class Page:
    """By day, the newest first; `older` is the key to begin the next page before."""

    days: Sequence[tuple[date, Sequence[Notification]]]
    older: int | None


def unseen(user: User | AnonymousUser) -> Sequence[int]:
    """Keys of what is new, the newest first, at most `COUNTED`.  Asked once for a page, and by every open page
    again and again."""
    if not isinstance(user, User) or not may(user, Action.VIEW_TODO):
        return ()
    asked: Sequence[int] | None = user.__dict__.get("unseen_notices")
    if asked is None:
        asked = user.__dict__["unseen_notices"] = [key for (key,) in ask(unseen_keys, user)]
    return asked


def unseen_keys(user: User) -> "QuerySet[Notification, Any]":
    newest = told(user).filter(seen_at=None).order_by("-created_at", "-id")
    return newest.values_list("pk")[:COUNTED]


def state(keys: Sequence[int]) -> str:
    """Changes whenever the number or the newest of them does."""
    return f"{len(keys)}-{keys[0] if keys else 0}"


def arrived_since(user: User, known: str, *, kind: str, limit: int) -> Sequence[Notification]:
    """Of one kind, what is newer than a state, the oldest first."""
    newest = addresses.record_key(known.partition("-")[2])
    if newest is None:
        return []
    new = [key for key in unseen(user) if key > newest]
    found = whole(told(user).filter(pk__in=new, kind=kind)).order_by("-id")[:limit] if new else []
    return list(found)[::-1]


def told(user: User) -> "QuerySet[Notification]":
    mine = Notification.objects.filter(Q(entry=None) | Q(entry__deleted_at=None), user=user)
    return visible(user, Action.VIEW_TODO, mine)


def notice(user: User, key: int) -> Notification | None:
    return whole(told(user).filter(pk=key)).first()


def notices(user: User, *, limit: int, before: int | None = None) -> Page:
    found = whole(told(user)).order_by("-created_at", "-id")
    if before:
        mark = Notification.objects.filter(pk=before, user=user).values_list("created_at", "id").first()
        older = Q(created_at__lt=mark[0]) | Q(created_at=mark[0], id__lt=mark[1]) if mark else Q(pk=None)
        found = found.filter(older)
    shown = list(found[: limit + 1])
    days: dict[date, list[Notification]] = {}
    for one in shown[:limit]:
        days.setdefault(_day(one.created_at), []).append(one)
    return Page(list(days.items()), shown[limit - 1].pk if len(shown) > limit else None)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def whole(found: "QuerySet[Notification]") -> "QuerySet[Notification]":
    return found.select_related(*RELATED).fetch_mode(models.FETCH_RAISE)
