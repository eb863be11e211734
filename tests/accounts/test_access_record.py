"""The access record: what is kept of who looked at what, and that nobody can change it afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import recording
from accounts.actions import AccessKind, FileLevel
from accounts.models import AccessEvent, Substitution, User
from customers import sharing
from customers.models import Access, Customer, UserGrant
from lists.models import ImportRun, ImportState
from tests.cast import CANARY, Browse, firm

PASSWORD = "Ein Satz, den nur Anna kennt"


def kept(*columns: str, **which: object) -> list[Any]:
    """The events, oldest first."""
    events = AccessEvent.objects.filter(**which).order_by("id")
    return list(events.values_list(*(columns or ("kind", "who", "model", "object_id"))))


@pytest.mark.parametrize("tab", ["", "master-data/", "people/", "history/", "edit/"])
def test_opening_a_file_and_its_tabs_is_recorded(acme: Customer, anna: User, browse: Browse, tab: str) -> None:
    browse(anna).get(f"/customers/{acme.pk}/{tab}", headers={"HX-Request": "true"})
    assert kept() == [("view", anna.pk, "customers.Customer", acme.pk)]


def test_opening_a_contact_is_recorded_and_its_panels_are_not(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    client.get(f"/contacts/{acme.pk}/")
    client.get(f"/customers/panels/contact/{acme.pk}/")
    client.get(f"/customers/{acme.pk}/latest/")
    assert kept() == [("view", anna.pk, "contacts.Contact", acme.pk)]


def test_a_search_keeps_how_much_was_found_and_no_word_of_it(acme: Customer, anna: User, browse: Browse) -> None:
    firm("Acme Bau", by=anna)
    client = browse(anna)
    for path in ("/customers/?q=acme", "/contacts/?q=acme", "/search/?q=acme", "/customers/", "/search/?q=a"):
        assert client.get(path).status_code == 200
    searches = kept("who", "model", "hits", kind=AccessKind.SEARCH)
    assert [(who, model) for who, model, _hits in searches] == [
        (anna.pk, "customers.Customer"),
        (anna.pk, "contacts.Contact"),
        (anna.pk, ""),
    ]
    assert searches[0][2] == 2
    assert all(hits >= 2 for _who, _model, hits in searches)


def test_a_download_is_recorded_before_its_first_byte(anna: User, browse: Browse) -> None:
    run = ImportRun.objects.create(kind="customers", file_name="a.csv", by=anna, state=ImportState.DONE)
    answer: Any = browse(anna).get(reverse("customers:import_csv", args=[run.pk]))
    assert kept() == [("download", anna.pk, "lists.ImportRun", run.pk)]
    assert answer.streaming


def test_printing_a_page_is_recorded(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    assert f'data-printed="/customers/{acme.pk}/printed/"' in client.get(f"/customers/{acme.pk}/").content.decode()
    assert f'data-printed="/contacts/{acme.pk}/printed/"' in client.get(f"/contacts/{acme.pk}/").content.decode()
    for module in ("customers", "contacts"):
        assert client.get(f"/{module}/{acme.pk}/printed/").status_code == 204
    assert kept("model", "object_id", kind=AccessKind.PRINT) == [
        ("customers.Customer", acme.pk),
        ("contacts.Contact", acme.pk),
    ]


def test_refusals_are_recorded_for_foreign_and_for_missing_alike(
    acme: Customer, hidden: Customer, ben: User, browse: Browse
) -> None:
    client = browse(ben)
    for path in (
        f"/customers/{hidden.pk}/",
        "/customers/999999999/",
        "/customers/99999999999999999999/",
        f"/customers/{acme.pk}/edit/",
        "/customers/new/",
        "/admin/",
    ):
        client.get(path, follow=True)
    assert kept("kind", "who", "model", "object_id", "action") == [
        ("refused", ben.pk, "customers.Customer", hidden.pk, "customers.view"),
        ("refused", ben.pk, "customers.Customer", 999999999, "customers.view"),
        ("refused", ben.pk, "customers.Customer", None, "customers.view"),
        ("refused", ben.pk, "customers.Customer", acme.pk, "customers.edit"),
        ("refused", ben.pk, "", None, "customers.edit"),
        ("refused", ben.pk, "", None, "administer"),
    ]


def test_signing_in_is_recorded_and_failing_to_keeps_no_address(anna: User) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    for login, password in ((anna.email, "falsch"), ("wer@acme.example", "falsch"), (anna.email, PASSWORD)):
        Client().post(reverse("account_login"), {"login": login, "password": password})
    assert kept() == [
        ("sign_in_failed", None, "accounts.User", anna.pk),
        ("sign_in_failed", None, "accounts.User", None),
        ("sign_in", anna.pk, "", None),
    ]


def test_for_whom_somebody_stood_in_is_recorded(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    sharing.restrict(customer=acme, by=anna)
    today = timezone.localdate()
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=today, last_day=today)
    browse(cleo).get(f"/customers/{acme.pk}/")
    assert kept("who", "stands_in_for", kind=AccessKind.VIEW) == [(cleo.pk, anna.pk)]


def test_whom_a_file_was_opened_and_closed_to_is_recorded(acme: Customer, anna: User, cleo: User) -> None:
    sharing.restrict(customer=acme, by=anna)
    sharing.restrict(customer=acme, by=anna)
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.EDIT, by=anna)
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.EDIT, by=anna)
    sharing.withdraw(grants=UserGrant.objects.filter(user=cleo), by=anna)
    sharing.unrestrict(customer=acme, by=anna)
    assert kept("kind", "who", "object_id", "principal", "level") == [
        ("withdraw", anna.pk, acme.pk, None, None),
        ("grant", anna.pk, acme.pk, cleo.pk, FileLevel.EDIT),
        ("withdraw", anna.pk, acme.pk, cleo.pk, None),
        ("grant", anna.pk, acme.pk, None, None),
    ]


def test_many_files_at_once_are_one_event(acme: Customer, anna: User, ben: User, cleo: User) -> None:
    files = [acme.pk, firm("Brandt KG", by=anna, access=Access.RESTRICTED, responsible=anna).pk]
    sharing.share(customers=files, to=cleo, level=FileLevel.SEE, by=anna)
    sharing.withdraw(grants=UserGrant.objects.filter(user=cleo), by=anna)
    sharing.hand_over(of=anna, to=ben, by=cleo)
    assert kept("kind", "who", "object_id", "principal", "hits") == [
        ("grant", anna.pk, None, cleo.pk, 2),
        ("withdraw", anna.pk, None, cleo.pk, 2),
        ("grant", cleo.pk, None, ben.pk, 2),
        ("withdraw", cleo.pk, None, anna.pk, 2),
    ]


def test_what_was_rolled_back_was_not_granted(acme: Customer, anna: User, cleo: User) -> None:
    with transaction.atomic():
        sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.SEE, by=anna)
        transaction.set_rollback(True)
    assert kept() == []


@pytest.mark.parametrize("verb", ["UPDATE {} SET who_id = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_the_record(committed_db: str, anna: User, verb: str) -> None:
    """The owner too, whom no grant stops, and whatever a session says about triggers."""
    recording.record(AccessKind.SIGN_IN, who=anna)
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError, match="append-only"):
        cursor.execute(verb.format("accounts_accessevent"))
    assert len(kept()) == 1


def test_what_others_write_is_waited_for(committed_db: str, anna: User, acme: Customer) -> None:
    """Only a record of its own leaves the disk to itself."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        recording.record(AccessKind.VIEW, who=anna, of=acme)
        with transaction.atomic():
            recording.record(AccessKind.GRANT, who=anna, of=acme)
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


