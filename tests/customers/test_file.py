import re
from collections.abc import Mapping

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from contacts.models import Assignment
from contacts.rows import PhoneRow
from contacts.services import assign, create_person
from customers.models import Access, Customer
from customers.services import change_customer, change_status, create_customer
from tests.cast import CANARY, Browse
from tests.pages import undo_of

# session, person with rights, what is new; the gate, the access record, the head, everything of the overview, and
# which of the family may be seen
STATEMENTS = 8
TABS = ["", "master-data/", "people/", "history/"]
HTMX: Mapping[str, str] = {"HX-Request": "true"}


def text(client: Client, path: str, headers: Mapping[str, str] | None = None) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_is_a_page_and_its_part(acme: Customer, ben: User, browse: Browse, tab: str) -> None:
    page = text(browse(ben), f"/customers/{acme.pk}/{tab}")
    part = text(browse(ben), f"/customers/{acme.pk}/{tab}", HTMX)
    assert "<html" in page
    assert "<html" not in part
    current = re.findall(r'href="([^"]*)"[^>]* aria-current="page"', part)
    assert current == [f"/customers/{acme.pk}/{tab}"]


@pytest.mark.parametrize("tab", [*TABS, "edit/", "status/", "people/new/", "latest/", "delete/", "master-data/iban/"])
def test_a_closed_file_is_as_missing(hidden: Customer, anna: User, boss: User, browse: Browse, tab: str) -> None:
    closed = browse(anna).get(f"/customers/{hidden.pk}/{tab}")
    missing = browse(anna).get(f"/customers/999999999999999999999/{tab}")
    assert (closed.status_code, closed.content) == (404, missing.content)
    assert browse(boss).get(f"/customers/{hidden.pk}/{tab}").status_code == 200


