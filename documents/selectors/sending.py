"""To whom a document may be sent, and how its versions have left the house."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Contact
from customers.models import Customer
from customers.selectors.file import people, ways_to
from documents.models import Dispatch, Document, MailTemplate, ShareLink

# The page of a document shows so many of each.
MOST = 20


@dataclass(frozen=True)
class Recipient:
    """An address that is known, whose it is, and the person, if it is one's own."""

    address: str
    name: str
    person: Contact | None


def recipients(user: User, customer: Customer, *, today: date) -> list[Recipient]:
    """The contact persons of the customer, the main one first, and the addresses of the customer itself."""
    if not may(user, Action.VIEW_CONTACT):
        return []
    current, _ended = people(user, customer, today=today)
    found = [
        Recipient(way.text, person.assignment.person.name, person.assignment.person)
        for person in current
        for way in person.ways.emails
    ]
    contact = customer.contact
    own = contact if not contact.organisation_name else None
    found += [Recipient(way.text, contact.name, own) for way in ways_to([contact.pk])[contact.pk].emails]
    return list({recipient.address.lower(): recipient for recipient in reversed(found)}.values())[::-1]


def written_to(known: Iterable[Recipient], addresses: Iterable[str]) -> Contact | None:
    """The one person behind the addresses; nobody, where it is more than one, or anybody else."""
    by_address = {recipient.address.lower(): recipient.person for recipient in known}
    behind = [by_address.get(address.lower()) for address in addresses]
    return behind[0] if behind and len({person and person.pk for person in behind}) == 1 else None


def templates() -> list[MailTemplate]:
    return list(MailTemplate.objects.filter(is_active=True))


def chosen(offered: Sequence[MailTemplate], key: int | None) -> MailTemplate | None:
    """The one with this key, or the first."""
    return next((one for one in offered if one.pk == key), next(iter(offered), None))


def beginning(document: Document, known: Iterable[Recipient], template: MailTemplate | None) -> dict[str, Any]:
    """What the form begins with: to the contact person of the document, or the main one of the customer."""
    of_document = [one for one in known if one.person and one.person.pk == document.contact_id]
    to = [one.address for one in [*of_document, *known][:1]]
    return {"to": to, "subject": template.subject, "text": template.text} if template else {"to": to}


def dispatches(user: User, document: Document) -> list[Dispatch]:
    found = visible(user, Action.VIEW_DOCUMENT, Dispatch.objects.filter(version__document=document))
    return list(found.select_related("version", "by")[:MOST])


def share_links(user: User, document: Document) -> list[ShareLink]:
    found = visible(user, Action.VIEW_DOCUMENT, ShareLink.objects.filter(version__document=document))
    return list(found.select_related("version", "created_by")[:MOST])
