"""Stories with real commits: what was saved together is one entry, told apart by its transaction."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.history import writing
from accounts.models import User
from contacts.models import Assignment
from contacts.rows import AddressRow, PhoneRow
from contacts.services import assign, change_contact, create_person, end_assignment
from customers.history import history
from customers.models import Access, Customer
from customers.sentences import Line
from customers.services import change_customer, change_file, change_status, create_customer
from lists.models import Tag
from tests.cast import CANARY, firm

# the events, and names of users, customers and people
STATEMENTS = 4

pytestmark = pytest.mark.usefixtures("committed_db")


def newest(user: User, customer: Customer) -> list[Line]:
    return history(user, customer).entries[0].lines


def test_a_new_file_is_one_entry(anna: User, ben: User) -> None:
    customer = create_customer(
        by=anna,
        organisation={"name": "Neu GmbH", "addresses": [AddressRow(street="Weg 1", postcode="20457", city="Ulm")]},
    )
    (entry,) = history(ben, customer).entries
    assert (entry.who, entry.through) == ("Anna", "")
    assert entry.lines == [
        Line("Kunde angelegt", new="K-100001"),
        Line("Adresse hinzugefügt", new="Weg 1, 20457 Ulm (Büro, Hauptadresse)"),
    ]


def test_values_are_told_as_people_write_them(acme: Customer, anna: User, ben: User, cleo: User) -> None:
    change_file(
        customer=acme,
        by=cleo,
        organisation_name="Acme AG",
        responsible=ben,
        customer_since=date(2020, 1, 2),
        language="en",
        phones=[PhoneRow(number="+4940999999", label="mobile", is_main=True)],
    )
    entry = history(ben, acme).entries[0]
    assert entry.who == "Cleo"
    assert entry.lines == [
        Line("Verantwortlich geändert", "Anna", "Ben"),
        Line("Kunde seit geändert", "", "02.01.2020"),
        Line("Sprache geändert", "Deutsch", "English"),
        Line("Firmenname geändert", "Acme GmbH", "Acme AG"),
        Line("Telefon geändert", "+49 40 123456 (Büro, Hauptnummer)", "+49 40 999999 (mobil, Hauptnummer)"),
    ]


def test_an_iban_stands_in_fours(acme: Customer, anna: User) -> None:
    change_customer(customer=acme, iban="DE89370400440532013000", by=anna)
    assert newest(anna, acme) == [Line("IBAN geändert", "", "DE89 3704 0044 0532 0130 00")]


def test_tags_come_and_go_in_sentences(acme: Customer, anna: User, cleo: User) -> None:
    change_file(customer=acme, tags=["VIP", "Messe"], by=anna)
    assert newest(anna, acme) == [Line("Schlagwort „VIP“ hinzugefügt"), Line("Schlagwort „Messe“ hinzugefügt")]
    change_file(customer=acme, tags=["VIP", "A-Kunde"], industry="Bau", by=cleo)
    entry = history(anna, acme).entries[0]
    assert (entry.who, entry.lines) == (
        "Cleo",
        [
            Line("Branche geändert", "", "Bau"),
            Line("Schlagwort „Messe“ entfernt"),
            Line("Schlagwort „A-Kunde“ hinzugefügt"),
        ],
    )
    change_file(customer=acme, tags=["A-Kunde", "VIP"], by=anna)
    assert history(anna, acme).entries[0] == entry  # nothing has changed


def test_a_tag_that_is_gone_has_no_name_any_more(acme: Customer, anna: User) -> None:
    change_file(customer=acme, tags=["VIP"], by=anna)
    Tag.objects.all().delete()
    assert [line for entry in history(anna, acme).entries[:2] for line in entry.lines] == [
        Line("Schlagwort „inzwischen gelöscht“ entfernt"),
        Line("Schlagwort „inzwischen gelöscht“ hinzugefügt"),
    ]


def test_a_block_and_its_reason(acme: Customer, anna: User) -> None:
    change_status(customer=acme, status="blocked", reason="zahlt nicht", by=anna)
    assert newest(anna, acme) == [
        Line("Sichtbarkeit-Status geändert", "aktiv", "gesperrt"),
        Line("Grund der Sperre geändert", "", "zahlt nicht"),
    ]


def test_contact_persons_come_change_and_leave(acme: Customer, anna: User) -> None:
    uwe = Assignment.objects.get()
    end_assignment(assignment=uwe, until=date(2026, 12, 31), by=anna)
    assert newest(anna, acme) == [
        Line(
            "Ansprechpartner geändert",
            "Uwe Acme (Einkauf, Hauptansprechpartner)",
            "Uwe Acme (Einkauf, bis 31.12.2026, Hauptansprechpartner)",
        )
    ]
    with writing(anna):
        uwe.delete()
    (line,) = newest(anna, acme)
    assert (line.sentence, line.new) == ("Ansprechpartner entfernt", None)


def test_several_writes_of_one_save_are_told_from_first_to_last(acme: Customer, anna: User) -> None:
    with writing(anna):
        change_customer(customer=acme, by=anna, industry="Bau")
        change_customer(customer=acme, by=anna, industry="Hochbau")
    assert newest(anna, acme) == [Line("Branche geändert", "", "Hochbau")]
    with writing(anna):
        change_customer(customer=acme, by=anna, industry="x")
        change_customer(customer=acme, by=anna, industry="Hochbau")
    assert newest(anna, acme) == []


def test_who_did_it_may_be_gone_or_be_the_system_or_an_import(acme: Customer, anna: User, cleo: User) -> None:
    change_customer(customer=acme, by=cleo, industry="Bau")
    change_customer(customer=acme, by=None, industry="Hochbau")
    with writing(anna, imported=7):
        change_customer(customer=acme, by=anna, industry="Tiefbau")
    cleo.delete()
    told = [(entry.who, entry.through) for entry in history(anna, acme).entries[:3]]
    assert told == [("Anna", "Import"), ("Timecount", ""), ("ein gelöschter Benutzer", "")]


def test_names_that_the_reader_may_not_see_stay_hidden(
    acme: Customer, hidden: Customer, anna: User, cleo: User
) -> None:
    uwe = hidden.contact.people.get().person
    change_customer(customer=acme, by=cleo, parent=hidden)
    assign(person=uwe, organisation=acme.contact, by=cleo, widen=True)
    Assignment.objects.filter(person=uwe, organisation=acme.contact).delete()
    assert CANARY not in str(history(anna, acme))
    assert newest(anna, acme)[0].old == "eine Person, die Sie nicht sehen"
    seen = str(history(cleo, acme))
    assert f"{CANARY} AG" in seen
    assert f"Uwe {CANARY}" in seen


def test_pages_follow_each_other_without_gap_or_overlap(acme: Customer, anna: User) -> None:
    for number in range(7):
        change_customer(customer=acme, by=anna, industry=f"Branche {number}")
    told, place = [], ""
    for _page in range(10):
        page = history(anna, acme, before=place, limit=2)
        told += [entry.lines[0].new for entry in page.entries]
        place = page.older
        if not place:
            break
    assert told == [
        *(f"Branche {number}" for number in range(6, -1, -1)),
        "Uwe Acme (Einkauf, Hauptansprechpartner)",
        "10001",
    ]


@pytest.mark.parametrize("place", ["", "unsinn", "2026-01-01_unsinn", "\0", "9999-99-99_" + "0" * 32])
def test_a_place_that_nobody_handed_out_is_the_beginning(acme: Customer, anna: User, place: str) -> None:
    assert history(anna, acme, before=place) == history(anna, acme)


@pytest.mark.parametrize("changes", [1, 3])
def test_a_history_costs_the_same_statements_for_one_and_three_entries(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries, changes: int
) -> None:
    parent = firm("Mutter AG", by=anna)
    customer = create_customer(by=anna, organisation={"name": "Neu GmbH"}, responsible=anna, parent=parent)
    for number in range(changes):
        petra = create_person(by=anna, first_name="Petra", last_name=f"Klein {number}")
        assign(person=petra, organisation=customer.contact, by=anna)
    with django_assert_num_queries(STATEMENTS):
        history(anna, customer)


def test_another_files_changes_are_not_told(acme: Customer, hidden: Customer, anna: User, cleo: User) -> None:
    change_contact(contact=hidden.contact, by=cleo, notes="geheim")
    change_customer(customer=hidden, by=cleo, access=Access.MODULE)
    assert len(history(anna, acme).entries) == 2
