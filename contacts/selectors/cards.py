"""Contacts as they leave the house on vCards: a fixed number of statements, however many there are."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Assignment, Contact, Kind
from contacts.rows import ROW_MODELS, ROWS, Row
from contacts.vcards import Card
from timecount.days import Today

NAMES = ("kind", "name", "title", "first_name", "last_name", "position", "birthday", "updated_at")


class Work(NamedTuple):
    """Where somebody works, and as what."""

    organisation: str
    position: str


def cards(user: User, keys: Collection[int]) -> list[Card]:
    """Of those that the reader may see, in the order of the address book, each with the main workplace."""
    known = visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk__in=keys))
    return cards_of(known, _main_work(user, keys))


def cards_of(contacts: QuerySet[Contact], work: Mapping[int, Work]) -> list[Card]:
    """`contacts` have been opened by the gate; `work` says at which organisation their cards show them."""
    found = list(contacts.order_by("sort_key", "id").values("id", *NAMES))
    rows = _rows([contact["id"] for contact in found])
    return [_card(contact, rows[contact["id"]], work.get(contact["id"])) for contact in found]


def _card(contact: dict[str, Any], rows: dict[str, list[Any]], work: Work | None) -> Card:
    is_organisation = contact["kind"] == Kind.ORGANISATION
    return Card(
        uid=uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}/contacts/{contact['id']}/").urn,
        changed=contact["updated_at"],
        is_organisation=is_organisation,
        name=contact["name"],
        title=contact["title"],
        first_name=contact["first_name"],
        last_name=contact["last_name"],
        organisation=contact["name"] if is_organisation else work.organisation if work else "",
        position=(work.position if work else "") or contact["position"],
        birthday=contact["birthday"],
        **rows,
    )


def _rows(keys: list[int]) -> defaultdict[int, dict[str, list[Any]]]:
    """Addresses, telephones, e-mails and websites by contact, the main ones first."""
    found: defaultdict[int, dict[str, list[Row]]] = defaultdict(lambda: {kind: [] for kind in ROWS})
    for kind, model in ROW_MODELS.items():
        names = [field.name for field in fields(ROWS[kind])]
        ordered = model.objects.filter(contact__in=keys).order_by("contact", "-is_main", "id")
        for row in ordered.values("contact_id", *names):
            found[row.pop("contact_id")][kind].append(ROWS[kind](**row))
    return found


def _main_work(user: User, people: Collection[int]) -> dict[int, Work]:
    """One place each that the reader may see and that has not ended: the main one, then the latest, before others."""
    known = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    places = (
        Assignment.objects.filter(Q(valid_until=None) | Q(valid_until__gte=Today()))
        .filter(person__in=people, organisation__in=known)
        .order_by("is_main", "id")
        .values_list("person_id", "organisation__name", "position")
    )
    return {person: Work(organisation, position) for person, organisation, position in places}
