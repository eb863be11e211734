"""The search of the top bar finds customers, what was most likely meant first."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from contacts.selectors import lists as contacts
from contacts.services import create_person
from customers.models import Customer
from customers.selectors.lists import search_hits
from tests.cast import CANARY, firm
from todos.selectors.start import found

pytestmark = pytest.mark.django_db


def titles(user: User, text: str, limit: int = 6) -> list[str]:
    return [hit.title for hit in search_hits(user, text, limit)]


def test_the_top_bar_finds_customers_first(anna: User, acme: Customer) -> None:
    groups = found(anna, acme.contact.organisation_name, limit=6)
    assert groups[0].key == "customers"
    assert [hit.title for hit in groups[0].hits] == [acme.contact.name]


def test_names_that_begin_so_come_before_names_that_hold_it(anna: User) -> None:
    for name in ("Ahrens Tischlerei", "Bautischlerei Süd", "Tischlerei Zander", "Tischlerei Öhler"):
        firm(name, by=anna)
    assert titles(anna, "tischlerei") == [
        "Tischlerei Öhler",
        "Tischlerei Zander",
        "Ahrens Tischlerei",
        "Bautischlerei Süd",
    ]
    assert titles(anna, "TISCHLEREI O", 1) == ["Tischlerei Öhler"]
    assert titles(anna, "tischlerei", 3) == ["Tischlerei Öhler", "Tischlerei Zander", "Ahrens Tischlerei"]


@pytest.mark.parametrize("typed", ["K-10001", "k-10001", "10001"])
def test_the_customer_with_this_number_comes_first(anna: User, typed: str) -> None:
    firm("Aal & 10001 Fische", by=anna, number="K-99999")
    firm("Zander GmbH", by=anna, number="K-10001")
    assert titles(anna, typed)[0] == "Zander GmbH"


def test_no_way_leads_to_a_closed_file(anna: User, cleo: User, hidden: Customer) -> None:
    for typed in (hidden.number, CANARY, CANARY[:4]):
        assert titles(anna, typed) == []
        assert titles(cleo, typed) == [hidden.contact.name]


def test_people_are_found_by_their_last_name_first(anna: User) -> None:
    create_person(by=anna, first_name="Bodo", last_name="Ahrens")
    create_person(by=anna, first_name="Ahrend", last_name="Aabel")
    assert [hit.title for hit in contacts.search_hits(anna, "ahren", 6)] == ["Bodo Ahrens", "Ahrend Aabel"]


@pytest.mark.parametrize("customers", [1, 3])
def test_the_first_names_that_fill_the_box_are_enough(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries, customers: int
) -> None:
    for number in range(customers):
        firm(f"Firma {number}", by=anna)
    search_hits(anna, "firma", 1)
    with django_assert_num_queries(2):  # the page, and what is shown of it
        assert titles(anna, "firma", customers) == [f"Firma {number}" for number in range(customers)]


def test_nonsense_finds_nothing(anna: User, acme: Customer) -> None:
    for typed in ("%%", "__", "x" * 500, "٣٣"):
        assert titles(anna, typed) == []
