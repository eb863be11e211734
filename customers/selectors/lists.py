"""The customer list: which files, in which order, and how many."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q
from django.urls import reverse

from accounts.access import seen
from accounts.actions import Action
from accounts.models import User
from accounts.ways import Seen
from customers.listing import CUSTOMERS, ME, as_seen_by
from customers.models import Customer, Status
from customers.numbering import numbers_meant
from lists.finding import Count, Found, count, count_each, find, tally
from lists.ranking import best_first
from lists.state import ListState
from lists.words import words_of
from timecount.extensions import Hit


def candidates(user: User, state: ListState) -> Seen:
    """What the person may see, narrowed by the filters; put-away customers only where asked for."""
    in_use = Q() if state.values("status") else Q(status__in=IN_USE)
    return seen(user, Action.VIEW_CUSTOMER, Customer).where(state.conditions(user), in_use)


IN_USE = [Status.LEAD, Status.ACTIVE, Status.BLOCKED]


def customer_page(user: User, state: ListState) -> Found:
    words = words_of(state.q)
    found = find(state.list_of, candidates(user, state), words=words, sort=state.sort, place=state.place)
    return replace(found, rows=as_seen_by(user, found.rows))


def chip_counts(user: User, state: ListState) -> dict[tuple[str, str], Count]:
    """How many customers every chip would leave."""
    words = words_of(state.q)
    mine = count(state.list_of, candidates(user, state.only("responsible", ME)), words=words)
    return {("responsible", ME): mine} | {
        ("status", value): hits for value, hits in _status_counts(user, state, words).items()
    }


def _status_counts(user: User, state: ListState, words: Sequence[str]) -> dict[str, Count]:
    every_status = candidates(user, state.only("status", *Status.values))
    if not words:  # the index by status answers each of them
        return count_each(state.list_of, every_status, words=(), column="status", values=Status.values)
    found = tally(state.list_of, every_status, words=words, column="status")
    nothing = Count(0, exact=all(hits.exact for hits in found.values()))
    return {value: found.get(value, nothing) for value in Status.values}


def search_hits(user: User, text: str, limit: int) -> list[Hit]:
    """Customers for the global search: the one with this number, names that begin so, then the others."""
    every = seen(user, Action.VIEW_CUSTOMER, Customer)
    numbers = numbers_meant(text.replace("\0", " ").strip()) if any(map(str.isdigit, text)) else []
    exactly = every.where(Q(number__in=numbers)) if numbers else None
    found = best_first(CUSTOMERS, every, text=text, size=limit, exactly=exactly)
    return [
        Hit(
            row.name,
            " · ".join(filter(None, [row.number, row.city])),
            reverse("customers:file", args=[row.contact_id]),
            row.phone or row.person_phone or "",
            row.email or row.person_email or "",
        )
        for row in as_seen_by(user, found)
    ]
