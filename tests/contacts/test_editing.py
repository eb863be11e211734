"""Two people edit the same contact: both changes survive, and the second is told."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.models import User
from contacts.forms.contact import ContactForms
from contacts.models import Contact
from contacts.rows import PhoneRow, stored_rows
from contacts.selectors import contact as selectors
from contacts.services import change_contact, create_person


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def eva(anna: User) -> Contact:
    return create_person(
        by=anna, first_name="Eva", last_name="Ahrens", phones=[PhoneRow(number="+4940111"), PhoneRow(number="+4940222")]
    )


def opened(contact: Contact, data: QueryDict | None = None) -> ContactForms:
    return ContactForms(
        contact.kind,
        data,
        stored=selectors.stored_values(contact),
        rows=selectors.all_stored_rows(contact),
        last_change=selectors.last_change_of(contact),
        last_touch=selectors.last_touch,
    )


def sent(forms: ContactForms, **typed: str) -> QueryDict:
    """What the browser posts for the form as it is shown, with these fields typed over."""
    data = QueryDict(mutable=True)
    for bound in forms.form:
        shown = bound.field.widget.format_value(bound.value()) or ""
        data.setlist(bound.html_name, shown if isinstance(shown, list) else [shown])
    for kind, rows in forms.row_sets.items():
        data[f"{kind}-seen"], data[f"{kind}-main"] = rows.seen, rows.main
        for row in rows.forms:
            for bound in row:
                if bound.name != "remove":
                    data[bound.html_name] = str(bound.value() or "")
    for name, value in typed.items():
        data[name.replace("__", "-")] = value
    return data


def save(contact: Contact, by: User, forms: ContactForms, **typed: str) -> ContactForms:
    """Saves if there is nothing to be said against it."""
    bound = opened(contact, sent(forms, **typed))
    if bound.is_valid():
        changes: Any = bound.changes
        change_contact(contact=contact, by=by, expected=bound.expected, **changes)
    return bound


def numbers(contact: Contact) -> list[str]:
    return list(contact.phones.order_by("id").values_list("number", flat=True))


def test_different_fields_and_rows_of_two_people_are_all_kept(anna: User, ben: User, eva: Contact) -> None:
    form = opened(eva)
    change_contact(
        contact=eva,
        by=ben,
        position="Leitung",
        phones=[
            stored_rows(eva, "phones")[0],
            PhoneRow(id=stored_rows(eva, "phones")[1].id, number="+4940999"),
            PhoneRow(number="+4940333"),
        ],
    )
    bound = save(eva, anna, form, title="Dr.", phones__0__number="040 555")
    eva.refresh_from_db()
    assert (eva.title, eva.position, numbers(eva)) == ("Dr.", "Leitung", ["+4940555", "+4940999", "+4940333"])
    assert bound.notices == [
        "Ben changed “Position” meanwhile from “nothing” to “Leitung”. That is kept.",
        "Ben changed “+49 40 222” meanwhile to “+49 40 999”. That is kept.",
        "Ben added “+49 40 333” meanwhile. That is kept.",
    ]


def test_the_same_row_changed_by_both_shows_both_and_the_second_save_decides(
    anna: User, ben: User, eva: Contact
) -> None:
    form = opened(eva)
    one, two = stored_rows(eva, "phones")
    change_contact(contact=eva, by=ben, phones=[PhoneRow(id=one.id, number="+4940777", is_main=True), two])
    bound = save(eva, anna, form, phones__0__number="040 555")
    assert [error for field in bound for error in field.errors] == [
        "Ben changed this row meanwhile from “+49 40 111” to “+49 40 777”. Save again to keep what you typed."
    ]
    assert numbers(eva) == ["+4940777", "+4940222"]
    save(eva, anna, bound)
    assert numbers(eva) == ["+4940555", "+4940222"]


def test_a_row_that_the_other_one_removed_comes_back_only_if_it_was_changed(
    anna: User, ben: User, eva: Contact
) -> None:
    form = opened(eva)
    change_contact(contact=eva, by=ben, phones=[stored_rows(eva, "phones")[0]])
    untouched = save(eva, anna, form, title="Dr.")
    assert untouched.notices == ["Ben removed “+49 40 222” meanwhile. That is kept."]
    assert numbers(eva) == ["+4940111"]
    touched = save(eva, anna, form, phones__1__number="040 888")
    assert [error for field in touched for error in field.errors] == [
        "Ben removed this row meanwhile. Save again to keep what you typed."
    ]
    save(eva, anna, touched)
    assert numbers(eva) == ["+4940111", "+4940888"]


def test_a_row_that_the_other_one_changed_is_removed_only_on_second_thought(
    anna: User, ben: User, eva: Contact
) -> None:
    form = opened(eva)
    one, two = stored_rows(eva, "phones")
    change_contact(contact=eva, by=ben, phones=[one, PhoneRow(id=two.id, number="+4940999")])
    bound = save(eva, anna, form, phones__1__remove="on")
    assert [error for field in bound for error in field.errors] == [
        "Ben changed this row meanwhile to “+49 40 999”. Save again to remove it."
    ]
    save(eva, anna, bound, phones__1__remove="on")
    assert numbers(eva) == ["+4940111"]


def test_adding_a_row_neither_judges_nor_forgets(eva: Contact, anna: User, ben: User) -> None:
    form = opened(eva)
    change_contact(contact=eva, by=ben, position="Leitung")
    more = opened(eva, sent(form, position="Einkauf", phones__1__number="quatsch", add="phones"))
    assert more.add_row("phones") == "phones"
    shown = [row["number"].value() for row in more.row_sets["phones"].forms]
    assert shown == ["+49 40 111", "quatsch", None]
    assert not more.errors
    assert [error for field in save(eva, anna, more, phones__1__number="040 222") for error in field.errors]


def test_saving_without_a_change_writes_nothing(anna: User, eva: Contact) -> None:
    bound = save(eva, anna, opened(eva))
    assert (bound.changes, bound.notices) == ({}, [])
