"""What a customer file shows.  Everything is fetched from a file that the gate has opened."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from contacts import telephones
from contacts.models import Address, Assignment, Contact, Email, EmailLabel, PersonRole, Phone, PhoneLabel, Website
from customers.models import Customer
from timecount.extensions import Label
from timecount.jinja import phone

PLACE = ("organisation_id", "roles", "position", "is_main", "valid_from", "valid_until")
PERSON = (
    *("kind", "name", "position", "photo"),
    *("organisation_name", "salutation", "title", "first_name", "last_name"),  # for letters
    *("customer__access", "customer__responsible_id"),
)


@dataclass(frozen=True)
class Way:
    """A telephone, an e-mail or a website: as one reads it, and where a click leads (maybe nowhere)."""

    label: str
    text: str
    href: str


@dataclass
class Ways:
    """How to reach one contact, the main ones first."""

    phones: list[Way] = field(default_factory=list)
    emails: list[Way] = field(default_factory=list)
    websites: list[Way] = field(default_factory=list)

    @property
    def known(self) -> bool:
        return bool(self.phones or self.emails or self.websites)


@dataclass(frozen=True)
class Person:
    """A contact person: the assignment, and how to reach the person."""

    assignment: Assignment
    ways: Ways

    @property
    def does(self) -> str:
        return does(self.assignment.roles, self.assignment.position or self.assignment.person.position)


def does(roles: Iterable[str], position: str) -> str:
    """Roles and position in a phrase."""
    labels = dict(PersonRole.choices)
    return ", ".join(filter(None, [*(str(labels.get(role, role)) for role in roles), position]))


# In the order of the models' own columns, as `from_db` wants them.
_OF_CONTACT = (
    *("id", "kind", "organisation_name", "salutation", "title", "first_name", "last_name"),
    *("notes", "photo", "name"),
)
_OF_USER = ("id", "email", "name")
_HEAD = f"""
SELECT {", ".join(f"c.{name}" for name in _OF_CONTACT)}, {", ".join(f"u.{name}" for name in _OF_USER)}
FROM contacts_contact c LEFT JOIN accounts_user u ON u.id = %s WHERE c.id = %s
"""


def file(customer: Customer) -> Customer:
    """The opened file with as much of its contact and of the responsible person as its head shows."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [customer.responsible_id, customer.pk])
        row = cursor.fetchone()
    contact, user = row[: len(_OF_CONTACT)], row[len(_OF_CONTACT) :]
    customer.contact = Contact.from_db("default", _OF_CONTACT, contact, fetch_mode=models.FETCH_RAISE)
    customer.responsible = User.from_db("default", _OF_USER, user, fetch_mode=models.FETCH_RAISE) if user[0] else None
    return customer


def whole_file(customer: Customer) -> Customer:
    """The file as it is now with its contact, the responsible person and the parent company."""
    related = Customer.objects.select_related("contact", "responsible", "parent__contact")
    return related.fetch_mode(models.FETCH_RAISE).get(pk=customer.pk)


def assignments(user: User, customer: Customer) -> list[Assignment]:
    """The contact persons that the reader may see, the main one first.

    Whoever works at an open file is seen, unless the person is a customer with a closed file of their own:
    that is asked of the few rows, not of the database.
    """
    found = (
        Assignment.objects.filter(organisation_id=customer.pk)
        .select_related("person__customer")
        .order_by("-is_main", "person__sort_key", "id")
        .only(
            *PLACE,
            *(f"person__{name}" for name in PERSON),
        )
        .fetch_mode(models.FETCH_RAISE)
    )
    return [place for place in found if _person_is_seen(user, place.person)] if may(user, Action.VIEW_CONTACT) else []


def _person_is_seen(user: User, person: Contact) -> bool:
    file: Customer | None = getattr(person, "customer", None)
    return file is None or may(user, Action.VIEW_CUSTOMER, file)


def assignment(user: User, customer: Customer, pk: int) -> Assignment | None:
    """One of them, to be changed."""
    seen = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    here = Assignment.objects.filter(pk=pk, organisation_id=customer.pk, person__in=seen)
    return here.select_related("person", "organisation").first()


def people(user: User, customer: Customer, *, today: date) -> tuple[list[Person], list[Person]]:
    """Those who are there now or soon, and those whose time has ended."""
    everyone = assignments(user, customer)
    ways = ways_to([assignment.person_id for assignment in everyone])
    found = [Person(assignment, ways[assignment.person_id]) for assignment in everyone]
    ended = [person for person in found if (until := person.assignment.valid_until) and until < today]
    return [person for person in found if person not in ended], ended


def main_address(customer: Customer) -> Address | None:
    return Address.objects.filter(contact=customer.pk).order_by("-is_main", "id").first()


# Where each kind keeps its values, and what a click on one does.
WAYS: dict[str, tuple[type[models.Model], str, Callable[[str], tuple[str, str]]]] = {
    "phones": (Phone, "number", lambda value: (phone(value), telephones.link(value))),
    "emails": (Email, "address", lambda value: (value, f"mailto:{value}")),
    "websites": (Website, "url", lambda value: (value.partition("//")[2].rstrip("/"), value)),
}

LABELS: dict[str, dict[str, Label]] = {
    "phones": dict(PhoneLabel.choices),
    "emails": dict(EmailLabel.choices),
    "websites": {},
}
_WAYS = " UNION ALL ".join(
    f"SELECT contact_id, '{kind}', label, {value}, is_main, id FROM {model._meta.db_table}"
    " WHERE contact_id = ANY(%(contacts)s)"
    for kind, (model, value, _shown) in WAYS.items()
)


def ways_to(contacts: Iterable[int]) -> defaultdict[int, Ways]:
    """Telephones, e-mails and websites of several contacts in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WAYS, {"contacts": list(contacts)})
        rows = sorted(cursor.fetchall(), key=_main_first)
    return ways_of(row[:4] for row in rows)


def ways_of(rows: Iterable[tuple[int, str, str, str]]) -> defaultdict[int, Ways]:
    """Rows of contact, kind, label and value, those to be shown first first."""
    found: defaultdict[int, Ways] = defaultdict(Ways)
    for contact, kind, label, value in rows:
        labels, shown = LABELS[kind], WAYS[kind][2]
        getattr(found[contact], kind).append(Way(str(labels.get(label, label)), *shown(value)))
    return found


def _main_first(row: tuple[Any, ...]) -> tuple[bool, int]:
    return not row[4], row[5]
