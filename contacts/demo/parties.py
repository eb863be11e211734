"""Makes organisations and people, each with its addresses, telephones, e-mails and websites."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from contacts.demo import words

ORGANISATION, PERSON = "organisation", "person"


class Address(NamedTuple):
    label: str
    street: str
    postcode: str
    city: str
    federal_state: str = ""
    country: str = "DE"
    addition: str = ""


@dataclass(slots=True)
class Party:
    """An organisation or a person; the first row of each list is the main one."""

    id: int
    kind: str
    created_at: datetime
    updated_at: datetime
    organisation_name: str = ""
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    position: str = ""
    birthday: date | None = None
    notes: str = ""
    addresses: list[Address] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[tuple[str, str]] = field(default_factory=list)
    websites: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        if self.kind == PERSON:
            return f"{self.first_name} {self.last_name}".strip()
        return self.organisation_name


@dataclass(slots=True)
class Work:
    """Who works where."""

    person: int
    organisation: int
    roles: list[str]
    position: str = ""
    is_main: bool = False
    valid_from: date | None = None
    valid_until: date | None = None


class Dice:
    """A stream of chance of its own: the same seed always throws the same."""

    def __init__(self, seed: str) -> None:
        self.random: Callable[[], float] = Random(seed).random  # noqa: S311 (nothing secret)

    def one[Item](self, items: Sequence[Item]) -> Item:
        return items[int(self.random() * len(items))]

    def below(self, limit: int) -> int:
        return int(self.random() * limit)

    def chance(self, share: float) -> bool:
        return self.random() < share


# --- names ----------------------------------------------------------------------------------


def company_name(dice: Dice) -> tuple[str, str]:
    """A company's name in one of the usual patterns, and its industry."""
    last, trade, legal = dice.one(words.LAST_NAMES), dice.one(words.TRADE_LOT), dice.one(words.LEGAL_FORMS)
    roll = dice.random()
    if roll < 0.00004 * len(words.RARE):
        stem = f"{dice.one(words.RARE)} {trade}"
    elif roll < 0.38:
        stem = f"{last} {trade}"
    elif roll < 0.52:
        stem = f"{trade} {last}"
    elif roll < 0.62:
        stem = f"{last} & {dice.one(words.LAST_NAMES)} {trade}"
    elif roll < 0.70:
        stem, legal = f"{dice.one(words.MALE_NAMES + words.FEMALE_NAMES)} {last} {trade}", "e.K."
    elif roll < 0.88:
        stem = f"{dice.one(words.COINED)} {trade}"
    elif roll < 0.95:
        stem = f"{last} Söhne {trade}"
    else:
        stem = f"{dice.one(words.COINED)} {last} {trade}"
    return f"{stem} {legal}", words.INDUSTRIES[trade]


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i"})
_OTHER = re.compile(r"[^a-z0-9]")


