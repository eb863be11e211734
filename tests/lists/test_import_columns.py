"""Which column means what."""

import pytest

from customers.importing.columns import COLUMNS
from lists.imports.columns import find_header, guess, plain


def meanings(header: str, *lines: str) -> list[str]:
    names = header.split(";")
    return guess(names, [line.split(";") for line in lines], len(names), COLUMNS)


def test_names_are_compared_without_dots_capitals_umlauts_and_brackets() -> None:
    assert plain(" STRASSE / Nr. ") == plain("Straße-Nr") == "strassenr"
    assert plain("Zahlungsziel (Tage)") == plain("zahlungsziel")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("KdNr;Firmenname;Postleitzahl;Wohnort", ["number", "name", "postcode", "city"]),
        ("Vorname;Name;Firma", ["person_first", "person_last", "name"]),
        ("Name;Strasse;PLZ;Ort", ["name", "street", "postcode", "city"]),
        ("Firma;Telefon;Ansprechpartner;Telefon", ["name", "phone", "person", "person_phone"]),
        ("Firma;Telefon;Telefon 2", ["name", "phone", "phone"]),
        ("Firma;Kundennumer", ["name", "number"]),  # a typing error
        ("Firma;Lieblingsfarbe", ["name", ""]),
    ],
)
def test_columns_are_known_by_the_names_that_programs_give_them(header: str, expected: list[str]) -> None:
    assert meanings(header) == expected


def test_columns_without_a_known_name_are_known_by_what_stands_in_them() -> None:
    assert meanings(
        ";;;",
        "Acme GmbH;20457;info@acme.example;040 1234567",
        "Bau AG;80331;post@bau.example;+49 89 76543",
    ) == ["", "postcode", "email", "phone"]


def test_the_column_names_may_stand_below_a_title() -> None:
    lines = [["Kundenliste 2026", "", ""], ["", "", ""], ["Nr.", "Firma", "Ort"], ["1", "Acme", "Hamburg"]]
    assert find_header(lines, COLUMNS) == 2
    assert find_header(lines[3:], COLUMNS) is None
