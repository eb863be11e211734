"""A page says where in the list it is: by number where that is known, else by what it shows."""

import pytest
from django.http import QueryDict

from accounts.models import User
from customers.listing import CUSTOMERS
from customers.selectors.lists import customer_page
from lists import finding
from lists.finding import Found
from lists.position import position
from lists.state import ListState, read_state
from tests.cast import Browse, firm


@pytest.fixture
def five(anna: User, monkeypatch: pytest.MonkeyPatch) -> User:
    for number, name in enumerate(("Aal", "Barsch", "Dorsch", "Hecht", "Zander")):
        firm(name, by=anna, number=f"N{number}", city=name[::-1])
    # pages of two
    monkeypatch.setattr(finding.find, "__kwdefaults__", {**(finding.find.__kwdefaults__ or {}), "size": 2})
    return anna


def page(user: User, query: str) -> tuple[ListState, Found]:
    state = read_state(CUSTOMERS, QueryDict(query), user)
    return state, customer_page(user, state)


def places(user: User, query: str = "") -> list[str]:
    """Of every page, forwards."""
    state, found = page(user, query)
    said = [position(state, found)]
    while found.next:
        state, found = page(user, state.at(found.next)[1:])
        said.append(position(state, found))
    return said


def test_by_name(five: User) -> None:
    assert places(five) == ["1–2", "Dorsch bis Hecht", "5"]


def test_by_what_the_list_is_sorted_by(five: User) -> None:
    assert places(five, "sort=-number")[1] == "N2 bis N1"
    assert places(five, "sort=place")[1] == "laA bis rednaZ"


def test_back_again(five: User) -> None:
    state, found = page(five, "")
    state, found = page(five, state.at(found.next)[1:])
    state, found = page(five, state.at(found.previous)[1:])
    assert position(state, found) == "1–2"


def test_one_page_needs_no_place(five: User, browse: Browse) -> None:
    assert places(five, "q=aal") == [""]
    assert "5 Kunden · 1–2" in " ".join(browse(five).get("/customers/").content.decode().split())
