"""What of an existing contact differs from the file.  The file adds; nothing is taken away or written over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from contacts.importing.wanted import Wanted
from contacts.models import Contact, Kind
from contacts.rows import AddressRow, EmailRow, PhoneRow, WebsiteRow
from contacts.tags import missing_tags
from lists.imports.kinds import Change, Reason
from lists.own.importing import own_values
from lists.own.kinds import shown

_FILLED = ("salutation", "title", "position", "birthday", "first_name", "last_name")


@dataclass
class Changes:
    contact: Contact
    values: dict[str, Any] = field(default_factory=dict)
    # A firm that is there, or one that is made with this run; None where nothing is to be added.
    workplace: Any = None
    roles: tuple[str, ...] = ()
    position: str = ""
    told: list[Change] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.values or self.workplace)

    def tell(self, column: str, new: object) -> None:
        self.told.append(Change(column, "", str(new)))


def changes_of(wanted: Wanted, contact: Contact) -> Changes:
    changes = Changes(contact)
    for name in _FILLED if contact.kind == Kind.PERSON else ():
        if wanted.values.get(name) and not getattr(contact, name):
            changes.values[name] = wanted.values[name]
            changes.tell(name, wanted.values[name])
    if (notes := wanted.values.get("notes", "")) and notes not in contact.notes:
        changes.values["notes"] = f"{contact.notes}\n\n{notes}".strip()[:10_000]
        changes.tell("notes", notes)
    if more := missing_tags([tag.name for tag in contact.tags.all()], wanted.tags):
        changes.values["tags"] = more
        changes.tell("tags", ", ".join(more))
    if own := {one: value for one, value in wanted.own.items() if one.key not in contact.own}:
        changes.values["own"] = own_values(own)
        for one, value in own.items():
            changes.tell(one.name, shown(one, value))
    _compare_reachable(changes, wanted)
    _compare_addresses(changes, wanted)
    return changes


def _compare_reachable(changes: Changes, wanted: Wanted) -> None:
    contact = changes.contact
    numbers = {row.number for row in contact.phones.all()}
    phones = [PhoneRow(number=n, label=label) for n, label in wanted.phones if n not in numbers]
    _add(changes, "phones", "phone", phones, [row.number for row in phones])
    known = {row.address.casefold() for row in contact.emails.all()}
    emails = [EmailRow(address=a, label=label) for a, label in wanted.emails if a.casefold() not in known]
    _add(changes, "emails", "email", emails, [row.address for row in emails])
    urls = {row.url for row in contact.websites.all()}
    websites = [WebsiteRow(url=url) for url in wanted.websites if url not in urls]
    _add(changes, "websites", "website", websites, [row.url for row in websites])


def _compare_addresses(changes: Changes, wanted: Wanted) -> None:
    """The same place under another label is no new one."""
    there = {_place(_parts(row)) for row in changes.contact.addresses.all()}
    new: list[Any] = [row for row in wanted.addresses if _place(row) not in there]
    more = [AddressRow(**row) for row in new]
    _add(changes, "addresses", "street", more, [address_line(row) for row in new])


def _parts(row: Any) -> dict[str, str]:
    return {part: getattr(row, part) for part in ("street", "postcode", "city")}


def _place(parts: Any) -> tuple[str, ...]:
    return tuple(str(parts[part]).casefold() for part in ("street", "postcode", "city"))


def address_line(parts: Any) -> str:
    town = f"{parts['postcode']} {parts['city']}".strip()
    return ", ".join(filter(None, [parts["street"], town]))


def _add(changes: Changes, kind: str, column: str, more: Sequence[Any], told: Sequence[str]) -> None:
    """Behind the rows that are there: the main one stays the main one."""
    if more:
        changes.values[kind] = list(more)
        for text in told:
            changes.tell(column, text)
