"""Address blocks and salutations after DIN 5008, as a table: who, where, and what stands on the letter."""

from typing import Any

import pytest
from django.utils.translation import override

from contacts.letters import Addressee, address_block, letter_salutation
from contacts.names import PersonName, split_name
from contacts.rows import AddressRow

ACME = Addressee("Acme GmbH")
HARBOUR: dict[str, Any] = {"street": "Hafenstraße 1", "postcode": "20457", "city": "Hamburg"}
MOST_LINES = 6


def person(salutation: str = "", last: str = "", first: str = "", title: str = "") -> Addressee:
    return Addressee("", salutation, title, first, last)


SALUTATIONS = [
    # somebody
    (person("mrs", "Müller", "Anna"), "Sehr geehrte Frau Müller,", "Dear Ms Müller,"),
    (person("mr", "Schmidt", "Bernd"), "Sehr geehrter Herr Schmidt,", "Dear Mr Schmidt,"),
    (person("mrs", "Müller-Lüdenscheidt"), "Sehr geehrte Frau Müller-Lüdenscheidt,", "Dear Ms Müller-Lüdenscheidt,"),
    (person("", "Özdemir", "Kim"), "Guten Tag Kim Özdemir,", "Dear Kim Özdemir,"),
    (person("", "Özdemir"), "Guten Tag Özdemir,", "Dear Özdemir,"),
    (person("mrs", "", "Anna"), "Guten Tag Anna,", "Dear Anna,"),
    # nobody in particular
    (ACME, "Sehr geehrte Damen und Herren,", "Dear Sir or Madam,"),
    (None, "Sehr geehrte Damen und Herren,", "Dear Sir or Madam,"),
    # titles: the highest only, no diplomas
    (person("mrs", "Müller", "Anna", "Dr."), "Sehr geehrte Frau Dr. Müller,", "Dear Dr Müller,"),
    (person("mr", "Lang", "Uwe", "Dr. med."), "Sehr geehrter Herr Dr. Lang,", "Dear Dr Lang,"),
    (person("mr", "Lang", "Uwe", "Dr.-Ing."), "Sehr geehrter Herr Dr. Lang,", "Dear Dr Lang,"),
    (person("mr", "Lang", "Uwe", "Prof. Dr. Dr. h. c."), "Sehr geehrter Herr Professor Lang,", "Dear Professor Lang,"),
    (person("mrs", "Lang", "Ute", "Prof."), "Sehr geehrte Frau Professorin Lang,", "Dear Professor Lang,"),
    (person("mr", "Lang", "Uwe", "Dipl.-Ing."), "Sehr geehrter Herr Lang,", "Dear Mr Lang,"),
    (person("mrs", "Lang", "Ute", "M.Sc."), "Sehr geehrte Frau Lang,", "Dear Ms Lang,"),
    (person("", "Özdemir", "Kim", "Dr."), "Guten Tag Dr. Kim Özdemir,", "Dear Dr Özdemir,"),
    (person("", "Özdemir", "Kim", "Prof. Dr."), "Guten Tag Prof. Kim Özdemir,", "Dear Professor Özdemir,"),
    # nobility: counts instead of "Herr" and without "von", a Freiherr is not said, princes whole
    (person("mr", "von Berg", "Jan"), "Sehr geehrter Herr von Berg,", "Dear Mr von Berg,"),
    (person("mr", "Freiherr von Berg", "Jan"), "Sehr geehrter Herr von Berg,", "Dear Mr von Berg,"),
    (person("mrs", "Freifrau zu Stein", "Ida"), "Sehr geehrte Frau zu Stein,", "Dear Ms zu Stein,"),
    (person("mr", "Graf von Berg", "Jan"), "Sehr geehrter Graf Berg,", "Dear Graf Berg,"),
    (person("mrs", "Gräfin von und zu Berg", "Ida"), "Sehr geehrte Gräfin Berg,", "Dear Gräfin Berg,"),
    (person("mr", "Graf Lambsdorff", "Otto"), "Sehr geehrter Graf Lambsdorff,", "Dear Graf Lambsdorff,"),
    (person("", "Baronin von der Heide", "Ida"), "Sehr geehrte Baronin Heide,", "Dear Baronin Heide,"),
    (person("mr", "Graf von Berg", "Jan", "Dr."), "Sehr geehrter Herr Dr. Graf Berg,", "Dear Dr Graf Berg,"),
    (person("mrs", "Prinzessin von Baden", "Ida"), "Sehr geehrte Prinzessin von Baden,", "Dear Prinzessin von Baden,"),
    # ordinary names that only look like it
    (person("mrs", "Graf", "Steffi"), "Sehr geehrte Frau Graf,", "Dear Ms Graf,"),
    (person("mr", "Ritter", "Uwe"), "Sehr geehrter Herr Ritter,", "Dear Mr Ritter,"),
    (person("mr", "Graf-Müller", "Uwe"), "Sehr geehrter Herr Graf-Müller,", "Dear Mr Graf-Müller,"),
    # couples
    (
        person("f+m", "Müller und Schmidt", "Anna und Bernd"),
        "Sehr geehrte Frau Müller, sehr geehrter Herr Schmidt,",
        "Dear Ms Müller and Mr Schmidt,",
    ),
    (
        person("m+f", "Müller", "Bernd & Anna"),
        "Sehr geehrter Herr Müller, sehr geehrte Frau Müller,",
        "Dear Mr Müller and Ms Müller,",
    ),
    (
        person("f+m", "Müller", "Anna und Bernd", "Dr."),
        "Sehr geehrte Frau Dr. Müller, sehr geehrter Herr Müller,",
        "Dear Dr Müller and Mr Müller,",
    ),
    (
        person("f+m", "Müller", "Anna u. Bernd", "und Prof. Dr."),
        "Sehr geehrte Frau Müller, sehr geehrter Herr Professor Müller,",
        "Dear Ms Müller and Professor Müller,",
    ),
    (
        person("m+f", "Graf von Berg und Gräfin von Berg", "Jan und Ida"),
        "Sehr geehrter Graf Berg, sehr geehrte Gräfin Berg,",
        "Dear Graf Berg and Gräfin Berg,",
    ),
    (person("f+m", "", "Anna und Bernd"), "Guten Tag Anna und Bernd,", "Dear Anna und Bernd,"),
    (person("", "Müller", "Anna und Eva"), "Guten Tag Anna und Eva Müller,", "Dear Anna und Eva Müller,"),
    (person("f+m", "Undine", "Gundula und Rune"), "Sehr geehrte Frau Undine, sehr geehrter Herr Undine,", None),
]


