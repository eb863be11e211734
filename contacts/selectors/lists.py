"""The list of the address book: which contacts, in which order, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import seen
from accounts.actions import Action
from accounts.models import User
from accounts.ways import Seen
from contacts.listing import CONTACTS
from contacts.models import Contact, ContactRow, Kind
from contacts.workplaces import workplaces, workplaces_of_rows
from lists.finding import Count, Found, count_each, find
from lists.ranking import best_first
from lists.state import ListState
from lists.words import words_of
from timecount.extensions import Hit


@dataclass(frozen=True)
class ListPage:
    found: Found
    # Where the people on the page work: one place each that the reader may see, by id (id and name).  A table has
    # a column for it.
    workplaces: dict[int, tuple[int, str]]


def candidates(user: User, state: ListState) -> Seen:
    return seen(user, Action.VIEW_CONTACT, Contact).where(state.conditions(user))


def contact_list(user: User, state: ListState) -> ListPage:
    words = words_of(state.q)
    found = find(state.list_of, candidates(user, state), words=words, sort=state.sort, place=state.place)
    places = {} if state.view == "table" else workplaces_of_rows(user, found.rows)
    return ListPage(found, places)


def rows(keys: Sequence[int]) -> list[ContactRow]:
    """The rows with these keys, in their order; whoever asks has checked that they may be seen."""
    by_key = ContactRow.objects.in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def chip_counts(user: User, state: ListState) -> dict[tuple[str, str], Count]:
    """How many contacts every chip would leave: exactly what one gets by clicking it."""
    every_kind = candidates(user, state.only("kind", *Kind.values))
    found = count_each(state.list_of, every_kind, words=words_of(state.q), column="kind", values=Kind.values)
    return {("kind", kind): hits for kind, hits in found.items()}


def search_hits(user: User, text: str, limit: int) -> list[Hit]:
    """Contacts for the global search: names that begin with the text, then the others."""
    found = best_first(CONTACTS, seen(user, Action.VIEW_CONTACT, Contact), text=text, size=limit)
    places = workplaces(user, [row.id for row in found if row.kind == Kind.PERSON])
    return [
        Hit(
            row.name,
            _detail(row, places.get(row.id)),
            reverse("contacts:contact", args=[row.id]),
            row.phone or "",
            row.email or "",
        )
        for row in found
    ]


def _detail(row: Any, place: tuple[int, str] | None) -> str:
    if row.kind == Kind.ORGANISATION:
        return " · ".join(filter(None, [_("organisation"), row.city]))
    return " · ".join(filter(None, [row.position, place[1] if place else row.city]))
