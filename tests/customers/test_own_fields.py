"""Own fields of a customer: in its forms, in the file, in the history."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from customers.history import history
from customers.models import Customer
from customers.sentences import Line
from customers.services import change_customer, create_customer
from lists.own.models import OwnField
from tests.cast import CANARY, Browse
from tests.lists.own import KEPT, SHOWN, TYPED, one_of_each, own_field
from tests.pages import form_to, forms

HTMX = {"HX-Request": "true"}
# session, person with rights, what is new, the file, the access record, all that belongs to it, which fields there
# are, addresses, ways to reach it, and two for its head
STATEMENTS = 11


def own_of(customer: Customer) -> dict[str, Any]:
    own: dict[str, Any] = Customer.objects.get(pk=customer.pk).own
    return own


def opened(client: Client, customer: Customer, path: str = "edit/") -> dict[str, Any]:
    path = f"/customers/{customer.pk}/{path}"
    return form_to(client.get(path).content.decode(), path).fields


def saved(client: Client, customer: Customer, typed: dict[str, Any], path: str = "edit/") -> str:
    """Empty after a save, else the page with its errors."""
    answer = client.post(f"/customers/{customer.pk}/{path}", typed)
    return "" if answer.status_code == 302 else answer.content.decode()


def fact(page: str, name: str) -> str:
    part = page[page.index(f'id="fact-{name}"') :]
    return part[: part.index("</dd>")]


def test_none_are_there_until_somebody_defines_one(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    for path in (f"/customers/{acme.pk}/master-data/", f"/customers/{acme.pk}/edit/", "/customers/new/"):
        assert "Weitere Angaben" not in client.get(path).content.decode()


def test_what_is_typed_in_the_form_stands_in_the_file(acme: Customer, anna: User, browse: Browse) -> None:
    one_of_each()
    client = browse(anna)
    typed = opened(client, acme)
    assert {name: typed[name] for name in TYPED} == dict.fromkeys(TYPED, "")
    assert "die des Kunden" in client.get(f"/customers/{acme.pk}/edit/").content.decode()
    assert saved(client, acme, typed | TYPED) == ""
    assert own_of(acme) == KEPT
    page = client.get(f"/customers/{acme.pk}/master-data/").content.decode()
    for name, text in SHOWN.items():
        assert text in fact(page, name)
    assert 'href="https://www.acme.example/portal" rel="noreferrer"' in fact(page, "own-portal")


def test_saving_what_was_opened_changes_nothing(acme: Customer, anna: User, browse: Browse) -> None:
    one_of_each()
    change_customer(customer=acme, own=KEPT, by=anna)
    before = Customer.objects.values().get()
    client = browse(anna)
    assert saved(client, acme, opened(client, acme)) == ""
    assert Customer.objects.values().get() == before


def test_empty_ones_are_not_shown_but_can_be_filled_in(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    one_of_each()
    page = browse(anna).get(f"/customers/{acme.pk}/master-data/").content.decode()
    assert "fact-own-" not in page
    assert f'href="/customers/{acme.pk}/edit/#own"' in page
    assert "Weitere Angaben" not in browse(ben).get(f"/customers/{acme.pk}/master-data/").content.decode()


def test_emptied_it_is_gone(acme: Customer, anna: User, browse: Browse) -> None:
    one_of_each()
    change_customer(customer=acme, own=KEPT, by=anna)
    client = browse(anna)
    assert saved(client, acme, opened(client, acme) | {"own-newsletter": "", "own-flaeche": " "}) == ""
    assert own_of(acme) == {key: value for key, value in KEPT.items() if key not in ("newsletter", "flaeche")}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (("own-flaeche", "viel"), "Das ist keine Zahl"),
        (("own-vertragsende", "31.02.2026"), "Das ist kein Datum"),
        (("own-sparte", "bronze"), "Bitte eines davon wählen: Reinigung, Überlassung, Winterdienst."),
        (("own-newsletter", "vielleicht"), "Ja oder Nein"),
        (("own-portal", "javascript:alert(1)"), "keine Webadresse"),
        (("own-kostenstelle", "x" * 501), "höchstens 500 Zeichen"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_kept_there(
    acme: Customer, anna: User, browse: Browse, wrong: tuple[str, str], error: str
) -> None:
    (name, typed) = wrong
    one_of_each()
    client = browse(anna)
    page = saved(client, acme, opened(client, acme) | TYPED | {name: typed})
    assert error in page
    assert f"#id_{name}" in page  # the summary leads there
    again = form_to(page, f"/customers/{acme.pk}/edit/").fields
    assert again[name] == (typed if name not in ("own-sparte", "own-newsletter") else "")
    assert own_of(acme) == {}


@pytest.mark.parametrize("text", ["</dd><script>x</script>", "{{ 7*7 }}", "'; DROP TABLE x; --", "=1+1", "%s %(a)s"])
def test_a_hostile_text_is_only_a_text(acme: Customer, anna: User, browse: Browse, text: str) -> None:
    own_field(f"Feld {text}"[:60], "text", help_text=text)
    client, field = browse(anna), OwnField.objects.get()
    assert saved(client, acme, opened(client, acme) | {f"own-{field.key}": text}) == ""
    assert own_of(acme) == {field.key: text}
    for path in ("master-data/", "edit/", "history/"):
        assert "<script>x" not in client.get(f"/customers/{acme.pk}/{path}").content.decode()


def test_one_is_changed_in_its_place(acme: Customer, anna: User, browse: Browse) -> None:
    one_of_each()
    change_customer(customer=acme, own={"flaeche": "31.9"}, by=anna)
    client, path = browse(anna), f"/customers/{acme.pk}/master-data/own-flaeche/"
    typed = form_to(client.get(path, headers=HTMX).content.decode(), path).fields
    assert typed["own-flaeche"] == "31,9"
    assert "keine Zahl" in client.post(path, typed | {"own-flaeche": "x"}, headers=HTMX).content.decode()
    answer = client.post(path, typed | {"own-flaeche": "1.000,5"}, headers=HTMX)
    assert "1.000,5" in answer.content.decode()
    assert own_of(acme) == {"flaeche": "1000.5"}


@pytest.mark.parametrize("name", ["own-unsinn", "own-", "own-alt", "own"])
def test_what_is_no_field_is_missing(acme: Customer, anna: User, browse: Browse, name: str) -> None:
    own_field("Alt", "text", is_retired=True)
    assert browse(anna).get(f"/customers/{acme.pk}/master-data/{name}/").status_code == 404


def test_who_may_only_read_changes_none(acme: Customer, ben: User, browse: Browse) -> None:
    one_of_each()
    client = browse(ben)
    assert client.post(f"/customers/{acme.pk}/master-data/own-flaeche/", {"own-flaeche": "1"}).status_code == 403
    assert client.post(f"/customers/{acme.pk}/edit/", TYPED).status_code == 403
    assert own_of(acme) == {}


def test_a_closed_file_keeps_its_own_to_itself(hidden: Customer, cleo: User, anna: User, browse: Browse) -> None:
    own_field("Vermerk", "text")
    change_customer(customer=hidden, own={"vermerk": CANARY}, by=cleo)
    assert browse(cleo).get(f"/customers/{hidden.pk}/master-data/").status_code == 200
    assert browse(anna).get(f"/customers/{hidden.pk}/master-data/").status_code == 404
    answer = browse(anna).get("/customers/", {"view": "table", "columns": "name,own-vermerk"})
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


def test_two_people_change_different_fields(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    one_of_each()
    change_customer(customer=acme, own=KEPT, by=anna)
    client = browse(anna)
    typed = opened(client, acme)
    change_customer(customer=acme, own={"flaeche": "7"}, by=cleo)
    assert saved(client, acme, typed | {"own-kostenstelle": "4712"}) == ""
    assert own_of(acme) == KEPT | {"flaeche": "7", "kostenstelle": "4712"}


def test_two_people_change_the_same_field(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    one_of_each()
    client = browse(anna)
    typed = opened(client, acme)
    change_customer(customer=acme, own={"sparte": "reinigung", "newsletter": True}, by=cleo)
    page = saved(client, acme, typed | {"own-sparte": "winterdienst"})
    assert "Cleo hat dies am" in page
    assert "von „leer“ in „Reinigung“ geändert. Sie haben „Winterdienst“ eingegeben." in page
    assert own_of(acme) == {"sparte": "reinigung", "newsletter": True}
    again = form_to(page, f"/customers/{acme.pk}/edit/").fields
    assert saved(client, acme, again) == ""
    assert own_of(acme) == {"sparte": "winterdienst", "newsletter": True}


def test_a_new_customer_has_them_from_the_beginning(anna: User, browse: Browse) -> None:
    one_of_each()
    client = browse(anna)
    page = client.get("/customers/new/").content.decode()
    (typed,) = [form.fields for form in forms(page) if "number" in form.fields]
    wrong = client.post("/customers/new/", typed | TYPED | {"organisation_name": "Neu GmbH", "own-flaeche": "x"})
    assert "Das ist keine Zahl" in wrong.content.decode()
    assert client.post("/customers/new/", typed | TYPED | {"organisation_name": "Neu GmbH"}).status_code == 302
    assert own_of(Customer.objects.get()) == KEPT


def test_a_retired_field_is_read_but_not_asked_for(acme: Customer, anna: User, browse: Browse) -> None:
    field = own_field("Rabattgruppe", "text")
    change_customer(customer=acme, own={field.key: "C"}, by=anna)
    OwnField.objects.update(is_retired=True)
    client = browse(anna)
    assert "Rabattgruppe" not in client.get(f"/customers/{acme.pk}/edit/").content.decode()
    page = client.get(f"/customers/{acme.pk}/master-data/").content.decode()
    assert "wird nicht mehr erhoben" in fact(page, "own-rabattgruppe")
    assert "inline-edit" not in fact(page, "own-rabattgruppe")
    assert saved(client, acme, opened(client, acme) | {"industry": "Bau", "own-rabattgruppe": "D"}) == ""
    assert own_of(acme) == {field.key: "C"}


def test_a_retired_choice_stays_where_it_is_chosen(acme: Customer, anna: User, browse: Browse) -> None:
    field = own_field("Sparte", "choice", choices=("Alt", "Neu"))
    change_customer(customer=acme, own={"sparte": "alt"}, by=anna)
    other = create_customer(by=anna, organisation={"name": "Andere"})
    field.choices.filter(key="alt").update(is_retired=True, label="Früher")
    client = browse(anna)
    assert "Früher" in client.get(f"/customers/{acme.pk}/master-data/").content.decode()
    assert saved(client, acme, opened(client, acme) | {"industry": "Bau"}) == ""
    assert own_of(acme) == {"sparte": "alt"}
    assert "Früher" not in client.get(f"/customers/{other.pk}/edit/").content.decode()
    assert "wird nicht mehr verwendet" in saved(client, other, opened(client, other) | {"own-sparte": "alt"})


def newest(user: User, customer: Customer) -> list[Line]:
    return history(user, customer).entries[0].lines


@pytest.mark.usefixtures("committed_db")
def test_the_history_tells_them_by_name_from_old_to_new(acme: Customer, anna: User) -> None:
    one_of_each()
    change_customer(customer=acme, own=KEPT, by=anna)
    assert [(line.sentence, line.old, line.new) for line in newest(anna, acme)] == [
        (f"{label} geändert", "", SHOWN[f"own-{key}"])
        for key, label in [
            ("kostenstelle", "Kostenstelle"), ("flaeche", "Fläche"), ("vertragsende", "Vertragsende"),
            ("sparte", "Sparte"), ("newsletter", "Newsletter"), ("portal", "Portal"),
        ]
    ]  # fmt: skip
    change_customer(customer=acme, own={"newsletter": False, "sparte": None}, industry="Bau", by=anna)
    OwnField.objects.filter(key="sparte").update(is_retired=True, label="Geschäftsfeld")
    assert {(line.sentence, line.old, line.new) for line in newest(anna, acme)} == {
        ("Branche geändert", "", "Bau"),
        ("Newsletter geändert", "ja", "nein"),
        ("Geschäftsfeld geändert", "Überlassung", ""),
    }


@pytest.mark.usefixtures("committed_db")
def test_a_field_that_is_gone_is_called_by_its_key(acme: Customer, anna: User) -> None:
    one_of_each()
    change_customer(customer=acme, own={"flaeche": "7"}, by=anna)
    change_customer(customer=acme, own={"flaeche": None}, by=anna)
    OwnField.objects.all().delete()
    assert [(line.sentence, line.old) for line in newest(anna, acme)] == [("flaeche geändert", "7")]


@pytest.mark.parametrize("fields", [0, 3])
def test_the_master_data_cost_the_same_statements_with_none_and_with_three(
    acme: Customer, anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, fields: int
) -> None:
    for number in range(fields):
        own_field(f"Feld {number}", "choice", choices=("A", "B"))
    change_customer(customer=acme, own={f"feld{number}": "a" for number in range(fields)}, by=anna)
    client = browse(anna)
    client.get(f"/customers/{acme.pk}/master-data/")
    with django_assert_num_queries(STATEMENTS):
        page = client.get(f"/customers/{acme.pk}/master-data/").content.decode()
    assert page.count('id="fact-own-') == fields
