"""What a record of the file says: the customer and its people as they should be afterwards.  Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from contacts.countries import is_postcode, normal_postcode
from contacts.importing.readings import name_key, phone_label
from contacts.models import PersonRole, PhoneLabel
from contacts.names import split_name
from contacts.tags import missing_tags
from customers.importing.columns import BY_KEY
from customers.importing.grouping import PERSON
from customers.models import Status
from lists.imports.cells import Reader
from lists.imports.kinds import Reason, Record
from lists.own.importing import Said

# Columns of the customer itself that one value is written from.
FIELDS = (
    "search_name", "industry", "customer_since", "vat_id", "tax_number", "iban", "account_holder", "buyer_reference",
    "debtor_account", "invoice_email",
)  # fmt: skip
_PLAIN = ("number", "name", "street", "house_number", "addition", "postcode", "city", "country", "status",
          "responsible", *FIELDS)  # fmt: skip


@dataclass
class WantedPerson:
    line: int
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    position: str = ""
    roles: tuple[str, ...] = ()
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    notes: str = ""

    @property
    def key(self) -> str:
        return name_key(f"{self.first_name} {self.last_name}") or f"{self.first_name} {self.last_name}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass
class Wanted:
    """`values` holds what stands in the file by column, only what is not empty; `doubts` by line."""

    values: dict[str, Any] = field(default_factory=dict)
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    own: Said = field(default_factory=dict)
    notes: str = ""
    people: list[WantedPerson] = field(default_factory=list)
    doubts: dict[int, list[Reason]] = field(default_factory=dict)
    kept: dict[int, dict[str, str]] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return str(self.values.get(key, ""))

    @property
    def address(self) -> dict[str, str]:
        parts = {key: self.get(key) for key in ("addition", "street", "postcode", "city", "country")}
        parts["street"] = f"{parts['street']} {self.get('house_number')}".strip()
        return {key: part for key, part in parts.items() if part}

    @property
    def fields(self) -> dict[str, Any]:
        return {key: self.values[key] for key in FIELDS if key in self.values}


def read_record(record: Record) -> Wanted:
    wanted = Wanted()
    for cells in record.lines:
        reader = Reader(cells, BY_KEY, wanted.doubts.setdefault(cells.line, []))
        below = not cells.first("number") and not cells.first("name") and cells is not record.lines[0]
        _read_kept(wanted, reader)
        person = _read_person(reader) if any(cells.first(key) for key in PERSON) else None
        if below and person:
            _take_over(person, reader)
        else:
            _read_reachable(wanted, reader)
        _read_values(wanted, reader, record.lines[0].line)
        if person:
            wanted.people.append(person)
    _check_address(wanted, record.lines[0].line)
    return wanted


def _read_kept(wanted: Wanted, reader: Reader) -> None:
    """As it stands there, until it has a home; what nobody could read there is said now."""
    kept = {key: " | ".join(texts) for key, texts in reader.cells.texts.items() if key in BY_KEY and BY_KEY[key].kept}
    for key in kept:
        reader.all(key)
    if kept:
        wanted.kept[reader.cells.line] = kept


def _read_values(wanted: Wanted, reader: Reader, first: int) -> None:
    """The first line that says something counts; where a later one says something else, it is told."""
    line = {key: reader.one(key) for key in _PLAIN if key in reader.cells.texts}
    if "place" in reader.cells.texts and (place := reader.one("place")):
        line = {"postcode": place[0], "city": place[1], **line}
    for key, value in line.items():
        if not value:
            continue
        if _differs(key, wanted.values.setdefault(key, value), value):
            reader.doubts.append(Reason("differs_from_line", {"column": key, "line": first, "value": str(value)}))


def _differs(key: str, said: Any, value: Any) -> bool:
    return name_key(said) != name_key(value) if key == "name" else bool(said != value)


def _read_reachable(wanted: Wanted, reader: Reader) -> None:
    _add(wanted.phones, _phones(reader, "phone", "mobile"))
    _add(wanted.phones, [(number, PhoneLabel.FAX.value) for number in reader.all("fax")])
    _add(wanted.emails, reader.all("email"))
    _add(wanted.websites, reader.all("website"))
    wanted.tags = missing_tags([], [*wanted.tags, *reader.one("tags")])
    for note in reader.all("notes"):
        if note not in wanted.notes:
            wanted.notes = f"{wanted.notes}\n\n{note}".strip()


def _phones(reader: Reader, phone: str, mobile: str) -> list[tuple[str, str]]:
    found = [(number, phone_label(number)) for number in reader.all(phone)]
    return [*found, *((number, PhoneLabel.MOBILE.value) for number in reader.all(mobile))]


def _take_over(person: WantedPerson, reader: Reader) -> None:
    """In a line of a person alone, the general columns mean the person."""
    _add(person.phones, _phones(reader, "phone", "mobile"))
    _add(person.emails, reader.all("email"))
    person.notes = "\n\n".join(reader.all("notes"))


def _add[Item](items: list[Item], more: Sequence[Item]) -> None:
    items.extend(item for item in dict.fromkeys(more) if item not in items)


def _read_person(reader: Reader) -> WantedPerson | None:
    name = split_name(reader.one("person"))
    first, last = reader.one("person_first"), reader.one("person_last")
    person = WantedPerson(
        line=reader.cells.line,
        salutation=reader.one("person_salutation") or name.salutation,
        title=(reader.one("person_title") or name.title)[:40],
        first_name=(first or ("" if last else name.first_name))[:80],
        last_name=(last or name.last_name)[:100],
        phones=_phones(reader, "person_phone", "person_mobile"),
        emails=list(dict.fromkeys(reader.all("person_email"))),
    )
    position = reader.one("person_position")
    if isinstance(position, PersonRole):
        person.roles = (position.value,)
    else:
        person.position = position
    return person if person.full_name else None


def _check_address(wanted: Wanted, line: int) -> None:
    doubts = wanted.doubts[line]
    country, postcode = wanted.get("country") or "DE", wanted.get("postcode")
    if not postcode:
        if wanted.get("street") or wanted.get("city"):
            doubts.append(Reason("postcode_missing"))
        return
    code = normal_postcode(postcode, country)
    if country == "DE" and len(code) == 4 and code.isdigit() and wanted.get("country"):
        code = f"0{code}"  # a spreadsheet took it for a number
        doubts.append(Reason("postcode_filled", {"value": postcode, "meant": code}))
    elif not is_postcode(code, country):
        doubts.append(Reason("postcode_odd", {"value": postcode}))
    wanted.values["postcode"] = code


def blocked_reason(wanted: Wanted, sentence: str) -> str:
    """A block needs one; the file has no column for it."""
    if wanted.values.get("status") != Status.BLOCKED:
        return ""
    return f"{sentence}: {' '.join(wanted.notes.split())}"[:200] if wanted.notes else sentence
