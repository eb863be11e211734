"""What a customer file shows.  Everything is fetched from a file that the gate has opened."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import CharField, F, Q, Value

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts import telephones
from contacts.models import Address, Assignment, Contact, Email, PersonRole, Phone, Website
from customers.models import Customer
from timecount.jinja import phone

FAMILY_LIMIT = 30


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


@dataclass(frozen=True)
class Person:
    """A contact person: the assignment, and how to reach the person."""

    assignment: Assignment
    ways: Ways

    @property
    def does(self) -> str:
        """Roles and position in a phrase."""
        labels = dict(PersonRole.choices)
        roles = [str(labels.get(role, role)) for role in self.assignment.roles]
        position = self.assignment.position or self.assignment.person.position
        return ", ".join(filter(None, [*roles, position]))


@dataclass(frozen=True)
class Overview:
    people: list[Person]
    ways: Ways
    address: Address | None
    parent: Any
    subsidiaries: list[Any]

    def facts_known(self, customer: Customer) -> bool:
        """Whether there is anything to show at a glance."""
        facts = (customer.industry, customer.customer_since, customer.vat_id, customer.debtor_account)
        ways = self.ways.phones or self.ways.emails or self.ways.websites
        return bool(self.address or self.parent or customer.invoice_email or ways or any(facts))

    @property
    def main_person(self) -> Person | None:
        return self.people[0] if self.people else None


def file(customer: Customer) -> Customer:
    """The opened file with its contact, the responsible person and the parent company."""
    return (
        Customer.objects.select_related("contact", "responsible", "parent__contact")
        .fetch_mode(models.FETCH_RAISE)
        .get(pk=customer.pk)
    )


def overview(user: User, customer: Customer, *, today: date) -> Overview:
    people = assignments(user, customer).filter(_valid(today))
    shown = list(people)
    ways = ways_to([customer.pk, *(assignment.person_id for assignment in shown)])
    relatives = family(user, customer)
    return Overview(
        people=[Person(assignment, ways[assignment.person_id]) for assignment in shown],
        ways=ways[customer.pk],
        address=Address.objects.filter(contact_id=customer.pk).order_by("-is_main", "id").first(),
        parent=next((row for row in relatives if row.pk == customer.parent_id), None),
        subsidiaries=[row for row in relatives if row.pk != customer.parent_id],
    )


def assignments(user: User, customer: Customer) -> "models.QuerySet[Assignment]":
    """The contact persons that the reader may see, the main one first."""
    people = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    return (
        Assignment.objects.filter(organisation_id=customer.pk, person__in=people)
        .select_related("person")
        .order_by("-is_main", "person__sort_key", "id")
        .fetch_mode(models.FETCH_RAISE)
    )


def assignment(user: User, customer: Customer, pk: int) -> Assignment | None:
    """One of them, to be changed."""
    return assignments(user, customer).select_related("person", "organisation").filter(pk=pk).first()


def people(user: User, customer: Customer, *, today: date) -> tuple[list[Person], list[Person]]:
    """Those who are there now or soon, and those whose time has ended."""
    everyone = list(assignments(user, customer))
    ways = ways_to([assignment.person_id for assignment in everyone])
    found = [Person(assignment, ways[assignment.person_id]) for assignment in everyone]
    ended = [person for person in found if (until := person.assignment.valid_until) and until < today]
    return [person for person in found if person not in ended], ended


def _valid(today: date) -> Q:
    return Q(valid_until=None) | Q(valid_until__gte=today)


# Where each kind keeps its values, and what a click on one does.
WAYS: dict[str, tuple[type[models.Model], str, Callable[[str], tuple[str, str]]]] = {
    "phones": (Phone, "number", lambda value: (phone(value), telephones.link(value))),
    "emails": (Email, "address", lambda value: (value, f"mailto:{value}")),
    "websites": (Website, "url", lambda value: (value.partition("//")[2].rstrip("/"), value)),
}


def ways_to(contacts: Iterable[int]) -> defaultdict[int, Ways]:
    """Telephones, e-mails and websites of several contacts in one statement."""
    keys = list(contacts)
    first, *others = [
        model._default_manager.filter(contact_id__in=keys)
        .order_by()
        .values_list("contact_id", Value(kind, CharField()), "label", F(value), "is_main", "id")
        for kind, (model, value, _shown) in WAYS.items()
    ]
    found: defaultdict[int, Ways] = defaultdict(Ways)
    for contact, kind, label, value, _main, _id in sorted(first.union(*others, all=True), key=_main_first):
        model, _column, shown = WAYS[kind]
        labels = dict(model._meta.get_field("label").flatchoices)  # type: ignore[union-attr]
        getattr(found[contact], kind).append(Way(str(labels.get(label, label)), *shown(value)))
    return found


def _main_first(row: tuple[Any, ...]) -> tuple[bool, int]:
    return not row[4], row[5]


def family(user: User, customer: Customer) -> list[Any]:
    """Parent company and subsidiaries, as far as the reader may see them: pk, number, status, name."""
    related = Customer.objects.filter(Q(pk=customer.parent_id) | Q(parent_id=customer.pk))
    return list(
        visible(user, Action.VIEW_CUSTOMER, related)
        .order_by("sort_key", "pk")
        .annotate(name=F("contact__name"))
        .values_list("pk", "number", "status", "name", named=True)[:FAMILY_LIMIT]
    )
