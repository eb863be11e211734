"""Addresses, telephones, e-mails and websites of a contact: plain values in, database rows kept in step.

A row that did not change keeps its id and is not written, so that the history shows only what changed.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from contacts.models import Address, AddressLabel, Contact, Email, EmailLabel, Phone, PhoneLabel, Website


@dataclass(frozen=True, kw_only=True)
class Row:
    """`id` names the stored row that this one replaces; without it, an equal stored row is kept."""

    id: int | None = None
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class AddressRow(Row):
    label: str = AddressLabel.OFFICE
    addition: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "DE"
    federal_state: str = ""


@dataclass(frozen=True, kw_only=True)
class PhoneRow(Row):
    number: str
    label: str = PhoneLabel.OFFICE


@dataclass(frozen=True, kw_only=True)
class EmailRow(Row):
    address: str
    label: str = EmailLabel.OFFICE


@dataclass(frozen=True, kw_only=True)
class WebsiteRow(Row):
    url: str
    label: str = ""


ROWS: dict[str, type[Row]] = {
    "addresses": AddressRow,
    "phones": PhoneRow,
    "emails": EmailRow,
    "websites": WebsiteRow,
}
ROW_MODELS: dict[str, Any] = {"addresses": Address, "phones": Phone, "emails": Email, "websites": Website}


def stored_rows(contact: Contact, kind: str) -> list[Any]:
    """The rows as they are now, of the class in ROWS, the main one first."""
    names = [field.name for field in fields(ROWS[kind])]
    rows = ROW_MODELS[kind].objects.filter(contact=contact).order_by("-is_main", "id").values(*names)
    return [ROWS[kind](**row) for row in rows]


def stored_tags(contact: Contact) -> list[str]:
    return in_order(contact.tags.values_list("name", flat=True))


def in_order(tags: Iterable[str]) -> list[str]:
    """Typed and stored tags are compared as lists: both in this order, umlauts beside their letters."""
    return sorted(tags, key=lambda tag: unicodedata.normalize("NFKD", tag.casefold()))


Stored = Address | Phone | Email | Website


def write_rows(contact: Contact, model: Any, rows: Sequence[Row]) -> None:
    """Makes the stored rows equal to `rows`: to be called in a transaction that holds the contact's lock."""
    wanted = _with_one_main(rows)
    stored = {row.pk: row for row in model.objects.filter(contact=contact)}
    pairs = _pairs(wanted, stored)
    kept = {row.pk for _, row in pairs if row}
    model.objects.filter(contact=contact).exclude(pk__in=kept).delete()
    for row, old in sorted(pairs, key=lambda pair: pair[0].is_main):  # the old main gives the flag up first
        if old is not None and (changed := _write_into(old, row)):
            old.save(update_fields=changed)
    for row in (row for row, old in pairs if old is None):
        model.objects.create(contact=contact, **_values(row))


def _with_one_main(rows: Sequence[Row]) -> list[Row]:
    main = next((place for place, row in enumerate(rows) if row.is_main), 0)
    return [replace(row, is_main=place == main) for place, row in enumerate(rows)]


def _pairs(rows: Sequence[Row], stored: dict[int, Any]) -> list[tuple[Row, Stored | None]]:
    """Every wanted row with the stored one that it replaces: by id, else by equal values."""
    left = dict(stored)
    found: dict[int, Stored] = {place: left.pop(row.id) for place, row in enumerate(rows) if row.id in left}
    for place, row in enumerate(rows):
        equal = next((old for old in left.values() if place not in found and _same(old, row)), None)
        if equal is not None:
            found[place] = left.pop(equal.pk)
    return [(row, found.get(place)) for place, row in enumerate(rows)]


def _values(row: Row) -> dict[str, Any]:
    values = asdict(row)
    del values["id"]
    return values


def _same(old: Stored, row: Row) -> bool:
    return all(getattr(old, name) == value for name, value in _values(row).items() if name != "is_main")


def _write_into(old: Stored, row: Row) -> list[str]:
    changed = [name for name, value in _values(row).items() if getattr(old, name) != value]
    for name in changed:
        setattr(old, name, getattr(row, name))
    return changed
