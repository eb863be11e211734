"""What people keep at hand: pinned records and those that they opened lately."""

import re

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries

from accounts.models import ModuleRight, Role, User
from customers.models import Customer
from customers.sharing import restrict
from tests.cast import CANARY, Browse, firm, person

HTMX = {"HX-Request": "true"}


def test_a_file_is_pinned_and_let_go_of(anna: User, acme: Customer, browse: Browse) -> None:
    client = browse(anna)
    answer = client.post(f"/customers/{acme.pk}/pin/", {"pin": "yes"})
    assert answer.headers["Location"] == f"/customers/{acme.pk}/"
    assert 'aria-pressed="true"' in client.get(f"/customers/{acme.pk}/").content.decode()
    assert "Angeheftet: Kunden" in client.get("/search/", headers=HTMX).content.decode()
    client.post(f"/customers/{acme.pk}/pin/", {"unpin": "yes"})
    assert "Angeheftet" not in client.get("/search/", headers=HTMX).content.decode()


def test_what_was_opened_comes_the_latest_first(anna: User, browse: Browse) -> None:
    files = [firm(f"Firma{number} GmbH", by=anna) for number in range(3)]
    client = browse(anna)
    for file in (files[0], files[2], files[1], files[2]):
        client.get(f"/customers/{file.pk}/")
    client.get(f"/contacts/{files[0].pk}/")
    page = client.get("/customers/panels/at-hand/").content.decode()
    assert re.findall(r'class="rows-title"\s+href="[^"]+">(\w+)', page) == ["Firma2", "Firma1", "Firma0"]
    client.post(f"/customers/{files[0].pk}/pin/", {"pin": "yes"})
    page = client.get("/customers/panels/at-hand/").content.decode()
    assert re.findall(r'class="rows-title"\s+href="[^"]+">(\w+)', page) == ["Firma0", "Firma2", "Firma1"]
    found = client.get("/search/", headers=HTMX).content.decode()
    assert "Zuletzt geöffnet: Kunden" in found
    assert "Zuletzt geöffnet: Kontakte" in found


def test_what_one_may_no_longer_see_is_gone(anna: User, ben: User, browse: Browse) -> None:
    file = firm(f"{CANARY} AG", by=anna, responsible=anna)
    client = browse(ben)
    client.get(f"/customers/{file.pk}/")
    client.post(f"/customers/{file.pk}/pin/", {"pin": "yes"})
    paths = ("/customers/panels/at-hand/", "/search/")
    assert all(CANARY in client.get(path, headers=HTMX).content.decode() for path in paths)
    restrict(customer=file, by=anna)
    assert all(CANARY not in client.get(path, headers=HTMX).content.decode() for path in paths)
    assert client.get(f"/customers/{file.pk}/menu/").status_code == 404
    assert client.post(f"/customers/{file.pk}/pin/", {"pin": "yes"}).status_code == 404


# session, person with rights, what is new, the access record, which may be seen, their rows
@pytest.mark.parametrize("files", [1, 3])
def test_the_panel_costs_the_same_for_one_and_three(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, files: int
) -> None:
    client = browse(anna)
    for number in range(files):
        client.get(f"/customers/{firm(f'Firma {number}', by=anna).pk}/")
    client.get("/customers/panels/at-hand/")
    with django_assert_num_queries(6):
        client.get("/customers/panels/at-hand/")


def test_the_menu_of_a_row_offers_what_the_person_may(anna: User, ben: User, acme: Customer, browse: Browse) -> None:
    page = browse(anna).get(f"/customers/{acme.pk}/menu/").content.decode()
    assert f"/customers/{acme.pk}/edit/" in page
    assert "tel:+4940123456" in page
    assert "mailto:uwe@acme.example" in page
    assert f"/customers/{acme.pk}/edit/" not in browse(ben).get(f"/customers/{acme.pk}/menu/").content.decode()


def test_the_menu_leaves_contact_persons_to_the_module_contacts(acme: Customer, browse: Browse) -> None:
    role = Group.objects.create(name="Nur Kunden")
    ModuleRight.objects.create(role=Role.objects.create(group=role, sentence="x"), module="customers", level=1)
    page = browse(person("Nora", "Nur Kunden")).get(f"/customers/{acme.pk}/menu/").content.decode()
    assert "info@acme.example" in page
    assert "uwe@acme.example" not in page


@pytest.mark.parametrize("view", ["list", "cards", "table"])
@pytest.mark.parametrize("key", ["customers", "contacts"])
def test_every_row_of_every_view_has_its_menu(anna: User, acme: Customer, browse: Browse, view: str, key: str) -> None:
    page = browse(anna).get(f"/{key}/?view={view}").content.decode()
    assert f'href="/{key}/{acme.pk}/menu/"' in page
