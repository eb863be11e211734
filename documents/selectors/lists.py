"""The list of documents: which, in which order, how many, and where in them the words stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from accounts.access import seen
from accounts.actions import Action
from accounts.models import User
from accounts.ways import Seen
from customers.models import Customer
from documents.listing import DOCUMENTS
from documents.models import Document, DocumentType
from documents.selectors.passages import Passage, passages
from lists.finding import Count, Found, count_each, find, tally
from lists.ranking import best_first
from lists.state import ListState
from lists.words import words_of
from timecount.extensions import Hit


@dataclass(frozen=True)
class DocumentPage:
    """`passages` by the keys of the documents, where words were asked for."""

    found: Found
    passages: Mapping[int, Passage]


def candidates(user: User, state: ListState, customer: Customer | None = None) -> Seen:
    """With `customer` in their file only."""
    within = Q(customer=customer.pk) if customer else Q()
    return seen(user, Action.VIEW_DOCUMENT, Document).where(within, state.conditions(user))


def document_page(user: User, state: ListState, customer: Customer | None = None) -> DocumentPage:
    words = words_of(state.q)
    every = candidates(user, state, customer)
    found = find(state.list_of, every, words=words, sort=state.sort, place=state.place)
    said = {} if found.by_similarity or state.view == "table" else passages(words, found.rows)
    return DocumentPage(found, said)


def chip_counts(user: User, state: ListState, customer: Customer | None = None) -> dict[tuple[str, str], Count]:
    """How many documents every chip would leave."""
    words = words_of(state.q)
    types = list(DocumentType.objects.values_list("pk", flat=True))
    every_type = candidates(user, state.only("type", *map(str, types)), customer)
    if words:
        found: Mapping[Any, Count] = tally(state.list_of, every_type, words=words, column="type")
    else:  # the index by type answers each of them
        found = count_each(state.list_of, every_type, words=(), column="type", values=types)
    nothing = Count(0, exact=all(hits.exact for hits in found.values()))
    return {("type", str(key)): found.get(key, nothing) for key in types}


def search_hits(user: User, text: str, limit: int) -> list[Hit]:
    """Documents for the global search: titles that begin with the text, then whatever holds its words."""
    rows = best_first(DOCUMENTS, seen(user, Action.VIEW_DOCUMENT, Document), text=text, size=limit)
    said = passages(words_of(text), rows)
    return [_hit(row, said.get(row.id)) for row in rows]


def _hit(row: Any, said: Passage | None) -> Hit:
    address = reverse("documents:document", args=[row.id])
    if said is None:
        return Hit(row.title, DOCUMENTS.tells(row), address)
    page = Markup("{}: {}").format(_("Page %(number)s") % {"number": said.page}, said.text)
    return Hit(row.title, DOCUMENTS.tells(row), f"{address}?page={said.page}", passage=page)
