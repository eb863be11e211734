"""What a record of an address book says: a person or an organisation as it should be afterwards.  Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contacts.countries import is_postcode, normal_postcode
from contacts.duplicates import firm_key, has_legal_form
from contacts.importing.columns import BY_KEY
from contacts.importing.readings import name_key, phone_label
from contacts.models import AddressLabel, EmailLabel, Kind, PersonRole, PhoneLabel
from contacts.names import split_name
from contacts.tags import missing_tags
from lists.imports.cells import Reader
from lists.imports.kinds import Cells, Reason, Record
from lists.own.importing import Said

_SLOTS = {"": AddressLabel.OFFICE, "home_": AddressLabel.PRIVATE, "more_": AddressLabel.OFFICE}
_PARTS = ("addition", "street", "postcode", "city", "country")
_PHONES = {"phone": "", "mobile": PhoneLabel.MOBILE, "private_phone": PhoneLabel.PRIVATE, "fax": PhoneLabel.FAX}


@dataclass
class Wanted:
    """`values` are columns of the contact; addresses, telephones and e-mails with their labels."""

    kind: str = Kind.PERSON
    values: dict[str, Any] = field(default_factory=dict)
    addresses: list[dict[str, str]] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[tuple[str, str]] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    own: Said = field(default_factory=dict)
    # Where a person works: the name, and what they do there.
    workplace: str = ""
    position: str = ""
    roles: tuple[str, ...] = ()
    doubts: dict[int, list[Reason]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        if self.kind == Kind.ORGANISATION:
            return str(self.values.get("organisation_name", ""))
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()

    @property
    def sort_name(self) -> str:
        """As the address book sorts it: a person by the last name."""
        if self.kind == Kind.ORGANISATION:
            return self.name
        return f"{self.values.get('last_name', '')} {self.values.get('first_name', '')}"

    @property
    def key(self) -> str:
        return firm_key(self.name) if self.kind == Kind.ORGANISATION else name_key(self.name) or self.name


def read_record(record: Record) -> Wanted:
    """Lines that are the same add to the first one."""
    wanted = read_line(record.lines[0])
    for cells in record.lines[1:]:
        _add(wanted, read_line(cells), cells.line)
    return wanted


def read_line(cells: Cells) -> Wanted:
    wanted = Wanted(doubts={cells.line: []})
    reader = Reader(cells, BY_KEY, wanted.doubts[cells.line])
    _read_name(wanted, reader)
    for key, label in _PHONES.items():
        wanted.phones += [(number, label or phone_label(number)) for number in reader.all(key)]
    wanted.emails += [(address, EmailLabel.OFFICE.value) for address in reader.all("email")]
    wanted.emails += [(address, EmailLabel.PRIVATE.value) for address in reader.all("private_email")]
    wanted.websites = reader.all("website")
    wanted.tags = [*reader.one("tags")]
    wanted.addresses = [row for slot in _SLOTS if (row := _address(reader, slot))]
    wanted.values["notes"] = "\n\n".join(reader.all("notes"))[:10_000]
    _once(wanted)
    wanted.values = {name: value for name, value in wanted.values.items() if value}
    return wanted


def _read_name(wanted: Wanted, reader: Reader) -> None:
    typed, firm, kind = reader.one("name"), reader.one("organisation"), reader.one("kind")
    last, first = reader.one("last_name"), f"{reader.one('first_name')} {reader.one('middle_name')}".strip()
    looks_like_firm = not (last or first) and (not typed or (not firm and has_legal_form(typed)) or typed == firm)
    if kind == Kind.ORGANISATION or (looks_like_firm and not (kind and typed)):
        name = (typed or firm) if kind else (firm or typed)
        wanted.kind, wanted.values = Kind.ORGANISATION, {"organisation_name": name}
        if typed and not firm and not kind:
            reader.doubts.append(Reason("taken_as_organisation", {"value": typed}))
        return
    name = split_name("" if last or first else typed)
    wanted.values = {
        "salutation": reader.one("salutation") or name.salutation,
        "title": (reader.one("title") or name.title)[:40],
        "first_name": (first or name.first_name)[:80],
        "last_name": (last or name.last_name)[:100],
        "birthday": reader.one("birthday") or None,
    }
    wanted.workplace = firm
    _read_position(wanted, reader)


def _read_position(wanted: Wanted, reader: Reader) -> None:
    position, department = reader.one("position"), reader.one("department")
    if isinstance(position, PersonRole):
        wanted.roles, position = (position.value,), ""
    words = ", ".join(filter(None, [position, department]))[:100]
    if wanted.workplace:
        wanted.position = words
    else:
        role = PersonRole(wanted.roles[0]).label if wanted.roles else ""
        wanted.values["position"], wanted.roles = (words or str(role)), ()


def _address(reader: Reader, slot: str) -> dict[str, str]:
    parts = {part: str(reader.one(f"{slot}{part}")) for part in _PARTS}
    parts["street"] = f"{parts['street']} {reader.one(f'{slot}house_number')}".strip()[:150]
    if not slot and reader.cells.first("place"):
        postcode, city = reader.one("place")
        parts["postcode"], parts["city"] = parts["postcode"] or postcode, parts["city"] or city[:100]
    if not any(parts[name] for name in ("addition", "street", "postcode", "city")):
        return {}
    country = parts["country"] = parts["country"] or "DE"
    if parts["postcode"]:
        parts["postcode"] = normal_postcode(parts["postcode"], country)[:12]
        if not is_postcode(parts["postcode"], country):
            reader.doubts.append(Reason("postcode_odd", {"value": parts["postcode"]}))
    return {**parts, "label": _SLOTS[slot].value}


def _once(wanted: Wanted) -> None:
    """Of the same number or address, the first label counts."""
    wanted.phones = list({number: (number, label) for number, label in reversed(wanted.phones)}.values())[::-1]
    wanted.emails = list({row[0].casefold(): row for row in reversed(wanted.emails)}.values())[::-1]
    wanted.websites = list(dict.fromkeys(wanted.websites))


def _add(wanted: Wanted, more: Wanted, line: int) -> None:
    """What the first line says counts; another one adds what that leaves open."""
    wanted.doubts[line] = more.doubts[line]
    notes = [note for note in (wanted.values.get("notes"), more.values.get("notes")) if note]
    wanted.values = {**more.values, **wanted.values}
    if notes:
        wanted.values["notes"] = "\n\n".join(dict.fromkeys(notes))[:10_000]
    wanted.phones += more.phones
    wanted.emails += more.emails
    wanted.websites += more.websites
    wanted.tags = missing_tags([], [*wanted.tags, *more.tags])
    _once(wanted)
    wanted.addresses += [row for row in more.addresses if not _has(wanted.addresses, row)]
    wanted.workplace = wanted.workplace or more.workplace
    wanted.position = wanted.position or more.position
    wanted.roles = tuple(dict.fromkeys((*wanted.roles, *more.roles)))


def _has(rows: Sequence[Mapping[str, str]], row: Mapping[str, str]) -> bool:
    return any(all(one[part] == row[part] for part in ("street", "postcode", "city")) for one in rows)
