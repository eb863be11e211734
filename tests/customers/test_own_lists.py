"""Own fields in the list of customers: columns, filters, saved views and files."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from accounts.models import User
from customers.models import Customer
from customers.services import change_customer
from lists.models import SavedView
from lists.own.models import OwnField
from tests.cast import CANARY, Browse, firm
from tests.customers.test_list import STATEMENTS
from tests.lists.own import KEPT, one_of_each, own_field
from tests.pages import form_to

COLUMNS = "name,own-kostenstelle,own-flaeche,own-vertragsende,own-sparte,own-newsletter,own-portal"


@pytest.fixture
def three(anna: User) -> dict[str, Customer]:
    """One with everything, one with other values, one with nothing."""
    one_of_each()
    found = {name: firm(f"{name} KG", by=anna) for name in ("Alt", "Bau", "Cura")}
    change_customer(customer=found["Alt"], own=KEPT, by=anna)
    other = {"kostenstelle": "Müller_5%", "flaeche": "99.25", "vertragsende": "2025-06-01", "sparte": "reinigung"}
    change_customer(customer=found["Bau"], own=other | {"newsletter": False}, by=anna)
    return found


def names(client: Client, **query: Any) -> list[str]:
    page = client.get("/customers/", {"view": "table", **query}).content.decode()
    assert "Nicht verstanden" not in page
    return [name for name in ("Alt", "Bau", "Cura") if f"{name} KG</a>" in page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"own-kostenstelle": "k 47"}, ["Alt"]),
        ({"own-kostenstelle": "mueller_5%"}, ["Bau"]),
        ({"own-kostenstelle": "mueller%"}, []),
        ({"own-kostenstelle": ["4711", "müller"]}, ["Alt", "Bau"]),
        ({"own-flaeche-from": "99,25"}, ["Alt", "Bau"]),
        ({"own-flaeche-from": "100"}, ["Alt"]),
        ({"own-flaeche-from": "-1", "own-flaeche-until": "1.000"}, ["Bau"]),
        ({"own-vertragsende-from": "2026-12-31"}, ["Alt"]),
        ({"own-vertragsende-from": "01.06.2025", "own-vertragsende-until": "30.12.2026"}, ["Bau"]),
        ({"own-sparte": "reinigung"}, ["Bau"]),
        ({"own-sparte": ["reinigung", "ueberlassung"]}, ["Alt", "Bau"]),
        ({"own-sparte": "none"}, ["Cura"]),
        ({"own-sparte": ["none", "ueberlassung"]}, ["Alt", "Cura"]),
        ({"own-newsletter": "true"}, ["Alt"]),
        ({"own-newsletter": "false"}, ["Bau"]),
        ({"own-newsletter": "none"}, ["Cura"]),
        ({"own-is-filled": "portal"}, ["Alt"]),
        ({"own-is-filled": "-portal"}, ["Bau", "Cura"]),
        ({"own-is-filled": "-flaeche"}, ["Cura"]),
        ({"own-sparte": "reinigung", "q": "bau"}, ["Bau"]),
        ({"own-newsletter": "false", "own-sparte": "ueberlassung"}, []),
    ],
)
def test_filters_let_through_what_they_say(
    three: dict[str, Customer], anna: User, browse: Browse, query: dict[str, Any], found: list[str]
) -> None:
    assert names(browse(anna), **query) == found


@pytest.mark.parametrize(
    "query",
    [
        {"own-flaeche-from": "viel"}, {"own-vertragsende-until": "31.02.2026"}, {"own-sparte": "bronze"},
        {"own-newsletter": "vielleicht"}, {"own-is-filled": "unsinn"}, {"columns": "name,own-unsinn"},
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named_and_left_out(
    three: dict[str, Customer], anna: User, browse: Browse, query: dict[str, str]
) -> None:
    page = browse(anna).get("/customers/", {"view": "table", **query}).content.decode()
    assert "Nicht verstanden" in page
    assert all(f"{name} KG" in page for name in three)


def test_chips_say_what_is_filtered_and_the_panel_offers_it_again(
    three: dict[str, Customer], anna: User, browse: Browse
) -> None:
    client = browse(anna)
    query = {"own-flaeche-from": "1.125", "own-vertragsende-until": "31.12.2026", "own-sparte": "ueberlassung"}
    page = " ".join(client.get("/customers/", query).content.decode().split())
    assert "Fläche ab:</span> 1.125" in page
    assert "Vertragsende bis:</span> 31.12.2026" in page
    assert "Sparte:</span> Überlassung" in page
    panel = form_to(client.get("/customers/filters/", query).content.decode(), "/customers/").fields
    assert (panel["own-flaeche-from"], panel["own-vertragsende-until"]) == ("1125", "2026-12-31")
    assert panel["own-sparte"] == "ueberlassung"
    assert names(client, **panel) == ["Alt"]


def test_filters_hold_on_every_way_to_a_file(hidden: Customer, cleo: User, anna: User, browse: Browse) -> None:
    """A restricted file is found through what opens it."""
    one_of_each()
    change_customer(customer=hidden, own=KEPT, by=cleo)
    queries: list[dict[str, str]] = [
        {"own-kostenstelle": "4711"}, {"own-flaeche-from": "5"}, {"own-vertragsende-until": "2027-01-01"},
        {"own-sparte": "ueberlassung"}, {"own-newsletter": "true"}, {"own-is-filled": "portal"}, {"q": CANARY},
    ]  # fmt: skip
    for query in queries:
        asked = {"view": "table", "columns": "name,own-kostenstelle", **query}
        assert f"{CANARY} AG</a>" in browse(cleo).get("/customers/", asked).content.decode()
        assert "4711</td>" not in browse(anna).get("/customers/", asked).content.decode()
    assert f"{CANARY} AG</a>" not in browse(cleo).get("/customers/", {"own-is-filled": "-portal"}).content.decode()


def test_columns_are_chosen_and_kept(three: dict[str, Customer], anna: User, browse: Browse) -> None:
    client = browse(anna)
    dialog = client.get("/customers/columns/", {"view": "table"}).content.decode()
    assert "Vertragsende" in dialog
    chosen = ["name", "own-vertragsende", "own-sparte"]
    assert client.post("/customers/columns/?view=table", {"order": chosen, "shown": chosen}).status_code == 302
    page = client.get("/customers/", {"view": "table"}).content.decode()
    assert "<td" in page
    assert all(text in page for text in ("Vertragsende", "31.12.2026", "Überlassung", "Reinigung"))
    assert "Postleitzahl" not in page


def test_a_saved_view_keeps_them_until_the_field_is_retired(
    three: dict[str, Customer], anna: User, browse: Browse
) -> None:
    client = browse(anna)
    query = "own-sparte=reinigung&view=table&columns=name,own-flaeche"
    assert client.post(f"/customers/save-view/?{query}", {"name": "Reinigung", "audience": ""}).status_code == 302
    view = SavedView.objects.get()
    page = client.get(f"/customers/?{view.query}&saved={view.pk}").content.decode()
    assert ("Bau KG" in page, "99,25" in page, "Alt KG" in page) == (True, True, False)
    OwnField.objects.filter(key="flaeche").update(is_retired=True)
    page = client.get(f"/customers/?{view.query}&saved={view.pk}").content.decode()
    assert "Nicht verstanden" in page
    assert ("Bau KG" in page, "99,25" in page) == (True, False)


def test_files_have_typed_cells(three: dict[str, Customer], anna: User, browse: Browse) -> None:
    client = browse(anna)
    answer = client.get(f"/customers/export.csv?columns={COLUMNS}")
    text = answer.getvalue().decode().removeprefix("\ufeff")
    header, *lines = csv.reader(StringIO(text, newline=""), delimiter=";")
    assert header == ["Name", "Kostenstelle", "Fläche", "Vertragsende", "Sparte", "Newsletter", "Portal"]
    assert lines == [
        ["Alt KG", "K 4711", "1234,5", "31.12.2026", "Überlassung", "ja", "https://www.acme.example/portal"],
        ["Bau KG", "Müller_5%", "99,25", "01.06.2025", "Reinigung", "nein", ""],
        ["Cura KG", "", "", "", "", "", ""],
    ]
    answer = client.get(f"/customers/export.xlsx?columns={COLUMNS}")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue()))
    _header, alt, *_rest = book.get_sheet_by_index(0).to_python()
    assert alt[2:5] == [1234.5, date(2026, 12, 31), "Überlassung"]


@pytest.mark.parametrize("fields", [0, 3])
def test_a_list_that_shows_none_asks_for_none(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, fields: int
) -> None:
    acme = firm("Acme", by=anna)
    for number in range(fields):
        own_field(f"Feld {number}", "text")
    change_customer(customer=acme, own={f"feld{number}": "x" for number in range(fields)}, by=anna)
    client = browse(anna)
    for view in ("list", "cards", "table"):
        client.get("/customers/", {"view": view})
        with django_assert_num_queries(STATEMENTS):
            client.get("/customers/", {"view": view})


@pytest.mark.parametrize("columns", [1, 3])
def test_columns_and_filters_cost_one_statement_more(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, columns: int
) -> None:
    for number in range(3):
        own_field(f"Feld {number}", "choice", choices=("A", "B"))
        change_customer(customer=firm(f"Firma {number}", by=anna), own={"feld0": "a"}, by=anna)
    client = browse(anna)
    shown = ",".join(["name", *(f"own-feld{number}" for number in range(columns))])
    query = {"view": "table", "columns": shown, "own-feld0": "a"}
    client.get("/customers/", query)
    with django_assert_num_queries(STATEMENTS + 1):
        page = client.get("/customers/", query).content.decode()
    assert page.count("<td>A</td>") == 3
