"""What of an existing customer differs from the file.  The file adds and corrects; nothing is taken away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from contacts.models import Address, Assignment, Kind
from contacts.rows import AddressRow, EmailRow, PhoneRow, WebsiteRow
from contacts.tags import missing_tags
from customers.importing.wanted import Wanted, WantedPerson, blocked_reason
from customers.models import Customer
from lists.imports.kinds import Change
from lists.own.importing import own_values
from lists.own.kinds import shown


@dataclass
class PersonChanges:
    contact: dict[str, Any] = field(default_factory=dict)
    assignment: dict[str, Any] = field(default_factory=dict)


@dataclass
class Changes:
    customer: Customer
    values: dict[str, Any] = field(default_factory=dict)
    # Status and the reason of a block.
    status: tuple[str, str] | None = None
    contact: dict[str, Any] = field(default_factory=dict)
    people: list[tuple[Assignment, PersonChanges]] = field(default_factory=list)
    new_people: list[WantedPerson] = field(default_factory=list)
    told: list[Change] = field(default_factory=list)

    @property
    def of_customer(self) -> bool:
        return bool(self.values or self.status or self.contact)

    def __bool__(self) -> bool:
        return bool(self.of_customer or self.people or self.new_people)

    def tell(self, column: str, old: object, new: object) -> None:
        self.told.append(Change(column, str(old or ""), str(new)))

    def add_to_person(self, assignment: Assignment, wanted: WantedPerson) -> bool:
        """Whether the file knows more about the person than we do."""
        changes = _person_changes(assignment, wanted)
        if changes.contact or changes.assignment:
            self.people.append((assignment, changes))
            return True
        return False


def changes_of(wanted: Wanted, existing: Customer, responsible: User | None) -> Changes:
    changes = Changes(existing)
    _compare_values(changes, wanted, responsible)
    _compare_name(changes, wanted)
    _compare_address(changes, wanted)
    _compare_reachable(changes, wanted)
    return changes


def _compare_values(changes: Changes, wanted: Wanted, responsible: User | None) -> None:
    customer = changes.customer
    for name, value in wanted.fields.items():
        if getattr(customer, name) != value:
            changes.values[name] = value
            changes.tell(name, getattr(customer, name), value)
    if own := {one: value for one, value in wanted.own.items() if customer.own.get(one.key) != value}:
        changes.values["own"] = own_values(own)
        for one, value in own.items():
            changes.tell(one.name, shown(one, customer.own.get(one.key)), shown(one, value))
    if responsible and customer.responsible_id != responsible.pk:
        changes.values["responsible"] = responsible
        changes.tell("responsible", "", responsible.name)
    status = wanted.values.get("status")
    if status and status != customer.status:
        changes.status = (status, blocked_reason(wanted, _("according to the import")))
        changes.tell("status", customer.get_status_display(), status.label)


def _compare_name(changes: Changes, wanted: Wanted) -> None:
    """Capitals alone are no correction: many programs write everything in capitals."""
    contact, name = changes.customer.contact, wanted.get("name")
    if name and contact.kind == Kind.ORGANISATION and contact.organisation_name.casefold() != name.casefold():
        changes.contact["organisation_name"] = name
        changes.tell("name", contact.organisation_name, name)
    if wanted.notes and wanted.notes not in contact.notes:
        changes.contact["notes"] = f"{contact.notes}\n\n{wanted.notes}".strip()[:10_000]
        changes.tell("notes", "", wanted.notes)


def _compare_address(changes: Changes, wanted: Wanted) -> None:
    stored = list(changes.customer.contact.addresses.all())
    said: dict[str, Any] = {**wanted.address}
    if not set(said) - {"country"}:
        return
    main = stored[0] if stored else None
    if main is None:
        changes.contact["addresses"] = [AddressRow(is_main=True, **said)]
        changes.tell("street", "", _address_line(said))
    elif any(getattr(main, part) != value for part, value in said.items()):
        changes.tell("street", main, _address_line({**_parts(main), **said}))
        changes.contact["addresses"] = [_address_row(main, said), *(_address_row(row, {}) for row in stored[1:])]


def _parts(address: Address) -> dict[str, str]:
    return {part: getattr(address, part) for part in ("street", "postcode", "city")}


def _address_line(parts: dict[str, str]) -> str:
    town = f"{parts.get('postcode', '')} {parts.get('city', '')}".strip()
    return ", ".join(filter(None, [parts.get("street", ""), town]))


def _address_row(stored: Address, said: dict[str, str]) -> AddressRow:
    names = ("label", "addition", "street", "postcode", "city", "country", "federal_state")
    kept = {name: getattr(stored, name) for name in names}
    values: dict[str, Any] = {**kept, **said}
    return AddressRow(id=stored.pk, is_main=stored.is_main, **values)


def _compare_reachable(changes: Changes, wanted: Wanted) -> None:
    contact: Any = changes.customer.contact
    people = [place.person for place in contact.people.all()]  # what is theirs is no news
    for phone in _more_phones(contact, wanted.phones, changes.contact, people):
        changes.tell("phone", "", phone)
    for email in _more_emails(contact, wanted.emails, changes.contact, people):
        changes.tell("email", "", email)
    there = [tag.name for tag in contact.tags.all()]
    if tags := missing_tags(there, wanted.tags):
        changes.contact["tags"] = [*there, *tags]
        changes.tell("tags", "", ", ".join(tags))
    urls = {row.url for row in contact.websites.all()}
    if more := [url for url in wanted.websites if url not in urls]:
        kept = [WebsiteRow(id=r.pk, is_main=r.is_main, url=r.url, label=r.label) for r in contact.websites.all()]
        changes.contact["websites"] = [*kept, *(WebsiteRow(url=url) for url in more)]
        changes.tell("website", "", ", ".join(more))


def _more_phones(
    contact: Any, wanted: list[tuple[str, str]], into: dict[str, Any], people: Sequence[Any] = ()
) -> list[str]:
    stored = contact.phones.all()
    known = {row.number for one in (contact, *people) for row in one.phones.all()}
    more = [(number, label) for number, label in wanted if number not in known]
    if more:
        kept = [PhoneRow(id=row.pk, is_main=row.is_main, number=row.number, label=row.label) for row in stored]
        into["phones"] = [*kept, *(PhoneRow(number=number, label=label) for number, label in more)]
    return [number for number, _label in more]


def _more_emails(contact: Any, wanted: list[str], into: dict[str, Any], people: Sequence[Any] = ()) -> list[str]:
    stored = contact.emails.all()
    known = {row.address.casefold() for one in (contact, *people) for row in one.emails.all()}
    more = [address for address in wanted if address.casefold() not in known]
    if more:
        kept = [EmailRow(id=row.pk, is_main=row.is_main, address=row.address, label=row.label) for row in stored]
        into["emails"] = [*kept, *(EmailRow(address=address) for address in more)]
    return more


def _person_changes(assignment: Assignment, wanted: WantedPerson) -> PersonChanges:
    person, changes = assignment.person, PersonChanges()
    for name in ("salutation", "title"):
        if getattr(wanted, name) and not getattr(person, name):
            changes.contact[name] = getattr(wanted, name)
    if wanted.notes and wanted.notes not in person.notes:
        changes.contact["notes"] = f"{person.notes}\n\n{wanted.notes}".strip()[:10_000]
    _more_phones(person, wanted.phones, changes.contact)
    _more_emails(person, wanted.emails, changes.contact)
    if wanted.position and wanted.position != assignment.position:
        changes.assignment["position"] = wanted.position
    if set(wanted.roles) - set(assignment.roles):
        changes.assignment["roles"] = [*assignment.roles, *(set(wanted.roles) - set(assignment.roles))]
    return changes
