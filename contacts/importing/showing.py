"""What is known of contacts that the file may mean, for those who may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Assignment, Contact
from timecount.extensions import Label
from timecount.jinja import phone

Facts = Sequence[tuple[Label, str]]


def shown(user: User | None, keys: Collection[int]) -> Mapping[int, Facts]:
    all_contacts = Contact.objects.all()
    seen: Any = visible(user, Action.VIEW_CONTACT, all_contacts) if user else all_contacts
    # Also of a workplace, only what may be seen.
    places = Assignment.objects.filter(valid_until=None, organisation__in=seen).select_related("organisation")
    found = seen.filter(pk__in=keys).prefetch_related(
        "addresses", "phones", "emails", "websites", Prefetch("assignments", places)
    )
    return {contact.pk: facts(contact, places=True) for contact in found}


def facts(contact: Contact, *, places: bool = False) -> list[tuple[Label, str]]:
    rows: Any = contact
    every: list[tuple[Label, str]] = [
        (
            _("Name"),
            " ".join(
                filter(
                    None, [contact.get_salutation_display() if contact.salutation else "", contact.title, contact.name]
                )
            ),
        ),
        (_("Position"), contact.position),
        (_("Company"), _joined(_place(place) for place in rows.assignments.all()) if places else ""),
        (_("Telephone"), _joined(phone(row.number) for row in rows.phones.all())),
        (_("E-mail"), _joined(row.address for row in rows.emails.all())),
        (_("Address"), _joined(str(row) for row in rows.addresses.all())),
        (_("Website"), _joined(row.url for row in rows.websites.all())),
    ]
    return [(label, text) for label, text in every if text]


def _place(place: Assignment) -> str:
    return ", ".join(filter(None, [place.organisation.name, place.position]))


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(texts)
