"""Address block and salutation of a letter after DIN 5008.  Pure.

What is written for the post is German whatever the reader's language is; only how somebody is addressed
follows the language of the letter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import override

from contacts.countries import COUNTRIES
from contacts.models import Address, Contact, Salutation
from contacts.rows import AddressRow

HOME = "DE"
_AND = re.compile(r"\s*(?:\b(?:und|and)\b|\bu\.|[&+])\s*")
_PAIRS = {
    Salutation.MRS_AND_MR: (Salutation.MRS, Salutation.MR),
    Salutation.MR_AND_MRS: (Salutation.MR, Salutation.MRS),
}
# In front of a name in the address block.
_FORMS = {
    "de": {Salutation.MRS: "Frau", Salutation.MR: "Herrn"},
    "en": {Salutation.MRS: "Ms", Salutation.MR: "Mr"},
}

# Titles of nobility are part of the last name.  Counts and barons are addressed by theirs and without "von", princes
# by the whole name; of a Freiherr, an Edler or a Ritter only the name is said.
_COUNTS = {"graf": Salutation.MR, "gräfin": Salutation.MRS, "baron": Salutation.MR, "baronin": Salutation.MRS}
_PRINCES = {
    "prinz": Salutation.MR, "fürst": Salutation.MR, "herzog": Salutation.MR, "prinzessin": Salutation.MRS,
    "fürstin": Salutation.MRS, "herzogin": Salutation.MRS,
}  # fmt: skip
_UNSAID = {
    "freiherr": Salutation.MR, "edler": Salutation.MR, "ritter": Salutation.MR, "freifrau": Salutation.MRS,
    "freiin": Salutation.MRS, "edle": Salutation.MRS,
}  # fmt: skip
_PARTICLES = re.compile(r"^(?:(?:von|vom|v\.|zu|zum|zur|und|der|dem|den)\s+)+")
_DEGREE_BEHIND = re.compile(r"\b(?:[BM]\.? ?(?:A|Sc|Eng|Ed)|LL\.? ?[BM]|MBA)\b\.?")
_POST_BOX = re.compile(r"(?i)(?:postfach|pf|p\.? ?o\.? ?box)\.?\s*([\d ]*\d)")

# Where the postcode does not stand in front of the town.
_TOWN_FIRST = frozenset({"CA", "US"})
_POSTCODE_BELOW = frozenset({"GB", "IE"})


@dataclass(frozen=True)
class Addressee:
    """Names that are no contact of their own, e.g. columns of a statement."""

    organisation_name: str = ""
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""


Named = Contact | Addressee
Place = Address | AddressRow


@dataclass(frozen=True)
class _Person:
    salutation: str
    title: str
    first_name: str
    last_name: str


def address_block(who: Named, place: Place, *, at: str = "", language: str = "de") -> list[str]:
    """The lines of the address field, at most six; none while there is nowhere to deliver.

    With `at`, the organisation at which somebody works: it stands first, so that others there may open the letter.
    """
    where = _place_lines(place)
    if not where:
        return []
    if who.organisation_name:
        return [who.organisation_name, *where]
    people = [_address_line(person, language) for person in _people(who)]
    return [*filter(None, [at]), *people, *where]


def letter_salutation(who: Named | None, *, language: str = "de") -> str:
    """E.g. "Sehr geehrte Frau Dr. Müller,"; without a person the one for nobody in particular."""
    german = language != "en"
    if who is None or who.organisation_name:
        return "Sehr geehrte Damen und Herren," if german else "Dear Sir or Madam,"
    greeted = [(_german if german else _english)(person) for person in _people(who)]
    if not all(greeted):
        return f"{'Guten Tag' if german else 'Dear'} {_neutral(who)},"
    if german:
        return f"S{', '.join(greeted)[1:]},"
    return f"Dear {' and '.join(greeted)},"


# --- who ------------------------------------------------------------------------------------


def _people(who: Named) -> list[_Person]:
    """One, or the two of a couple: "Anna und Bernd", "Müller und Schmidt" belong together in this order."""
    pair = _PAIRS.get(who.salutation)  # type: ignore[call-overload]  # a plain text equals its member
    if pair is None:
        return [_Person(who.salutation, who.title, who.first_name, who.last_name)]
    names = [_two(text) for text in (who.title, who.first_name, who.last_name)]
    names[2] = [names[2][0], names[2][1] or names[2][0]]
    return [_Person(*values) for values in zip(pair, *names, strict=True)]


def _two(text: str) -> list[str]:
    parts = _AND.split(text, maxsplit=1)
    return [part or "" for part, _place in zip_longest(parts, range(2))]


def _address_line(person: _Person, language: str) -> str:
    before, behind = _degrees(person.title)
    form = _FORMS["en" if language == "en" else "de"].get(person.salutation, "")  # type: ignore[call-overload]
    return " ".join(filter(None, [form, before, person.first_name, person.last_name, behind]))


def _degrees(title: str) -> tuple[str, str]:
    """Bachelor and Master stand behind the name, everything else in front of it."""
    behind = " ".join(match.group().strip() for match in _DEGREE_BEHIND.finditer(title))
    return " ".join(_DEGREE_BEHIND.sub("", title).replace(",", " ").split()), behind


def _said_title(title: str, *, professor: str, doctor: str) -> str:
    """Only the highest is said, and no diploma."""
    words = title.lower()
    if "prof" in words:
        return professor
    return doctor if re.search(r"\bdr\b", words) else ""


# --- how they are greeted -------------------------------------------------------------------


def _noble(last_name: str) -> tuple[str, str, str]:
    """Who that is (as a salutation), the title that replaces "Herr", and the name that is said."""
    title, _space, rest = last_name.partition(" ")
    word = title.lower()
    if rest and word in _COUNTS:
        return _COUNTS[word], title, _PARTICLES.sub("", rest)
    if rest and word in _PRINCES:
        return _PRINCES[word], title, rest
    if rest and word in _UNSAID:
        return _UNSAID[word], "", rest
    return "", "", last_name


def _german(person: _Person) -> str:
    """With a small letter in front; empty where nobody knows whether it is a woman or a man."""
    implied, rank, name = _noble(person.last_name)
    salutation = person.salutation or implied
    if not name or not salutation:
        return ""
    woman = salutation == Salutation.MRS
    title = _said_title(person.title, professor="Professorin" if woman else "Professor", doctor="Dr.")
    form = ("Frau" if woman else "Herr") if title or not rank else ""
    return " ".join(filter(None, ["sehr geehrte" if woman else "sehr geehrter", form, title, rank, name]))


def _english(person: _Person) -> str:
    implied, rank, name = _noble(person.last_name)
    salutation = person.salutation or implied
    title = _said_title(person.title, professor="Professor", doctor="Dr")
    if not name or not (title or salutation):
        return ""
    form = rank or ("Ms" if salutation == Salutation.MRS else "Mr")
    return f"{title or form} {f'{rank} ' if title and rank else ''}{name}"


def _neutral(who: Named) -> str:
    """The whole name: that is right for everybody."""
    title = _said_title(who.title, professor="Prof.", doctor="Dr.")
    return " ".join(filter(None, [title, who.first_name, who.last_name]))


# --- where ----------------------------------------------------------------------------------


def _place_lines(place: Place) -> list[str]:
    """Empty without a street, a post box or a town."""
    abroad = place.country != HOME
    addition, street = place.addition, place.street
    if street and _POST_BOX.fullmatch(addition):
        addition = ""  # either of the two: the postcode belongs to the street
    town = _town(place, str.upper if abroad else str)
    if not (street or town or _POST_BOX.fullmatch(addition)):
        return []
    lines = [line if abroad else _post_box(line) for line in (addition, street)]
    return [*filter(None, lines), *town, *([_in_german(place.country)] if abroad else [])]


def _town(place: Place, write: Callable[[str], str]) -> list[str]:
    city, postcode = write(place.city), place.postcode
    if place.country in _POSTCODE_BELOW:
        return [line for line in (city, postcode) if line]
    parts = (city, postcode) if place.country in _TOWN_FIRST else (postcode, city)
    return list(filter(None, [" ".join(filter(None, parts))]))


def _post_box(line: str) -> str:
    """Its number in twos, counted from the end."""
    match = _POST_BOX.fullmatch(line)
    if match is None:
        return line
    digits = match.group(1).replace(" ", "")
    odd = len(digits) % 2
    twos = [digits[place : place + 2] for place in range(odd, len(digits), 2)]
    return " ".join(filter(None, ["Postfach", digits[:odd], *twos]))


def _in_german(country: str) -> str:
    with override("de"):
        return str(COUNTRIES.get(country, country)).upper()
