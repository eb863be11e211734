"""The files of a batch: locked, read and written together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from accounts.models import User
from customers.models import Customer, Status
from timecount.jinja import number


def locked(keys: Sequence[int]) -> QuerySet[Customer]:
    """In the order in which everybody locks them."""
    return Customer.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")


def alike(states: Mapping[int, Any]) -> Iterator[tuple[Any, list[int]]]:
    """Each state, and the files that are to have it: one statement for all of them."""
    distinct: list[Any] = []
    for state in states.values():
        if state not in distinct:
            distinct.append(state)
    for state in distinct:
        yield state, [key for key, wanted in states.items() if wanted == state]


def blocked(selected: QuerySet[Any], user: User) -> Sequence[str]:
    count = selected.filter(status=Status.BLOCKED).count()
    return (
        [ngettext("%(count)s is blocked", "%(count)s are blocked", count) % {"count": number(count)}] if count else []
    )