@pytest.mark.parametrize("path", ["edit/", "status/", "people/new/", "master-data/iban/", "delete/"])
def test_who_only_reads_changes_nothing(acme: Customer, ben: User, browse: Browse, path: str) -> None:
    assert browse(ben).get(f"/customers/{acme.pk}/{path}").status_code == 403
    assert f"/customers/{acme.pk}/edit/" not in text(browse(ben), f"/customers/{acme.pk}/")


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_three_people(
    acme: Customer, anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    for number in range(people):
        petra = create_person(
            by=anna, first_name="Petra", last_name=f"Klein {number}", phones=[PhoneRow(number="+49401")]
        )
        assign(person=petra, organisation=acme.contact, by=anna)
        create_customer(by=anna, organisation={"name": f"Tochter {number}"}, parent=acme)
    client = browse(anna)
    client.get(f"/customers/{acme.pk}/")
    with django_assert_num_queries(STATEMENTS):
        page = text(client, f"/customers/{acme.pk}/")
    assert all(f"Petra Klein {number}" in page and f"Tochter {number}" in page for number in range(people))


def test_the_overview_says_whom_to_call(acme: Customer, ben: User, browse: Browse) -> None:
    page = text(browse(ben), f"/customers/{acme.pk}/")
    assert "<h1>Acme GmbH</h1>" in page
    assert "Uwe Acme" in page
    assert "Einkauf" in page
    assert 'href="mailto:uwe@acme.example"' in page
    assert 'href="tel:+4940123456"' in page
    assert "Hafenstraße 1" in page


def test_the_family_is_shown_as_far_as_it_may_be_seen(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    change_customer(customer=acme, by=cleo, parent=hidden)
    create_customer(by=cleo, organisation={"name": f"{CANARY} Tochter"}, parent=acme, access=Access.RESTRICTED)
    create_customer(by=cleo, organisation={"name": "Offene Tochter"}, parent=acme)
    for tab in TABS:
        assert CANARY not in text(browse(anna), f"/customers/{acme.pk}/{tab}")
    page = text(browse(anna), f"/customers/{acme.pk}/")
    assert "Offene Tochter" in page
    assert f"{CANARY} AG" in text(browse(cleo), f"/customers/{acme.pk}/")
    assert "eine Firma, die Sie nicht sehen" in text(browse(anna), f"/customers/{acme.pk}/master-data/")


def test_the_head_says_who_sees_the_file(acme: Customer, hidden: Customer, cleo: User, browse: Browse) -> None:
    assert "Alle mit dem Modul Kunden sehen diese Akte." in text(browse(cleo), f"/customers/{acme.pk}/")
    assert "Nur Cleo sowie Superuser sehen diese Akte." in text(browse(cleo), f"/customers/{hidden.pk}/")


def test_a_block_needs_a_reason_is_seen_and_can_be_undone(acme: Customer, anna: User, browse: Browse) -> None:
    client, path = browse(anna), f"/customers/{acme.pk}/status/"
    refused = client.post(path, {"status": "blocked", "blocked_reason": " "})
    assert "Bitte geben Sie an, warum der Kunde gesperrt ist." in refused.content.decode()
    answer = client.post(path, {"status": "blocked", "blocked_reason": "zahlt nicht"}, follow=True)
    assert "zahlt nicht" in answer.content.decode()
    client.post(undo_of(answer.content.decode()))
    assert Customer.objects.get().status == "active"


def test_undoing_nonsense_changes_nothing(acme: Customer, anna: User, browse: Browse) -> None:
    for query in ("", "?status=blocked", "?status=unsinn", "?status=\0"):
        assert browse(anna).post(f"/customers/{acme.pk}/status/undo/{query}").status_code == 302
    assert Customer.objects.get().status == "active"


def test_only_the_management_deletes_and_only_what_nothing_hangs_on(
    acme: Customer, anna: User, boss: User, browse: Browse
) -> None:
    assert browse(anna).post(f"/customers/{acme.pk}/delete/").status_code == 403
    daughter = create_customer(by=anna, organisation={"name": "Tochter"}, parent=acme)
    refused = browse(boss).post(f"/customers/{acme.pk}/delete/")
    assert "An dieser Akte hängen noch: Tochtergesellschaften." in refused.content.decode()
    browse(boss).post(f"/customers/{daughter.pk}/delete/")
    assert Customer.objects.get() == acme


def test_panels_show_only_what_may_be_seen(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    assert "Acme GmbH" in text(browse(anna), "/customers/panels/mine/")
    assert "Acme GmbH" not in text(browse(cleo), "/customers/panels/mine/")
    assert CANARY in text(browse(cleo), "/customers/panels/recent/")
    assert CANARY not in text(browse(anna), "/customers/panels/recent/")
    change_status(customer=acme, status="archived", by=anna)
    assert "Acme GmbH" not in text(browse(anna), "/customers/panels/mine/")


def test_a_contact_shows_at_which_customers_somebody_works(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    uwe = Assignment.objects.get(organisation_id=acme.pk).person
    assign(person=uwe, organisation=hidden.contact, by=cleo)
    path = f"/customers/panels/contact/{uwe.pk}/"
    assert CANARY not in text(browse(anna), path)
    assert CANARY in text(browse(cleo), path)
    assert f"/customers/{acme.pk}/" in text(browse(anna), f"/customers/panels/contact/{acme.pk}/")
    assert browse(anna).get(f"/customers/panels/contact/{hidden.pk}/").status_code == 404


def test_suggestions_come_only_from_what_may_be_seen(
    acme: Customer, hidden: Customer, anna: User, ben: User, browse: Browse
) -> None:
    path = "/customers/pick/customer/"
    found = text(browse(anna), f"{path}?field=parent&parent=acm", HTMX)
    assert found == '<option value="Acme GmbH (10001)"></option>'
    for typed in (CANARY, "kanarienvogl", "", "\0"):
        answer = browse(anna).get(path, {"field": "parent", "parent": typed}, headers=HTMX)
        assert CANARY not in answer.content.decode()
    colleagues = text(browse(ben), "/people/pick/?field=responsible&responsible=ann", HTMX)
    assert colleagues == '<option value="Anna (anna@acme.example)"></option>'


def test_history_is_paged_by_htmx_and_without(acme: Customer, anna: User, browse: Browse) -> None:
    page = text(browse(anna), f"/customers/{acme.pk}/history/?before=2030-01-01T00:00:00%2B00:00_" + "0" * 32)
    assert "Zu den neuesten Einträgen" in page
    assert browse(anna).get(f"/customers/{acme.pk}/history/?before=unsinn").status_code == 200
