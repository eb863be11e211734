"""The customer list: which files, in which order, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from customers.listing import CUSTOMERS, ME
from customers.models import Customer, CustomerRow, Status
from lists.finding import Found, count, find, similar, words_of
from lists.state import ListState
from timecount.extensions import Hit

ROW = (
    "contact_id", "number", "name", "kind", "photo", "status", "access", "industry", "updated_at",
    "responsible_name", "postcode", "city", "phone", "email",
    "person_id", "person_name", "person_phone", "person_email",
)  # fmt: skip


@dataclass(frozen=True)
class CustomerPage:
    rows: Sequence[Any]
    found: Found
    # Nothing holds these words; these are the most similar ones.
    by_similarity: bool = False


def candidates(user: User, state: ListState) -> QuerySet[Any]:
    """What the person may see, narrowed by the filters; put-away customers only where asked for."""
    queryset: QuerySet[Any] = visible(user, Action.VIEW_CUSTOMER, Customer.objects.all())
    for filter_ in state.list_of.filters:
        if values := state.values(filter_.key):
            queryset = filter_.narrow(queryset, user, values)
    return queryset if state.values("status") else queryset.filter(status__in=IN_USE)


IN_USE = [Status.LEAD, Status.ACTIVE, Status.BLOCKED]


def customer_page(user: User, state: ListState) -> CustomerPage:
    words = words_of(state.q)
    queryset = candidates(user, state)
    found = find(state.list_of, queryset, words=words, sort=state.sort, place=state.place)
    if not found.keys and words and (keys := similar(state.list_of, queryset, words=words)):
        return CustomerPage(rows(keys), Found(keys, len(keys), None, None), by_similarity=True)
    return CustomerPage(rows(found.keys), found)


def rows(keys: Sequence[int]) -> list[Any]:
    """The rows with these keys, in their order; whoever asks has checked that they may be seen."""
    found = CustomerRow.objects.filter(pk__in=keys).values_list(*ROW, named=True) if keys else []
    by_key = {row.contact_id: row for row in found}
    return [by_key[key] for key in keys if key in by_key]


def chip_counts(user: User, state: ListState) -> dict[tuple[str, str], int]:
    """How many customers every chip would leave: exactly what one gets by clicking it."""
    words = words_of(state.q)
    chips = [("status", value) for value in Status.values] + [("responsible", ME)]
    return {
        (key, value): count(state.list_of, candidates(user, state.only(key, value)), words=words)
        for key, value in chips
    }


def search_hits(user: User, text: str, limit: int) -> list[Hit]:
    """Customers for the global search, those in use first come first by name."""
    words = words_of(text)
    queryset: QuerySet[Any] = visible(user, Action.VIEW_CUSTOMER, Customer.objects.all())
    found = find(CUSTOMERS, queryset, words=words, sort=CUSTOMERS.sorts[0], size=limit)
    keys = found.keys or similar(CUSTOMERS, queryset, words=words, limit=limit)
    return [
        Hit(
            row.name,
            " · ".join(filter(None, [row.number, row.city])),
            reverse("customers:file", args=[row.contact_id]),
        )
        for row in rows(keys)
    ]
