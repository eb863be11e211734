"""Turns parties into lines for COPY."""

from collections.abc import Iterable
from datetime import date, datetime

from contacts.demo.parties import Party, Work

COLUMNS = {
    "contacts_contact": (
        "id", "kind", "organisation_name", "salutation", "title", "first_name", "last_name", "position", "birthday",
        "notes", "created_at", "updated_at",
    ),
    "contacts_address": (
        "id", "contact_id", "is_main", "label", "addition", "street", "postcode", "city", "country", "federal_state",
    ),
    "contacts_phone": ("id", "contact_id", "is_main", "label", "number"),
    "contacts_email": ("id", "contact_id", "is_main", "label", "address"),
    "contacts_website": ("id", "contact_id", "is_main", "label", "url"),
    "contacts_contact_tags": ("id", "contact_id", "tag_id"),
    "contacts_assignment": (
        "id", "person_id", "organisation_id", "roles", "position", "is_main", "valid_from", "valid_until",
    ),
}  # fmt: skip
# Rows that one contact may have of a kind; their ids follow from the contact's.
ROWS = 8

Value = str | int | bool | date | datetime | list[str] | None
Lines = dict[str, list[str]]


def copy_text(value: Value) -> str:
    """One value in PostgreSQL's text format."""
    if type(value) is str:
        if "\n" in value or "\\" in value or "\t" in value:
            return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        return value
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return "{" + ",".join(value) + "}" if type(value) is list else str(value)


def line(values: Iterable[Value]) -> str:
    return "\t".join(map(copy_text, values)) + "\n"


def add_party(lines: Lines, party: Party, *, tag_ids: dict[str, int]) -> None:
    lines["contacts_contact"].append(line((
        party.id, party.kind, party.organisation_name, party.salutation, party.title, party.first_name,
        party.last_name, party.position, party.birthday, party.notes, party.created_at, party.updated_at,
    )))  # fmt: skip
    row = party.id * ROWS
    lines["contacts_address"] += [
        line((
            row + i, party.id, i == 0, address.label, address.addition, address.street, address.postcode,
            address.city, address.country, address.federal_state,
        ))
        for i, address in enumerate(party.addresses)
    ]  # fmt: skip
    for table, reachable in (
        ("contacts_phone", party.phones), ("contacts_email", party.emails), ("contacts_website", party.websites)
    ):  # fmt: skip
        lines[table] += [line((row + i, party.id, i == 0, *entry)) for i, entry in enumerate(reachable)]
    lines["contacts_contact_tags"] += [line((row + i, party.id, tag_ids[tag])) for i, tag in enumerate(party.tags)]


def add_work(lines: Lines, work: Work, *, id: int) -> None:
    lines["contacts_assignment"].append(line((
        id, work.person, work.organisation, work.roles, work.position, work.is_main, work.valid_from,
        work.valid_until,
    )))  # fmt: skip
