"""Creating and changing contacts, their rows, and who works where."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from accounts.models import User
from contacts.models import Assignment, Contact, Phone
from contacts.rows import AddressRow, EmailRow, PhoneRow, stored_rows
from contacts.services import (
    AlreadyContactPerson,
    ChangedMeanwhile,
    ContactGone,
    EndsBeforeBegin,
    NotAPerson,
    assign,
    change_assignment,
    change_contact,
    create_organisation,
    create_person,
    end_assignment,
    remove_assignment,
    restore_assignment,
)


def events(model: str, record: int) -> list[tuple[str, Any]]:
    """What the history says about a record: what happened, and who did it."""
    found = apps.get_model("contacts", f"{model}Event").objects.filter(pgh_obj_id=record).order_by("pgh_id")
    return [(event.pgh_label, event.pgh_context["user"]) for event in found]


def phones(contact: Contact) -> list[tuple[str, bool]]:
    return list(contact.phones.order_by("id").values_list("number", "is_main"))


def test_the_first_row_is_the_main_one_unless_another_says_so(anna: User) -> None:
    first = create_organisation(name="A", by=anna, phones=[PhoneRow(number="1"), PhoneRow(number="2")])
    second = create_organisation(name="B", by=anna, phones=[PhoneRow(number="1"), PhoneRow(number="2", is_main=True)])
    assert phones(first) == [("1", True), ("2", False)]
    assert phones(second) == [("1", False), ("2", True)]


def test_only_rows_that_changed_are_written(anna: User, ben: User) -> None:
    contact = create_person(
        by=anna, last_name="Ahrens", phones=[PhoneRow(number="1"), PhoneRow(number="2"), PhoneRow(number="3")]
    )
    one, two, three = stored_rows(contact, "phones")
    changed = PhoneRow(id=two.id, number="22", is_main=True)
    change_contact(contact=contact, by=ben, phones=[replace(one, is_main=False), changed, PhoneRow(number="4")])
    assert phones(contact) == [("1", False), ("22", True), ("4", False)]
    assert events("Phone", one.id or 0) == [("insert", anna.pk), ("update", ben.pk)]  # gave up the main flag
    assert events("Phone", two.id or 0) == [("insert", anna.pk), ("update", ben.pk)]
    assert events("Phone", three.id or 0) == [("insert", anna.pk), ("delete", ben.pk)]


def test_the_same_rows_again_write_nothing(anna: User) -> None:
    rows = [EmailRow(address="a@acme.example"), EmailRow(address="b@acme.example")]
    contact = create_organisation(name="Acme", by=anna, emails=rows)
    change_contact(contact=contact, by=anna, emails=rows)
    assert [events("Email", row.pk) for row in contact.emails.all()] == [[("insert", anna.pk)]] * 2


def test_a_row_of_somebody_else_is_never_touched(anna: User) -> None:
    one = create_organisation(name="A", by=anna, phones=[PhoneRow(number="1")])
    other = create_organisation(name="B", by=anna)
    change_contact(contact=other, by=anna, phones=[PhoneRow(id=one.phones.get().pk, number="9")])
    assert (phones(one), phones(other)) == ([("1", True)], [("9", True)])


def test_rows_that_are_not_given_stay(anna: User) -> None:
    contact = create_organisation(
        name="A", by=anna, phones=[PhoneRow(number="1")], addresses=[AddressRow(city="Ulm")], tags=["VIP"]
    )
    change_contact(contact=contact, by=anna, organisation_name="B")
    contact.refresh_from_db()
    assert (contact.name, phones(contact), contact.addresses.get().city) == ("B", [("1", True)], "Ulm")
    assert [tag.name for tag in contact.tags.all()] == ["VIP"]


def test_tags_are_the_same_however_their_letters_are_written(anna: User) -> None:
    one = create_organisation(name="A", by=anna, tags=["VIP", "Messe"])
    other = create_organisation(name="B", by=anna, tags=["vip"])
    assert set(other.tags.all()) <= set(one.tags.all())


def test_the_history_keeps_one_event_a_change_with_the_person(anna: User, ben: User) -> None:
    contact = create_person(by=anna, first_name="Eva", last_name="Ahrens")
    change_contact(contact=contact, by=ben, last_name="Behrens", position="")
    change_contact(contact=contact, by=ben, last_name="Behrens")
    assert events("Contact", contact.pk) == [("insert", anna.pk), ("update", ben.pk)]


def test_the_folded_columns_follow(anna: User) -> None:
    contact = create_person(by=anna, first_name="Jörg", last_name="Weiß", phones=[PhoneRow(number="+4940123")])
    contact.refresh_from_db()
    assert (contact.sort_key, contact.search) == ("weiss joerg", "joerg weiss 4940123")


def test_a_contact_that_is_gone_is_said_to_be_gone(anna: User) -> None:
    contact = create_organisation(name="A", by=anna)
    Contact.objects.filter(pk=contact.pk).delete()
    with pytest.raises(ContactGone):
        change_contact(contact=contact, by=anna, organisation_name="B")


def test_a_save_is_refused_if_what_it_was_compared_with_has_changed(anna: User, ben: User) -> None:
    contact = create_organisation(name="A", by=anna, phones=[PhoneRow(number="1")])
    expected = {"organisation_name": "A", "phones": stored_rows(contact, "phones")}
    change_contact(contact=contact, by=ben, phones=[PhoneRow(number="2")])
    with pytest.raises(ChangedMeanwhile):
        change_contact(contact=contact, by=anna, expected=expected, phones=[])
    change_contact(contact=contact, by=anna, expected=expected, organisation_name="B")
    assert phones(contact) == [("2", True)]


# --- who works where ------------------------------------------------------------------------


@pytest.fixture
def firm(anna: User) -> Contact:
    return create_organisation(name="Acme", by=anna)


@pytest.fixture
def eva(anna: User) -> Contact:
    return create_person(first_name="Eva", by=anna)


@pytest.fixture
def uwe(anna: User) -> Contact:
    return create_person(first_name="Uwe", by=anna)


def mains(firm: Contact) -> list[str]:
    return list(firm.people.filter(is_main=True).values_list("person__first_name", flat=True))


def test_there_is_one_main_contact_person(anna: User, firm: Contact, eva: Contact, uwe: Contact) -> None:
    first = assign(person=eva, organisation=firm, by=anna, roles=["purchasing"])
    assert mains(firm) == ["Eva"]
    second = assign(person=uwe, organisation=firm, by=anna, is_main=True)
    assert mains(firm) == ["Uwe"]
    change_assignment(assignment=first, by=anna, is_main=True)
    assert mains(firm) == ["Eva"]
    assert events("Assignment", second.pk) == [("insert", anna.pk), ("update", anna.pk)]


def test_nobody_is_a_contact_person_twice_but_may_come_back(anna: User, firm: Contact, eva: Contact) -> None:
    first = assign(person=eva, organisation=firm, by=anna)
    with pytest.raises(AlreadyContactPerson):
        assign(person=eva, organisation=firm, by=anna)
    end_assignment(assignment=first, until=date(2026, 1, 31), by=anna)
    assign(person=eva, organisation=firm, by=anna, valid_from=date(2026, 6, 1))
    assert firm.people.count() == 2


def test_an_end_before_the_beginning_is_refused_beside_its_field(anna: User, firm: Contact, eva: Contact) -> None:
    assignment = assign(person=eva, organisation=firm, by=anna, valid_from=date(2026, 6, 1))
    with pytest.raises(EndsBeforeBegin) as refusal:
        end_assignment(assignment=assignment, until=date(2026, 5, 31), by=anna)
    assert refusal.value.field == "valid_until"


def test_only_a_person_can_be_a_contact_person(anna: User, firm: Contact, eva: Contact) -> None:
    with pytest.raises(NotAPerson):
        assign(person=firm, organisation=firm, by=anna)
    with pytest.raises(NotAPerson):
        assign(person=eva, organisation=eva, by=anna)


def test_a_removed_assignment_comes_back_as_it_was(anna: User, firm: Contact, eva: Contact, uwe: Contact) -> None:
    assignment = assign(
        person=eva, organisation=firm, by=anna, roles=["sales"], position="Verkauf", valid_from=date(2026, 1, 1)
    )
    removed = remove_assignment(assignment=assignment, by=anna)
    assert not firm.people.exists()
    back = restore_assignment(removed=removed, by=anna)
    fields = ("person_id", "roles", "position", "is_main", "valid_from", "valid_until")
    assert Assignment.objects.values(*fields).get(pk=back.pk) == {
        "person_id": eva.pk,
        "roles": ["sales"],
        "position": "Verkauf",
        "is_main": True,
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
    }


def test_who_comes_back_leaves_the_main_flag_to_whoever_took_it(
    anna: User, firm: Contact, eva: Contact, uwe: Contact
) -> None:
    removed = remove_assignment(assignment=assign(person=eva, organisation=firm, by=anna), by=anna)
    assign(person=uwe, organisation=firm, by=anna)
    restore_assignment(removed=removed, by=anna)
    assert mains(firm) == ["Uwe"]


def test_names_of_any_kind_are_kept(anna: User) -> None:
    contact = create_organisation(name="Süß & Söhne 🍰", by=anna)
    contact.refresh_from_db()
    assert contact.name == "Süß & Söhne 🍰"
    assert Phone.objects.count() == 0
