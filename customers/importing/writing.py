"""Makes plans true: new customers many at once, changes of existing ones through the services."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from contacts import services as contacts
from contacts.models import Address, AddressLabel, Assignment, Contact, Email, Kind, Phone, Website
from contacts.rows import EmailRow, PhoneRow
from contacts.searching import search_later
from contacts.tags import add_tags
from customers import numbering, services
from customers.importing.changes import Changes
from customers.importing.plans import New
from customers.importing.wanted import Wanted, WantedPerson, blocked_reason
from customers.models import Customer, NumberRange, Status
from customers.searching import files_later
from lists.imports.kinds import Plan, Reason
from lists.imports.writing import NOT_SAVED, copy_in, write_changes, write_new
from lists.own.importing import own_values


def write(plans: Sequence[Plan], by: User | None) -> None:
    """Inside `accounts.history.writing`.  What cannot be written becomes a skipped line with its reason."""
    write_new([plan for plan in plans if isinstance(plan.work, New)], _create, why=lambda plan: _collision(plan.work))
    changed = [plan for plan in plans if isinstance(plan.work, Changes)]
    write_changes(changed, lambda changes: _change(changes, by))


def _collision(new: New) -> Reason:
    number = new.wanted.get("number")
    if number and Customer.objects.filter(number=number).exists():
        return Reason("number_taken", {"number": number})
    return NOT_SAVED


def _create(plans: Sequence[Plan]) -> None:
    """The same as `create_customer`, `create_person` and `assign`, in a dozen statements for all of them."""
    NumberRange.objects.select_for_update().filter(key=numbering.CUSTOMER).first()
    works: list[New] = [plan.work for plan in plans]
    with files_later() as files:
        owners = _create_all(works)
        files += [owner.pk for owner in owners]
    for plan, owner in zip(plans, owners, strict=True):
        plan.target = owner.pk


def _create_all(works: Sequence[New]) -> list[Contact]:
    with search_later() as keys:
        owners = Contact.objects.bulk_create([_owner(work) for work in works])
        people = [
            (owner, place, person)
            for owner, work in zip(owners, works, strict=True)
            for place, person in enumerate(work.people)
        ]
        persons = Contact.objects.bulk_create([_person(person) for _owner, _place, person in people])
        _create_rows(zip(owners, works, strict=True), zip(persons, (person for *_, person in people), strict=True))
        keys += [contact.pk for contact in (*owners, *persons)]
    copy_in([_file(owner, work) for owner, work in zip(owners, works, strict=True)])
    add_tags(zip(owners, (work.wanted.tags for work in works), strict=True))
    copy_in(
        [
            Assignment(
                person=person, organisation=owner, roles=list(said.roles), position=said.position, is_main=place == 0
            )
            for person, (owner, place, said) in zip(persons, people, strict=True)
        ]
    )
    return owners


def _owner(new: New) -> Contact:
    if new.person:
        return _person(new.person, new.wanted.notes)
    return Contact(kind=Kind.ORGANISATION, organisation_name=new.wanted.get("name"), notes=new.wanted.notes)


def _person(said: WantedPerson, notes: str = "") -> Contact:
    return Contact(
        kind=Kind.PERSON, salutation=said.salutation, title=said.title, first_name=said.first_name,
        last_name=said.last_name, notes="\n\n".join(filter(None, [said.notes, notes])),
    )  # fmt: skip


def _create_rows(owners: Iterable[tuple[Contact, New]], persons: Iterable[tuple[Contact, WantedPerson]]) -> None:
    addresses, phones, emails, websites = [], [], [], []
    for owner, work in owners:
        wanted = work.wanted
        if set(wanted.address) - {"country"}:
            label = AddressLabel.PRIVATE if work.person else AddressLabel.OFFICE
            addresses.append(Address(contact=owner, is_main=True, label=label, **wanted.address))
        also = work.person or WantedPerson(0)
        phones += _phones(owner, list(dict.fromkeys([*wanted.phones, *also.phones])))
        emails += _emails(owner, list(dict.fromkeys([*wanted.emails, *also.emails])))
        websites += [Website(contact=owner, url=url, is_main=not place) for place, url in enumerate(wanted.websites)]
    for person, said in persons:
        phones += _phones(person, said.phones)
        emails += _emails(person, said.emails)
    Address.objects.bulk_create(addresses)
    Phone.objects.bulk_create(phones)
    Email.objects.bulk_create(emails)
    Website.objects.bulk_create(websites)


def _phones(contact: Contact, said: Sequence[tuple[str, str]]) -> list[Phone]:
    return [
        Phone(contact=contact, number=number, label=label, is_main=not place)
        for place, (number, label) in enumerate(said)
    ]


def _emails(contact: Contact, said: Sequence[str]) -> list[Email]:
    return [Email(contact=contact, address=address, is_main=not place) for place, address in enumerate(said)]


def _file(owner: Contact, new: New) -> Customer:
    wanted = new.wanted
    return Customer(
        contact=owner, number=wanted.get("number") or numbering.draw(), responsible=new.responsible,
        status=wanted.values.get("status") or Status.ACTIVE, blocked_reason=_blocked_reason(wanted),
        own=own_values(wanted.own), **wanted.fields,
    )  # fmt: skip


def _blocked_reason(wanted: Wanted) -> str:
    return blocked_reason(wanted, _("according to the import"))


def _change(changes: Changes, by: User | None) -> None:
    customer = changes.customer
    if changes.contact:
        contacts.change_contact(contact=customer.contact, by=by, **changes.contact)
    if changes.values:
        services.change_customer(customer=customer, by=by, **changes.values)
    if changes.status:
        status, reason = changes.status
        services.change_status(customer=customer, status=status, reason=reason, by=by)
    for assignment, more in changes.people:
        if more.contact:
            contacts.change_contact(contact=assignment.person, by=by, **more.contact)
        if more.assignment:
            contacts.change_assignment(assignment=assignment, by=by, **more.assignment)
    for said in changes.new_people:
        _add_person(customer, said, by)


def _add_person(customer: Customer, said: WantedPerson, by: User | None) -> None:
    reachable: dict[str, Any] = {
        "phones": [PhoneRow(number=number, label=label) for number, label in said.phones],
        "emails": [EmailRow(address=address) for address in said.emails],
    }
    person = contacts.create_person(
        by=by, first_name=said.first_name, last_name=said.last_name, salutation=said.salutation, title=said.title,
        notes=said.notes, **{kind: rows for kind, rows in reachable.items() if rows},
    )  # fmt: skip
    contacts.assign(
        person=person, organisation=customer.contact, by=by, roles=said.roles, position=said.position,
    )  # fmt: skip
