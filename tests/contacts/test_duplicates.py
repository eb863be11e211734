"""Likely duplicates: found by name, e-mail and telephone, among what the person may see."""

from typing import Any

import pytest

from accounts.models import User
from contacts.duplicates import Typed, core, likely
from contacts.models import Kind
from contacts.rows import EmailRow, PhoneRow
from contacts.services import create_organisation, create_person
from customers.models import Customer
from tests.cast import CANARY


def names(user: User, kind: str, name: str, **typed: Any) -> list[str]:
    return [found.name for found in likely(user, Typed(kind, name, **typed))]


@pytest.mark.parametrize(
    ("folded", "name"),
    [
        ("mueller bau gmbh & co. kg", "mueller bau"),
        ("mueller-bau gesellschaft mit beschraenkter haftung", "mueller bau"),
        ("bau mueller e. k.", "bau mueller"),
        ("sonne g.m.b.h.", "sonne"),
        ("maler und sohn ohg", "maler sohn"),
        ("gmbh", "gmbh"),
        ("se", "se"),
    ],
)
def test_legal_forms_do_not_make_a_name(folded: str, name: str) -> None:
    assert core(folded) == name


@pytest.mark.parametrize(
    "typed", ["Müller Bau", "MUELLER-BAU GmbH & Co. KG", "Mueller Bau e.K.", "Müler Bau", "Bau Müller AG"]
)
def test_a_firm_is_found_however_its_name_is_written(anna: User, typed: str) -> None:
    create_organisation(name="Müller Bau GmbH", by=anna)
    create_organisation(name="Meier Bau GmbH", by=anna)
    create_person(first_name="Bau", last_name="Müller", by=anna)
    assert names(anna, Kind.ORGANISATION, typed) == ["Müller Bau GmbH"]


def test_a_person_is_found_with_a_typing_error(anna: User) -> None:
    create_person(first_name="Thomas", last_name="Schmidt", by=anna)
    create_person(first_name="Torben", last_name="Schmidt", by=anna)
    assert names(anna, Kind.PERSON, "Schmitt Thommas") == ["Thomas Schmidt"]


def test_an_e_mail_or_a_telephone_is_reason_enough(anna: User) -> None:
    create_person(
        first_name="Eva", by=anna, emails=[EmailRow(address="Eva@acme.example")], phones=[PhoneRow(number="+4940123")]
    )
    found = likely(anna, Typed(Kind.PERSON, "", emails=["eva@ACME.example"], phones=["+4940123"]))
    assert [(duplicate.name, len(duplicate.reasons)) for duplicate in found] == [("Eva", 2)]


def test_nothing_typed_is_like_nobody(anna: User) -> None:
    create_organisation(name="Acme", by=anna)
    assert likely(anna, Typed(Kind.ORGANISATION, "")) == []
    assert likely(anna, Typed(Kind.ORGANISATION, "GmbH")) == []


def test_duplicates_come_only_from_what_one_may_see(hidden: Customer, anna: User, cleo: User, boss: User) -> None:
    typed = Typed(Kind.ORGANISATION, f"{CANARY} GmbH", emails=["info@kanarienvogel.example"], phones=["+4940123456"])
    assert likely(anna, typed) == []
    assert [found.name for found in likely(cleo, typed)] == [f"{CANARY} AG"]
    assert [found.name for found in likely(boss, typed)] == [f"{CANARY} AG"]
    person = Typed(Kind.PERSON, f"{CANARY} Uwe", emails=["uwe@kanarienvogel.example"])
    assert likely(anna, person) == []
    assert [found.name for found in likely(cleo, person)] == [f"Uwe {CANARY}"]


def test_hostile_names_are_only_names(anna: User) -> None:
    for name in ("%_%", "'; DROP TABLE", "\\", "x" * 10_000, "🍰🍰🍰🍰🍰"):
        assert likely(anna, Typed(Kind.ORGANISATION, name)) == []
