import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from customers.listing import CUSTOMERS
from customers.models import Customer
from customers.selectors.lists import chip_counts, search_hits
from customers.services import change_status
from lists.state import read_state
from tests.cast import CANARY, Browse, firm

# session, person with rights, what is new, saved views, the page and the count, its rows
STATEMENTS = 6


@pytest.mark.parametrize("view", ["list", "cards", "table"])
@pytest.mark.parametrize("customers", [1, 3])
def test_a_list_page_costs_the_same_statements_for_one_and_three_rows(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, view: str, customers: int
) -> None:
    for position in range(customers):
        firm(f"Firma {position} GmbH", by=anna)
    client = browse(anna)
    client.get("/customers/", {"view": view})
    with django_assert_num_queries(STATEMENTS):
        page = client.get("/customers/", {"view": view})
    assert page.status_code == 200
    assert all(f"Firma {position} GmbH" in page.content.decode() for position in range(customers))


def test_put_away_customers_come_back_with_their_chip(acme: Customer, anna: User, browse: Browse) -> None:
    change_status(customer=acme, status="archived", by=anna)
    assert "Acme" not in browse(anna).get("/customers/").content.decode()
    assert "Acme" in browse(anna).get("/customers/", {"status": "archived"}).content.decode()


def test_a_file_that_is_closed_is_neither_shown_nor_counted(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    for query in (
        {},
        {"q": CANARY},
        {"q": CANARY, "status": "active"},
        {"q": "kanarienvogl"},
        {"place": CANARY},
    ):
        answer = browse(anna).get("/customers/", query)
        assert CANARY + " AG" not in answer.content.decode()
    state = read_state(CUSTOMERS, QueryDict(""), anna)
    assert chip_counts(anna, state)["status", "active"].hits == 1
    assert chip_counts(cleo, state)["status", "active"].hits == 2
    assert search_hits(anna, CANARY, 5) == []
    assert [hit.title for hit in search_hits(cleo, CANARY, 5)] == [f"{CANARY} AG"]


def test_the_state_of_the_list_is_its_url(acme: Customer, anna: User) -> None:
    query = "q=acme&status=active&responsible=me&sort=-changed&view=cards"
    state = read_state(CUSTOMERS, QueryDict(query), anna)
    assert state.at(None) == f"?{query}"
    assert state.with_view("table") == f"?{query}".replace("cards", "table")


def test_the_last_view_is_remembered_per_person(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    client = browse(anna)
    client.get("/customers/", {"view": "table"})
    assert b"table-view" in client.get("/customers/").content
    assert b"table-view" not in browse(ben).get("/customers/").content


@pytest.mark.parametrize("query", ["", "q=gmbh"])
def test_a_chip_counts_what_one_gets_by_clicking_it(anna: User, query: str) -> None:
    firm("Eins GmbH", by=anna, responsible=anna)
    firm("Zwei GmbH", by=anna, status="lead")
    counts = chip_counts(anna, read_state(CUSTOMERS, QueryDict(query), anna))
    assert {chip: found.hits for chip, found in counts.items()} == {
        ("status", "lead"): 1,
        ("status", "active"): 1,
        ("status", "inactive"): 0,
        ("status", "blocked"): 0,
        ("status", "archived"): 0,
        ("responsible", "me"): 1,
    }
    assert all(found.exact for found in counts.values())