def ascii_word(text: str) -> str:
    """Fit for an e-mail address: small letters and digits."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_UMLAUTS)) if not text.isascii() else text.lower()
    return _OTHER.sub("", plain)


def domain_of(name: str) -> str:
    """An e-mail domain that can belong to nobody."""
    return f"{ascii_word(stem_of(name))[:30] or 'kunde'}.example"


def stem_of(name: str) -> str:
    """The name without its legal form."""
    for legal_form in words.LEGAL_FORMS:
        if name.endswith(f" {legal_form}"):
            return name.removesuffix(f" {legal_form}")
    return name.partition(",")[0]


# --- ways to reach them ---------------------------------------------------------------------


def landline(dice: Dice, town: words.Town) -> str:
    """A subscriber number that starts with 1 looks right and rings nowhere."""
    return f"+{words.COUNTRY_CODES[town.country]}{town.dial}1{dice.below(90_000) + 10_000}"


def mobile(dice: Dice) -> str:
    """Nobody has been given the German block 0150."""
    return f"+49150{dice.below(90_000_000) + 10_000_000}"


def _postcode(dice: Dice, town: words.Town) -> str:
    """Its first digits, and the others by chance."""
    missing = words.POSTCODE_LENGTHS[town.country] - len(town.postcode)
    return f"{town.postcode}{dice.below(10**missing):0{missing}d}" if missing else town.postcode


def address(dice: Dice, town: words.Town, label: str) -> Address:
    street = f"{dice.one(words.STREETS)} {dice.below(180) + 1}"
    postcode = _postcode(dice, town)
    addition = dice.one(words.ADDITIONS) if label == "site" and dice.chance(0.5) else ""
    return Address(label, street, postcode, town.name, town.state, town.country, addition)


def post_box(dice: Dice, town: words.Town) -> Address:
    return Address(
        "billing", f"Postfach {dice.below(90) + 10} {dice.below(90) + 10} {dice.below(90) + 10}",
        _postcode(dice, town), town.name, town.state, town.country,
    )  # fmt: skip


# --- parties --------------------------------------------------------------------------------


def organisation(dice: Dice, *, id: int, name: str, town: words.Town, created: datetime, updated: datetime) -> Party:
    domain, towns = domain_of(name), words.ABROAD if town.country != "DE" else words.TOWN_LOT
    party = Party(id, ORGANISATION, created, updated, organisation_name=name)
    party.addresses.append(address(dice, town, "office"))
    if dice.chance(0.22):
        party.addresses.append(post_box(dice, town) if dice.chance(0.5) else address(dice, town, "billing"))
    while dice.chance(0.22) and len(party.addresses) < 6:
        party.addresses.append(address(dice, town if dice.chance(0.6) else dice.one(towns), "site"))
    switchboard = landline(dice, town)
    party.phones.append(("office", switchboard))
    if dice.chance(0.2):
        party.phones.append(("fax", f"{switchboard[:-2]}99"))
    party.emails.append(("office", f"{dice.one(['info', 'info', 'kontakt', 'office', 'mail'])}@{domain}"))
    if dice.chance(0.3):
        party.emails.append(("billing", f"{dice.one(['rechnung', 'buchhaltung', 'invoice'])}@{domain}"))
    if dice.chance(0.65):
        party.websites.append(("", f"https://www.{domain}"))
    return party


def named_person(dice: Dice, *, id: int, created: datetime, updated: datetime) -> Party:
    female = dice.chance(0.48)
    return Party(
        id, PERSON, created, updated,
        salutation="mrs" if female else "mr",
        title=dice.one(words.TITLES) if dice.chance(0.06) else "",
        first_name=dice.one(words.FEMALE_NAMES if female else words.MALE_NAMES),
        last_name=dice.one(words.LAST_NAMES)
        if dice.chance(0.95)
        else f"{dice.one(words.LAST_NAMES)}-{dice.one(words.LAST_NAMES)}",
    )  # fmt: skip


def private_person(dice: Dice, *, id: int, town: words.Town, created: datetime, updated: datetime) -> Party:
    party = named_person(dice, id=id, created=created, updated=updated)
    party.addresses.append(address(dice, town, "private"))
    party.phones.append(("private", landline(dice, town)) if dice.chance(0.4) else ("mobile", mobile(dice)))
    if dice.chance(0.85):
        mailbox = f"{ascii_word(party.first_name)}.{ascii_word(party.last_name)}"
        party.emails.append(("private", f"{mailbox}{dice.below(100)}@{dice.one(['post', 'netz', 'mail'])}.example"))
    if dice.chance(0.3):
        party.birthday = created.date() - timedelta(days=7_000 + dice.below(18_000))
    return party


def employee(dice: Dice, firm: Party, *, id: int, role: str) -> Party:
    """Somebody who works there: a direct line beside the switchboard's, an address in the firm's domain."""
    party = named_person(dice, id=id, created=firm.created_at, updated=firm.updated_at)
    ending = "in" if party.salutation == "mrs" else ""
    party.position = dice.one(words.POSITIONS[role]).replace("|in", ending)
    if dice.chance(0.75):
        party.phones.append(("office", f"{firm.phones[0][1][:-2]}{dice.below(89) + 10}"))
    if dice.chance(0.4) and firm.addresses[0].country == "DE":
        party.phones.append(("mobile", mobile(dice)))
    if dice.chance(0.85):
        mailbox = f"{ascii_word(party.first_name)}.{ascii_word(party.last_name)}"
        party.emails.append(("office", f"{mailbox}@{firm.emails[0][1].partition('@')[2]}"))
    if dice.chance(0.08):
        party.birthday = firm.created_at.date() - timedelta(days=7_000 + dice.below(14_000))
    return party
