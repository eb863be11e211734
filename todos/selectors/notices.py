"""What somebody was told, as far as they may still see what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import may, visible
from accounts.actions import Action, Level, Module
from accounts.models import User
from timecount import addresses
from todos.models import Notification
from todos.notice_words import RELATED

PAGE = 50
IN_POPOVER = 8
# So many are counted; of more, "99+" is said.
COUNTED = 100
_STAND_IN = 1_500_000_000


@dataclass(frozen=True)
class Page:
    """By day, the newest first; `older` is the key to begin the next page before."""

    days: Sequence[tuple[date, Sequence[Notification]]]
    older: int | None


def unseen(user: User | AnonymousUser) -> Sequence[int]:
    """Keys of what is new, the newest first, at most `COUNTED`.  Asked once for a page, and by every open page
    again and again: so the statement of `visible` is composed once for all whose rights have the same shape."""
    if not isinstance(user, User) or not may(user, Action.VIEW_TODO):
        return ()
    asked: Sequence[int] | None = user.__dict__.get("unseen_notices")
    if asked is None:
        with connection.cursor() as cursor:
            cursor.execute(*unseen_statement(user))
            asked = user.__dict__["unseen_notices"] = [row[0] for row in cursor.fetchall()]
    return asked


def unseen_statement(user: User) -> tuple[str, list[Any]]:
    are_people = tuple(key > 0 for key in user.principals)
    rights = tuple(user.rights.items())
    statement, params = _unseen(is_superuser=user.is_superuser, rights=rights, are_people=are_people)
    return statement, [_filled_in(param, user.principals) for param in params]


@lru_cache(maxsize=500)
def _unseen(
    *, is_superuser: bool, rights: tuple[tuple[Module, Level], ...], are_people: tuple[bool, ...]
) -> tuple[str, tuple[Any, ...]]:
    """As somebody asks whose principals are stand-ins for those of anybody."""
    anybody = User(pk=_STAND_IN, is_superuser=is_superuser)
    principals = tuple(_STAND_IN + n if person else -_STAND_IN - n for n, person in enumerate(are_people))
    anybody.__dict__ |= {"rights": dict(rights), "principals": principals, "own_principals": principals}
    newest = told(anybody).filter(seen_at=None).order_by("-created_at", "-id").values_list("pk", flat=True)
    statement, params = newest[:COUNTED].query.sql_with_params()
    return str(statement), tuple(params)


def _filled_in(param: Any, principals: Sequence[int]) -> Any:
    """A principal where a stand-in stood: the key of a person, that of a team, or minus that of a team."""
    if not isinstance(param, int) or abs(param) < _STAND_IN:
        return param
    key = abs(principals[abs(param) - _STAND_IN])
    return type(param)(key if param > 0 else -key)  # of the database's own kinds of numbers


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
