"""Contacts as vCards, 3.0 (RFC 2426) and 4.0 (RFC 6350).  Pure.

A card says how to reach somebody.  Notes, tags and photos stay in the house: a card is passed on.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import override

from contacts.countries import COUNTRIES
from contacts.models import AddressLabel, EmailLabel, PhoneLabel
from contacts.rows import AddressRow, EmailRow, PhoneRow, WebsiteRow

CONTENT_TYPE: Final = "text/vcard; charset=utf-8"
LINE_LENGTH = 75  # bytes
# A code with more bytes is too dense for the cameras of old telephones.
MOST_BYTES_OF_A_CODE = 300


class Version(StrEnum):
    V3 = "3.0"
    V4 = "4.0"


@dataclass(frozen=True, kw_only=True)
class Card:
    """`uid` is the same in every card of a contact, so that a telephone changes its entry instead of adding one."""

    uid: str
    changed: datetime
    is_organisation: bool
    name: str
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    position: str = ""
    birthday: date | None = None
    addresses: Sequence[AddressRow] = ()
    phones: Sequence[PhoneRow] = ()
    emails: Sequence[EmailRow] = ()
    websites: Sequence[WebsiteRow] = ()

    @property
    def full_name(self) -> str:
        return f"{self.title} {self.name}".strip()


PHONE_TYPES = {
    PhoneLabel.OFFICE: ("work", "voice"),
    PhoneLabel.MOBILE: ("cell",),
    PhoneLabel.PRIVATE: ("home", "voice"),
    PhoneLabel.FAX: ("work", "fax"),
}
PRIVATE = (AddressLabel.PRIVATE, EmailLabel.PRIVATE)


def write(cards: Iterable[Card], version: Version) -> str:
    return "".join(_folded(line) for card in cards for line in _lines(card, version))


def write_small(card: Card) -> str:
    """What a code on a screen can carry: who it is, the first telephone and mobile, one e-mail."""
    numbers = [phone for phone in card.phones if phone.label != PhoneLabel.FAX]
    mobile = [phone for phone in numbers if phone.label == PhoneLabel.MOBILE]
    wanted = [
        *(_text("TEL", phone.number) for phone in dict.fromkeys([*numbers[:1], *mobile[:1]])),
        *(_text("EMAIL", email.address) for email in card.emails[:1]),
        *([_text("ORG", card.organisation)] if card.organisation else []),
        *([_text("TITLE", card.position)] if card.position else []),
    ]
    must = ["BEGIN:VCARD", "VERSION:3.0", _name(card), _text("FN", card.full_name), "END:VCARD"]
    while wanted and sum(len(line.encode()) + 2 for line in [*must, *wanted]) > MOST_BYTES_OF_A_CODE:
        wanted.pop()
    return "".join(f"{line}\r\n" for line in [*must[:-1], *wanted, must[-1]])


# --- the lines of a card --------------------------------------------------------------------


def _lines(card: Card, version: Version) -> Iterator[str]:
    yield from ("BEGIN:VCARD", f"VERSION:{version}", "PRODID:-//Timecount//Timecount//DE", f"UID:{card.uid}")
    yield f"REV:{card.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if version == Version.V4:
        yield f"KIND:{'org' if card.is_organisation else 'individual'}"
    elif card.is_organisation:
        yield "X-ABShowAs:COMPANY"  # 3.0 has no word for it; this one is Apple's
    yield _name(card)
    yield _text("FN", card.full_name)
    if card.organisation:
        yield _text("ORG", card.organisation)
    if card.position:
        yield _text("TITLE", card.position)
    if card.birthday:
        yield f"BDAY:{card.birthday:%Y%m%d}" if version == Version.V4 else f"BDAY:{card.birthday:%Y-%m-%d}"
    yield from _reach(card, version)
    yield "END:VCARD"


def _reach(card: Card, version: Version) -> Iterator[str]:
    for phone in card.phones:
        types = PHONE_TYPES.get(PhoneLabel(phone.label), ("voice",))
        yield _text(f"TEL{_parameters(types, version, main=phone.is_main)}", phone.number)
    for email in card.emails:
        types = ("home" if email.label in PRIVATE else "work",)
        types = types if version == Version.V4 else ("internet", *types)
        yield _text(f"EMAIL{_parameters(types, version, main=email.is_main)}", email.address)
    for website in card.websites:
        yield f"URL{_parameters((), version, main=website.is_main)}:{website.url}"
    for address in card.addresses:
        types = ("home" if address.label in PRIVATE else "work",)
        yield f"ADR{_parameters(types, version, main=address.is_main)}:{_address(address)}"


def _parameters(types: tuple[str, ...], version: Version, *, main: bool) -> str:
    if version == Version.V4:
        return f"{';TYPE=' + ','.join(types) if types else ''}{';PREF=1' if main else ''}"
    types = (*types, "pref") if main else types
    return f";TYPE={','.join(types).upper()}" if types else ""


def _name(card: Card) -> str:
    if card.is_organisation:
        return "N:;;;;"
    return f"N:{';'.join(map(_escaped, (card.last_name, card.first_name, '', card.title, '')))}"


def _address(address: AddressRow) -> str:
    """The second line stands above the street: hardly any program shows the fields that are meant for it."""
    street = "\n".join(filter(None, [address.addition, address.street]))
    with override("de"):
        country = str(COUNTRIES.get(address.country, address.country))
    return ";".join(map(_escaped, ("", "", street, address.city, "", address.postcode, country)))


# --- how a line is written ------------------------------------------------------------------


def _text(name: str, value: str) -> str:
    return f"{name}:{_escaped(value)}"


def _escaped(value: str) -> str:
    value = re.sub(r"\r\n?", "\n", value)
    return re.sub(r"[\\,;]", r"\\\g<0>", value).replace("\n", "\\n")


def _folded(line: str) -> str:
    """In pieces of at most 75 bytes that never cut a letter; nothing that was typed can begin a line of its own."""
    pieces, piece, room = [], "", LINE_LENGTH
    for letter in re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", "", line):
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LINE_LENGTH - 1  # for the blank in front
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
