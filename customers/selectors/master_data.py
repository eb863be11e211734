"""The master data of a file as one reads them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.actions import Action
from accounts.models import User
from contacts.models import Address
from contacts.rows import stored_tags
from customers import checks
from customers.master_data import SECTIONS, label, names_of, owner
from customers.models import Customer
from timecount.extensions import Label
from timecount.jinja import day


@dataclass(frozen=True)
class Fact:
    """One field: its name, what it is called, what it says, what there is to add, where a click leads.

    Tags say nothing as one text: each is a `tag` of its own.  `change` is where the reader may change it, in its
    place or on a page of its own.
    """

    name: str
    label: Label
    text: str
    note: str = ""
    href: str = ""
    tags: Sequence[str] = ()
    change: str = ""
    in_place: bool = True


@dataclass(frozen=True)
class Section:
    key: str
    title: Label
    facts: list[Fact]


def sections(user: User, customer: Customer) -> list[Section]:
    """`customer` comes with contact, responsible person and parent company."""
    shown = names_of(customer.contact.kind)
    return [
        Section(key, title, [fact(user, customer, name) for name in names if name in shown])
        for key, (title, names) in SECTIONS.items()
    ]


def fact(user: User, customer: Customer, name: str) -> Fact:
    change, in_place = _change(user, customer, name)
    if name == "tags":
        return Fact(name, label(name), "", tags=stored_tags(customer.contact), change=change)
    text, note, href = (*_said(user, customer, name), "", "")[:3]
    return Fact(name, label(name), text, note, href, change=change, in_place=in_place)


def changeable(user: User, customer: Customer) -> tuple[str, ...]:
    """The fields of the form.  Whoever makes somebody else responsible for a restricted file hands it over."""
    shares = may(user, Action.SHARE_CUSTOMER, customer)
    names = names_of(customer.contact.kind)
    return tuple(name for name in names if name != "access" and (name != "responsible" or shares))


def _change(user: User, customer: Customer, name: str) -> tuple[str, bool]:
    """Access is changed where its effect is shown."""
    if name in ("access", "responsible") and not may(user, Action.SHARE_CUSTOMER, customer):
        return "", True
    if name == "access":
        return reverse("customers:sharing", args=[customer.pk]), False
    return reverse("customers:edit_field", args=[customer.pk, name]), True


def addresses(customer: Customer) -> list[Address]:
    return list(Address.objects.filter(contact_id=customer.pk).order_by("-is_main", "id"))


def _said(user: User, customer: Customer, name: str) -> Iterator[str]:
    record: Any = customer.contact if owner(name) is type(customer.contact) else customer
    value = getattr(record, name)
    match name:
        case "parent" if value is not None:
            seen = may(user, Action.VIEW_CUSTOMER, value)
            yield from (str(value), value.number) if seen else (_("a company that you cannot see"), "")
            yield reverse("customers:file", args=[value.pk]) if seen else ""
        case "iban" if value:
            bank = checks.bank(value)
            yield checks.grouped(value)
            yield " · ".join(filter(None, [bank.name, bank.bic])) if bank else ""
        case "customer_since":
            yield day(value)
        case "invoice_email" if value:
            yield from (value, "", f"mailto:{value}")
        case _:
            column = type(record)._meta.get_field(name)
            yield str(getattr(record, f"get_{name}_display")() if column.choices else value or "")