def test_no_text_of_anybody_is_kept(hidden: Customer, anna: User, cleo: User, browse: Browse) -> None:
    for user in (anna, cleo):
        client = browse(user)
        for path in (f"/customers/?q={CANARY}", f"/search/?q={CANARY}", f"/customers/{hidden.pk}/"):
            client.get(path)
    text = [str(value) for event in AccessEvent.objects.values_list() for value in event]
    assert len(text) > 12 * 6 - 1
    assert not [value for value in text if CANARY.lower() in value.lower() or "@" in value]


# --- who may read it ------------------------------------------------------------------------


def test_the_file_shows_who_opened_it_to_those_who_may_share_it(
    acme: Customer, anna: User, ben: User, browse: Browse
) -> None:
    for user, times in ((ben, 3), (anna, 1)):
        for _time in range(times):
            browse(user).get(f"/customers/{acme.pk}/")
    path = f"/customers/{acme.pk}/opened/"
    panel = browse(anna).get(path, headers={"HX-Request": "true"}).content.decode()
    assert panel.index("Anna") < panel.index("Ben")
    assert "3-mal" in panel
    assert browse(ben).get(path).status_code == 403
    assert path in browse(anna).get(f"/customers/{acme.pk}/").content.decode()
    assert path not in browse(ben).get(f"/customers/{acme.pk}/").content.decode()


def test_visits_of_long_ago_are_not_lately(acme: Customer, anna: User) -> None:
    AccessEvent.objects.create(
        who=anna, kind="view", model="customers.Customer", object_id=acme.pk, at=timezone.now() - timedelta(days=40)
    )
    assert recording.visits(acme, days=30, limit=5) == []
    recording.record(AccessKind.VIEW, who=anna, of=acme)
    assert [visit.times for visit in recording.visits(acme, days=30, limit=5)] == [1]


@pytest.fixture
def record_page(acme: Customer, anna: User, ben: User, boss: User, browse: Browse) -> Any:
    for user in (anna, ben):
        browse(user).get(f"/customers/{acme.pk}/")
    browse(ben).get(f"/customers/?q={acme.number}")
    client = browse(boss)

    def page(query: str) -> str:
        answer = client.get(f"/admin/accounts/accessevent/{query}")
        assert answer.status_code == 200, query
        return answer.content.decode().partition('id="result_list"')[2].partition("</table>")[0]

    return page


def test_administrators_find_events_by_person_record_and_day(record_page: Any, acme: Customer, ben: User) -> None:
    both = record_page("?kind__exact=view")
    assert "Anna" in both
    assert "Ben" in both
    assert "Anna" not in record_page(f"?person={ben.pk}")
    assert "Anna" not in record_page("?q=ben@acme.example")
    assert record_page(f"?q={acme.pk}").count("<tr") == 3
    assert record_page(f"?q={timezone.localdate():%d.%m.%Y}").count("<tr") == 4
    assert record_page(f"?q={timezone.localdate() - timedelta(days=1):%d.%m.%Y}") == ""
    assert record_page("?q=niemand") == ""
    assert record_page(f"?at__gte={timezone.localdate()}%2000:00:00%2B00:00").count("<tr") == 4
    assert record_page("?model=contacts.Contact") == ""


def test_nobody_changes_the_record_in_the_admin(record_page: Any, boss: User, browse: Browse) -> None:
    key = AccessEvent.objects.first().pk  # type: ignore[union-attr]
    client = browse(boss)
    assert client.get("/admin/accounts/accessevent/add/").status_code == 403
    assert client.post(f"/admin/accounts/accessevent/{key}/delete/", {"post": "yes"}).status_code == 403
    page = client.get(f"/admin/accounts/accessevent/{key}/change/").content.decode()
    assert 'name="_save"' not in page