@pytest.mark.parametrize(("who", "german", "english"), SALUTATIONS)
def test_a_letter_begins_as_the_field_expects(who: Addressee | None, german: str, english: str | None) -> None:
    assert letter_salutation(who) == german
    assert english in (None, letter_salutation(who, language="en"))


BLOCKS: list[tuple[Addressee, dict[str, Any], dict[str, Any], list[str]]] = [
    (ACME, HARBOUR, {}, ["Acme GmbH", "Hafenstraße 1", "20457 Hamburg"]),
    (
        person("mrs", "Müller", "Anna", "Dr."),
        HARBOUR,
        {"at": "Acme GmbH"},
        ["Acme GmbH", "Frau Dr. Anna Müller", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (person("mr", "Schmidt", "Bernd"), HARBOUR, {}, ["Herrn Bernd Schmidt", "Hafenstraße 1", "20457 Hamburg"]),
    (person("", "Özdemir", "Kim"), HARBOUR, {}, ["Kim Özdemir", "Hafenstraße 1", "20457 Hamburg"]),
    (
        person("mr", "Lang", "Uwe", "Prof. Dr. med."),
        HARBOUR,
        {},
        ["Herrn Prof. Dr. med. Uwe Lang", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (
        person("mrs", "Lang", "Ute", "Dipl.-Ing. M.Sc."),
        HARBOUR,
        {},
        ["Frau Dipl.-Ing. Ute Lang M.Sc.", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (
        person("mr", "Freiherr von Berg", "Jan"),
        HARBOUR,
        {},
        ["Herrn Jan Freiherr von Berg", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (
        person("f+m", "Müller und Schmidt", "Anna und Bernd"),
        HARBOUR,
        {},
        ["Frau Anna Müller", "Herrn Bernd Schmidt", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (
        person("m+f", "Müller", "Bernd und Anna", "Dr."),
        HARBOUR,
        {},
        ["Herrn Dr. Bernd Müller", "Frau Anna Müller", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (
        person("mrs", "Smith", "Ann"),
        HARBOUR,
        {"language": "en", "at": "Acme Ltd"},
        ["Acme Ltd", "Ms Ann Smith", "Hafenstraße 1", "20457 Hamburg"],
    ),
    # second lines and post boxes
    (
        ACME,
        {**HARBOUR, "addition": "Hinterhaus"},
        {},
        ["Acme GmbH", "Hinterhaus", "Hafenstraße 1", "20457 Hamburg"],
    ),
    (ACME, {**HARBOUR, "street": "Postfach 103040"}, {}, ["Acme GmbH", "Postfach 10 30 40", "20457 Hamburg"]),
    (ACME, {**HARBOUR, "street": "postfach 4 5711"}, {}, ["Acme GmbH", "Postfach 4 57 11", "20457 Hamburg"]),
    (ACME, {**HARBOUR, "addition": "Postfach 1234"}, {}, ["Acme GmbH", "Hafenstraße 1", "20457 Hamburg"]),
    (
        ACME,
        {**HARBOUR, "addition": "Postfach 1234", "street": ""},
        {},
        ["Acme GmbH", "Postfach 12 34", "20457 Hamburg"],
    ),
    (ACME, {**HARBOUR, "street": "Postfachweg 12"}, {}, ["Acme GmbH", "Postfachweg 12", "20457 Hamburg"]),
    # abroad: town and country in capitals, the country in German and last
    (
        ACME,
        {"street": "Mariahilfer Straße 1", "postcode": "1060", "city": "Wien", "country": "AT"},
        {},
        ["Acme GmbH", "Mariahilfer Straße 1", "1060 WIEN", "ÖSTERREICH"],
    ),
    (
        ACME,
        {"street": "Postfach 1234", "postcode": "8001", "city": "Zürich", "country": "CH"},
        {},
        ["Acme GmbH", "Postfach 1234", "8001 ZÜRICH", "SCHWEIZ"],
    ),
    (
        person("mrs", "Smith", "Ann"),
        {"street": "10 Downing Street", "postcode": "SW1A 2AA", "city": "London", "country": "GB"},
        {"language": "en"},
        ["Ms Ann Smith", "10 Downing Street", "LONDON", "SW1A 2AA", "VEREINIGTES KÖNIGREICH"],
    ),
    (
        ACME,
        {"street": "350 Fifth Avenue", "postcode": "NY 10118", "city": "New York", "country": "US"},
        {},
        ["Acme GmbH", "350 Fifth Avenue", "NEW YORK NY 10118", "VEREINIGTE STAATEN"],
    ),
    (ACME, {"city": "Rom", "country": "QQ"}, {}, ["Acme GmbH", "ROM", "QQ"]),
    # missing parts
    (ACME, {"postcode": "20457", "city": "Hamburg"}, {}, ["Acme GmbH", "20457 Hamburg"]),
    (ACME, {"street": "Hafenstraße 1", "city": "Hamburg"}, {}, ["Acme GmbH", "Hafenstraße 1", "Hamburg"]),
    (ACME, {"street": "Hafenstraße 1"}, {}, ["Acme GmbH", "Hafenstraße 1"]),
    (ACME, {}, {}, []),
    (ACME, {"addition": "Hinterhaus", "country": "AT"}, {}, []),
]


@pytest.mark.parametrize(("who", "place", "said", "lines"), BLOCKS)
def test_an_address_block_has_its_lines_in_order(
    who: Addressee, place: dict[str, Any], said: dict[str, Any], lines: list[str]
) -> None:
    assert address_block(who, AddressRow(**place), **said) == lines
    assert len(lines) <= MOST_LINES


def test_the_post_reads_german_whoever_reads_the_page() -> None:
    vienna = AddressRow(street="Ring 1", postcode="1010", city="Wien", country="AT")
    with override("en"):
        assert address_block(ACME, vienna)[-1] == "ÖSTERREICH"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Frau und Herr Anna und Bernd Müller", PersonName("f+m", "", "Anna und Bernd", "Müller")),
        ("Herr und Frau Bernd Schmidt und Anna Müller", PersonName("m+f", "", "Bernd und Anna", "Schmidt und Müller")),
        ("Frau Anna von Berg", PersonName("mrs", "", "Anna", "von Berg")),
    ],
)
def test_a_couple_is_read_from_one_text(text: str, name: PersonName) -> None:
    assert split_name(text) == name
