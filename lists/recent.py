"""Records that somebody keeps at hand, and those that they opened lately: only what they may still see."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.access import may, visible
from accounts.actions import AccessKind
from accounts.models import AccessEvent, User
from lists.declaring import ListOf
from lists.finding import rows_of
from timecount.extensions import Hit, registry

PINNED = "pinned_records"
# Where the access record is looked through: what one person opened last, tabs of one file included.
LOOKED_THROUGH = 200


def pinned_keys(user: User, list_of: ListOf) -> list[int]:
    keys: list[int] = user.preferences.get(PINNED, {}).get(list_of.key, [])
    return keys


def pinned_rows(user: User, list_of: ListOf) -> list[Any]:
    return _still_seen(user, list_of, pinned_keys(user, list_of))


def opened_lately(user: User, list_of: ListOf, *, limit: int) -> list[Any]:
    """The latest first, without those that are pinned."""
    pinned = pinned_keys(user, list_of)
    keys = [key for key in _opened(user).get(list_of.model._meta.label, ()) if key not in pinned]
    return _still_seen(user, list_of, keys[: 2 * limit])[:limit]


def _opened(user: User) -> dict[str, list[int]]:
    """The keys of what they opened, by model; asked for once in a request."""
    known: dict[str, list[int]] | None = user.__dict__.get("_opened_lately")
    if known is None:
        own = AccessEvent.objects.filter(who=user, kind=AccessKind.VIEW, viewed_as=None, object_id__isnull=False)
        latest = own.order_by("-at").values_list("model", "object_id")[:LOOKED_THROUGH]
        known = user.__dict__["_opened_lately"] = {}
        for model, key in dict.fromkeys(latest):
            known.setdefault(model, []).append(int(key or 0))
    return known


def _still_seen(user: User, list_of: ListOf, keys: Sequence[int]) -> list[Any]:
    if not keys or not may(user, list_of.action):
        return []
    open_ones = visible(user, list_of.action, list_of.model._default_manager.filter(pk__in=keys))
    seen = set(open_ones.order_by().values_list("pk", flat=True))
    return list_of.as_seen_by(user, rows_of(list_of, [key for key in keys if key in seen]))


def at_hand(user: User, *, limit: int) -> list[tuple[ListOf, list[Hit], list[Hit]]]:
    """Of every list what is pinned and what was opened lately, as the global search shows it."""
    found = [
        (list_of, pinned_rows(user, list_of)[:limit], opened_lately(user, list_of, limit=limit))
        for list_of in registry.lists.values()
    ]
    return [(list_of, _hits(list_of, pinned), _hits(list_of, opened)) for list_of, pinned, opened in found]


def _hits(list_of: ListOf, rows: Sequence[Any]) -> list[Hit]:
    name = list_of.columns[0].value
    return [Hit(name(row), list_of.tells(row), reverse(list_of.record, args=[list_of.key_of(row)])) for row in rows]
