"""Who could become a contact person of a file, and what brings a removed one back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Q

from accounts.access import seen, visible
from accounts.actions import Action
from accounts.models import User
from contacts.duplicates import Duplicate, Typed, likely
from contacts.listing import CONTACTS
from contacts.models import Assignment, Contact, Kind
from contacts.services import RemovedAssignment
from customers.models import Customer
from lists.finding import find
from lists.words import words_of

FOUND_LIMIT = 10
SALT = "customers.removed-person"


def person(user: User, pk: int) -> Contact | None:
    return visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk=pk, kind=Kind.PERSON)).first()


def people_like(user: User, customer: Customer, text: str) -> Sequence[Any]:
    """People of the address book who are no contact persons here."""
    words = words_of(text)
    if not words:
        return []
    here = Assignment.objects.filter(organisation_id=customer.pk, valid_until=None)
    people = Q(kind=Kind.PERSON) & ~Q(pk__in=here.values("person_id"))
    known = seen(user, Action.VIEW_CONTACT, Contact).where(people)
    return find(CONTACTS, known, words=words, sort=CONTACTS.sorts[0], size=FOUND_LIMIT).rows


def likely_people(user: User, typed: Mapping[str, Any]) -> list[Duplicate]:
    """People of the address book who could be the one that somebody is typing."""
    name = f"{typed.get('last_name') or ''} {typed.get('first_name') or ''}".strip()
    emails, phones = [typed.get("email") or ""], [typed.get("phone") or ""]
    found = likely(user, Typed(kind=Kind.PERSON, name=name, emails=emails, phones=phones))
    return [duplicate for duplicate in found if duplicate.kind == Kind.PERSON]


def main_assignment(customer: Customer) -> Assignment | None:
    return Assignment.objects.filter(organisation_id=customer.pk, is_main=True).first()


def seal_removed(removed: RemovedAssignment) -> str:
    """For the undo button: signed, so that nobody brings back what never was."""
    days = {name: day and day.isoformat() for name, day in _days(asdict(removed)).items()}
    return signing.dumps({**asdict(removed), **days}, salt=SALT)


def unseal_removed(customer: Customer, sealed: str) -> RemovedAssignment | None:
    """What was removed from this file."""
    try:
        values = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return None
    if values["organisation_id"] != customer.pk:
        return None
    days = {name: date.fromisoformat(day) if day else None for name, day in _days(values).items()}
    return RemovedAssignment(**{**values, **days, "roles": tuple(values["roles"])})


def _days(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("valid_from", "valid_until")}
