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
from customers.master_data import OWN, SECTIONS, label, names_of, owner, sections_with
from customers.models import Customer
from lists.own.facts import own_fact
from lists.own.kinds import Definition
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
    """`more` is where what is not filled in yet can be."""

    key: str
    title: Label
    facts: list[Fact]
    more: str = ""


def sections(user: User, customer: Customer, own: Sequence[Definition]) -> list[Section]:
    """`customer` comes with contact, responsible person and parent company; of `own` what is filled in is shown."""
    shown = names_of(customer.contact.kind)
    known = [
        Section(key, title, [fact(user, customer, name) for name in names if name in shown])
        for key, (title, names) in SECTIONS.items()
    ]
    title, asked = sections_with(own)[OWN]
    facts = [_own_fact(customer, definition) for definition in own]
    filled = [one for one in facts if one.text]
    change = f"{reverse('customers:edit', args=[customer.pk])}#{OWN}"
    more = change if {one.name for one in facts if not one.text} & set(asked) else ""
    return [*known, Section(OWN, title, filled, more)] if filled or more else known


def _own_fact(customer: Customer, definition: Definition) -> Fact:
    """A retired one is only read."""
    said = own_fact(definition, customer.own)
    note = _("no longer asked for") if said.is_retired else ""
    change = "" if said.is_retired else reverse("customers:edit_field", args=[customer.pk, said.name])
    return Fact(said.name, said.label, said.text, note, said.href, change=change)


def fact(user: User, customer: Customer, name: str, own: Sequence[Definition] = ()) -> Fact:
    if definition := next((one for one in own if one.name == name), None):
        return _own_fact(customer, definition)
    change, in_place = _change(user, customer, name)
    if name == "tags":
        return Fact(name, label(name), "", tags=stored_tags(customer.contact), change=change)
    text, note, href = (*_said(user, customer, name), "", "")[:3]
    return Fact(name, label(name), text, note, href, change=change, in_place=in_place)


def changeable(user: User, customer: Customer, own: Sequence[Definition]) -> tuple[str, ...]:
    """The fields of the form.  Whoever makes somebody else responsible for a restricted file hands it over."""
    shares = may(user, Action.SHARE_CUSTOMER, customer)
    names = names_of(customer.contact.kind, own)
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
