"""What vCards say, as columns with the names that they have in German address books."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from lists.imports.cards import Card, Property, label_of, without_scheme

MOST_OF_A_KIND = 5
_HOME = frozenset({"home", "privat", "private", "zuhause"})
_MOBILE = frozenset({"cell", "mobile", "mobil", "handy", "iphone"})
_SALUTATIONS = frozenset({"herr", "frau", "hr.", "fr.", "mr.", "mrs.", "ms.", "mr", "mrs", "ms"})
# Columns of an address, by the place of their part in the card.
_ADDRESS = ("", "Adresszusatz", "Straße", "Ort", "", "PLZ", "Land")


def as_table(cards: Sequence[Card]) -> tuple[list[str], list[list[str]]]:
    """Column names in the order in which they come up, and a line for every card."""
    said = [_columns(card) for card in cards]
    names = list(dict.fromkeys(name for one in said for name in one))
    names.sort(key=_rank)
    return names, [[one.get(name, "") for name in names] for one in said]


_ORDER = ("Anrede", "Titel", "Vorname", "Nachname", "Name", "Firma", "Abteilung", "Position", "Telefon", "Mobil", "Fax",
          "E-Mail", "Straße", "Adresszusatz", "PLZ", "Ort", "Land", "Webseite", "Geburtstag")  # fmt: skip


def _rank(name: str) -> tuple[int, str]:
    return (next((place for place, start in enumerate(_ORDER) if name.startswith(start)), len(_ORDER)), name)


def _columns(card: Card) -> dict[str, str]:
    found: dict[str, str] = {}
    _names(card, found)
    counts: Counter[str] = Counter()
    for one in card.all("TEL"):
        _number(found, counts, _phone_column(label_of(card, one)), without_scheme(one.text))
    for one in card.all("EMAIL"):
        private = _HOME & label_of(card, one)
        _number(found, counts, "E-Mail privat" if private else "E-Mail geschäftlich", without_scheme(one.text))
    for one in card.all("URL"):
        _number(found, counts, "Webseite", one.text)
    notes = [one.text for one in card.all("NOTE") if one.text]
    notes += _addresses(card, found)
    notes += [f"{column}: {found.pop(column)}" for column in list(found) if _is_beyond(column)]
    found["Notizen"] = "\n\n".join(notes)
    found["Geburtstag"] = card.first("BDAY").partition("T")[0]
    found["Kategorien"] = ", ".join(one.text for one in card.all("CATEGORIES") if one.text)
    return {name: text for name, text in found.items() if text}


def _names(card: Card, found: dict[str, str]) -> None:
    last, first, more, before, after, *_rest = [*_parts_of(card, "N"), *[""] * 5]
    firm, *departments = [*_parts_of(card, "ORG"), ""]
    shown = card.first("FN")
    is_firm = card.first("KIND").lower() in ("org", "organization") or card.first("X-ABSHOWAS").upper() == "COMPANY"
    if is_firm or (firm == shown != "" and not (last or first or more)):
        found["Firma"] = firm or shown or last
    else:
        words = before.split()
        greeting = [word for word in words if word.lower() in _SALUTATIONS]
        found["Anrede"] = " ".join(greeting)
        found["Titel"] = " ".join([*(word for word in words if word not in greeting), *after.split()])
        found["Vorname"] = f"{first} {more}".strip()
        found["Nachname"] = last
        found["Name"] = "" if last or first or more else shown
        found["Firma"] = firm
    found["Abteilung"] = ", ".join(filter(None, departments))
    found["Position"] = card.first("TITLE") or card.first("ROLE")


def _parts_of(card: Card, name: str) -> list[str]:
    return next((one.parts for one in card.all(name) if any(one.parts)), [])


def _phone_column(kinds: frozenset[str]) -> str:
    if any("fax" in kind for kind in kinds):
        return "Fax"
    if kinds & _MOBILE:
        return "Mobil"
    return "Telefon privat" if kinds & _HOME else "Telefon geschäftlich"


def _number(found: dict[str, str], counts: Counter[str], column: str, text: str) -> None:
    if text:
        counts[column] += 1
        found[f"{column} {counts[column]}" if counts[column] > 1 else column] = text


def _is_beyond(column: str) -> bool:
    """So many of one kind get columns; the others a line in the notes."""
    _name, _blank, number = column.rpartition(" ")
    return number.isdigit() and int(number) > MOST_OF_A_KIND


def _addresses(card: Card, found: dict[str, str]) -> list[str]:
    """The first at work, the first at home, one more; what is left over is a note."""
    left: list[str] = []
    for one in card.all("ADR"):
        parts = _address(one)
        end = " privat" if _HOME & label_of(card, one) else ""
        free = next((slot for slot in (end, " 2") if not any(f"{name}{slot}" in found for name in parts)), None)
        if free is None:
            left.append(", ".join(parts.values()))
        else:
            found.update({f"{name}{free}": text for name, text in parts.items()})
    return left


def _address(one: Property) -> dict[str, str]:
    box, *rest = [*one.parts, *[""] * 7][:7]
    parts = {name: text for name, text in zip_longest(_ADDRESS[1:], rest) if name and text}
    if box and "Straße" not in parts:
        parts["Straße"] = box if not box.isdigit() else f"Postfach {box}"
    return parts
