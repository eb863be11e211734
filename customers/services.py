"""Verbs of the customer file.  Every one is a single transaction in the name of `by`."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import DO_NOTHING, PROTECT, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import visible
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from contacts.models import Assignment, Contact
from contacts.services import (
    AssignmentFields,
    ContactFields,
    Rows,
    assign,
    change_contact,
    create_organisation,
    create_person,
    lock_contact,
    never_widening,
)
from customers import numbering
from customers.models import Access, Customer, Status
from customers.sharing import keep, somebody_stays
from lists.own.kinds import Value, merged
from timecount.constraints import refusing
from timecount.errors import Refused
from timecount.extensions import announce


class NumberTaken(Refused):
    """Says the next free number, and the owner only to those who may see that file."""

    def __init__(self, text: str, *, free: str) -> None:
        super().__init__(text, field="number")
        self.free = free


class AlreadyCustomer(Refused):
    """One contact, one file."""


class CustomerGone(Refused):
    """Somebody else deleted the file while it was open here."""


class ReasonMissing(Refused):
    """Nobody is blocked without being told why."""


class ParentLoop(Refused):
    """Nobody is their own parent, over however many corners."""


class StillNeeded(Refused):
    """Something hangs on the file that would be lost with it."""


class CustomerValues(TypedDict, total=False):
    """The columns of the file that a service writes, already checked (`customers.checks`)."""

    search_name: str
    access: str
    responsible: User | None
    industry: str
    customer_since: date | None
    parent: Customer | None
    language: str
    vat_id: str
    tax_number: str
    iban: str
    account_holder: str
    buyer_reference: str
    debtor_account: str
    invoice_email: str
    # Values of own fields by their keys; None takes one away, and what is not given stays as it is.
    own: Mapping[str, Value]


class Organisation(Rows, total=False):
    """What `contacts.services.create_organisation` takes; `name` is required there."""

    name: str
    notes: str
    tags: Iterable[str]


class PrivatePerson(Rows, total=False):
    """What `contacts.services.create_person` takes."""

    first_name: str
    last_name: str
    salutation: str
    title: str
    position: str
    birthday: date | None
    notes: str
    tags: Iterable[str]


class Changes(CustomerValues, total=False):
    number: str


def refuse_taken(number: str, by: User | None) -> None:
    """What `create_customer` would say to a number given by hand; to be asked beforehand, and promised nothing."""
    if Customer.objects.filter(number=number).exists():
        raise _number_taken(number, by)


def create_customer(
    *,
    by: User | None,
    contact: Contact | None = None,
    organisation: Organisation | None = None,
    person: PrivatePerson | None = None,
    number: str | None = None,
    status: str = Status.ACTIVE,
    blocked_reason: str = "",
    **values: Unpack[CustomerValues],
) -> Customer:
    """Makes a file of a `contact` of the address book, a new `organisation` or a new private `person`.

    Without `number`, the next running one is drawn.  A restricted file that nobody could share is `by`'s to share.
    """
    _refuse_block_without_reason(status, blocked_reason)
    with writing(by):
        owner = _contact_of_file(contact, organisation, person, by)
        customer = Customer(
            contact=owner,
            number=_given_or_drawn(number, by),
            status=status,
            blocked_reason=blocked_reason,
            **{**values, "own": merged({}, values.get("own", {}))},
        )
        sentence = _("Only named people know %(name)s. Restrict the new file to them.")
        number_taken = {"customers_customer_number_key": lambda: _number_taken(customer.number, by)}
        with refusing(number_taken), never_widening(owner, sentence) if contact else nullcontext():
            customer.save(force_insert=True)
        if customer.access == Access.RESTRICTED:
            keep(customer=customer, by=by)
        return customer


def change_customer(*, customer: Customer, by: User | None, **values: Unpack[Changes]) -> Customer:
    """Writes only what differs from what is stored now; hands back the file as it is afterwards."""
    with writing(by):
        current = _lock(customer)
        if "own" in values:
            values["own"] = merged(current.own, values["own"])
        changed = _write_into(current, dict(values))
        if "number" in changed:
            current.number = _given(current.number, by)
        if "parent" in changed and current.parent:
            _refuse_loop(current, current.parent)
        with somebody_stays([current.pk] if "responsible" in changed else []):
            _save(current, changed, by)
        if "responsible" in changed:
            announce("responsible", of=[current.pk], by=by, new=str(current.responsible or ""))
        return current


# What of a file is kept at its contact.
OF_CONTACT = {*ContactFields.__annotations__, *Rows.__annotations__, "tags"} - {"own"}


def change_file(*, customer: Customer, by: User | None, **values: Any) -> Customer:
    """File and contact in one go: one save, one entry of the history."""
    contact = {name: values.pop(name) for name in OF_CONTACT & values.keys()}
    with writing(by):
        if contact:
            change_contact(contact=customer.contact, by=by, **contact)
        return change_customer(customer=customer, by=by, **values)


def add_person(
    *,
    customer: Customer,
    by: User | None,
    person: Contact | PrivatePerson,
    widen: bool = False,
    **place: Unpack[AssignmentFields],
) -> Assignment:
    """Somebody of the address book, or somebody new who gets in there, becomes a contact person.

    `widen`: as for `contacts.services.assign`.
    """
    with writing(by):
        somebody = person if isinstance(person, Contact) else create_person(by=by, **person)
        return assign(person=somebody, organisation=customer.contact, by=by, widen=widen, **place)


def change_status(*, customer: Customer, status: str, by: User | None, reason: str = "") -> Customer:
    """`reason` is why the customer is blocked; with any other status there is none."""
    _refuse_block_without_reason(status, reason)
    with writing(by):
        current = _lock(customer)
        blocked_reason = reason if status == Status.BLOCKED else ""
        changed = _write_into(current, {"status": status, "blocked_reason": blocked_reason})
        _save(current, changed, by)
        announce("status", of=[current.pk] if changed else [], by=by, new=status, reason=blocked_reason)
        return current


def delete_customer(*, customer: Customer, by: User | None) -> None:
    """For a file made by mistake: refused as soon as anything hangs on it.  The contact stays."""
    with writing(by):
        current = _lock(customer)
        if current.access == Access.RESTRICTED:
            raise StillNeeded(
                _("Only named people see this file; without it, everybody would see the contact. Archive it.")
            )
        if things := _what_hangs_on(current):
            raise StillNeeded(_STILL % {"things": things})
        try:
            with transaction.atomic():
                current.delete()
        except ProtectedError as error:  # came in the meantime
            things = ", ".join(sorted({str(one._meta.verbose_name_plural) for one in error.protected_objects}))
            raise StillNeeded(_STILL % {"things": things}) from error


_STILL = gettext_lazy("This file still has: %(things)s. Archive it instead.")


def _what_hangs_on(customer: Customer) -> str:
    """All that points at the file but its history, in words."""
    found = (
        _thing(relation, customer)
        for relation in Customer._meta.related_objects
        if relation.on_delete is not DO_NOTHING
    )
    return ", ".join(filter(None, found))


def _thing(relation: Any, customer: Customer) -> str:
    model = relation.related_model
    name = _("subsidiaries") if model is Customer else str(model._meta.verbose_name_plural)
    pointing = {relation.field.name: customer}
    if model._default_manager.filter(**pointing).exists():
        return name
    if relation.on_delete is PROTECT and model._meta.base_manager.filter(**pointing).exists():
        return _("%(things)s in the trash") % {"things": name}
    return ""


def _contact_of_file(
    contact: Contact | None, organisation: Organisation | None, person: PrivatePerson | None, by: User | None
) -> Contact:
    if contact is not None:
        current = lock_contact(contact)
        if Customer.objects.filter(pk=contact.pk).exists():
            raise AlreadyCustomer(_("This contact already is a customer."))
        return current
    if organisation is not None:
        return create_organisation(by=by, **organisation)
    if person is not None:
        return create_person(by=by, **person)
    raise TypeError("one of contact, organisation, person")


def _lock(customer: Customer) -> Customer:
    current = Customer.objects.select_for_update(no_key=True).filter(pk=customer.pk).first()
    if current is None:
        raise CustomerGone(_("Somebody has deleted this file in the meantime."))
    return current


def _write_into(customer: Customer, values: dict[str, Any]) -> list[str]:
    """The names of what is different now.  Related records are compared by their keys, not fetched."""
    changed = []
    for name, value in values.items():
        attribute = Customer._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(customer, attribute) != (value.pk if isinstance(value, User | Customer) else value):
            setattr(customer, name, value)
            changed.append(name)
    return changed


def _save(customer: Customer, changed: list[str], by: User | None) -> None:
    if changed:
        with refusing({"customers_customer_number_key": lambda: _number_taken(customer.number, by)}):
            customer.save(update_fields=[*changed, "updated_at"])


def _given_or_drawn(number: str | None, by: User | None) -> str:
    return _given(number, by) if number else numbering.draw()


def _given(number: str, by: User | None) -> str:
    numbering.hold(number)
    if not number or Customer.objects.filter(number=number).exists():
        raise _number_taken(number, by)
    return number


def _number_taken(number: str, by: User | None) -> NumberTaken:
    free = numbering.next_free()
    if not number:
        return NumberTaken(_("A customer needs a number. The next free one is %(free)s.") % {"free": free}, free=free)
    owner = Customer.objects.select_related("contact").filter(number=number)
    seen = (visible(by, Action.VIEW_CUSTOMER, owner) if by else owner).first()
    if seen is None:
        sentence = _("The number %(number)s is already taken. The next free one is %(free)s.")
        return NumberTaken(sentence % {"number": number, "free": free}, free=free)
    sentence = _("The number %(number)s already belongs to %(owner)s. The next free one is %(free)s.")
    return NumberTaken(sentence % {"number": number, "owner": seen, "free": free}, free=free)


def _refuse_block_without_reason(status: str, reason: str) -> None:
    if status == Status.BLOCKED and not reason.strip():
        raise ReasonMissing(_("Say why the customer is blocked."), field="blocked_reason")


_DESCENDS = """
WITH RECURSIVE up (id) AS (
  SELECT %s::bigint UNION SELECT k.parent_id FROM customers_customer k JOIN up ON k.contact_id = up.id
)
SELECT EXISTS (SELECT FROM up WHERE id = %s)
"""


def _refuse_loop(customer: Customer, parent: Customer) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DESCENDS, [parent.pk, customer.pk])
        (descends,) = cursor.fetchone()
    if descends:
        raise ParentLoop(_("This company belongs to the customer already: that would be a circle."), field="parent")
