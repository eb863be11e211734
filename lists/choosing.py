"""Which columns a table shows, and in which order: everybody chooses for themselves, list by list."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from lists.declaring import Column, ListOf

PREFERENCE = "columns"


def default_columns(list_of: ListOf) -> tuple[Column, ...]:
    return tuple(column for column in list_of.columns if column.by_default)


def preferred_keys(user: User, list_of: ListOf) -> Sequence[str]:
    stored: Any = user.preferences.get(PREFERENCE, {}).get(list_of.key, ())
    return stored  # type: ignore[no-any-return]


def preferred_columns(user: User, list_of: ListOf) -> tuple[Column, ...]:
    """Those that the person chose; what the list no longer has is left out."""
    return columns_named(list_of, preferred_keys(user, list_of)) or default_columns(list_of)


def columns_named(list_of: ListOf, keys: Sequence[str]) -> tuple[Column, ...]:
    """In this order behind the one that names the record; empty without a known key."""
    known = [column for key in dict.fromkeys(keys) if (column := list_of.column(key))]
    first = list_of.columns[0]
    return (first, *(column for column in known if column != first)) if known else ()


def read_columns(list_of: ListOf, text: str, ignored: list[str]) -> tuple[Column, ...]:
    """What a URL names; strangers are ignored, and said so."""
    keys = [key for key in text.split(",") if key][: len(list_of.columns)]
    ignored += [key for key in keys if list_of.column(key) is None]
    return columns_named(list_of, keys)


def choice_of(list_of: ListOf, keys: Sequence[str]) -> list[Column]:
    """Every column, in the order of `keys` first: what somebody chooses from."""
    chosen = columns_named(list_of, keys) or list_of.columns[:1]
    return [*chosen, *(column for column in list_of.columns if column not in chosen)]


def moved(keys: Sequence[str], key: str, step: int) -> list[str]:
    """`key` one place up or down; the first stays the first."""
    order = list(keys)
    if key not in order:
        return order
    place = order.index(key)
    order.insert(min(max(place + step, 1), len(order) - 1), order.pop(place))
    return order
