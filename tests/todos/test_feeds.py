"""The calendar for other programs: a secret address, and only what the person may see at that moment."""

import re
from datetime import date, time

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Substitution, User
from customers.models import Customer
from tests.cast import CANARY, Browse
from tests.pages import undo_of
from todos import feeds, services
from todos.models import Entry, Feed, Kind, Status

DAY = date(2027, 3, 17)


def todo(by: User, title: str, **values: object) -> Entry:
    return services.add(by=by, kind=Kind.TODO, title=title, due_on=DAY, **values)  # type: ignore[arg-type]


def path(user: User) -> str:
    return re.sub("^https?://[^/]+", "", feeds.create(by=user))


def titles(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return sorted(str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_feed_holds_what_is_to_be_done_and_needs_no_session(
    acme: Customer, anna: User, ben: User, client: Client
) -> None:
    address = path(anna)
    todo(anna, "Anrufen", customer=acme, assignee=anna, text="**Wichtig:** Preis", due_at_time=time(14))
    todo(anna, "für Ben", assignee=ben)
    services.add(by=anna, kind=Kind.TODO, title="ohne Tag", assignee=anna)
    services.change_status(entry=todo(anna, "erledigt", assignee=anna), status=Status.DONE, by=anna)
    assert titles(client, address) == ["Anrufen · Acme GmbH"]
    (event,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    entry = Entry.objects.get(title="Anrufen")
    assert str(event["uid"]).startswith(f"todo-{entry.pk}@")
    assert str(event["description"]) == "Wichtig: Preis"
    assert str(event["url"]).endswith(f"/todos/{entry.pk}/")
    assert not client.cookies


def test_who_loses_the_file_loses_its_events_at_once(hidden: Customer, anna: User, cleo: User, client: Client) -> None:
    address = path(cleo)
    entry = todo(cleo, "geheim", customer=hidden, assignee=cleo)
    assert titles(client, address) == [f"geheim · {CANARY} AG"]
    assert CANARY not in client.get(path(anna)).content.decode()
    Customer.objects.filter(pk=hidden.pk).update(responsible=anna)
    assert titles(client, address) == []
    Entry.objects.filter(pk=entry.pk).update(assignee=anna)
    assert titles(client, path(anna)) == [f"geheim · {CANARY} AG"]


def test_a_substitute_has_the_to_dos_of_who_is_away(anna: User, cleo: User, client: Client) -> None:
    todo(anna, "von Anna", assignee=anna)
    address = path(cleo)
    assert titles(client, address) == []
    today = timezone.localdate()
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=today, last_day=today)
    assert titles(client, address) == ["von Anna"]


@pytest.mark.parametrize("change", ["revoked", "deactivated", "without a role", "unknown", "gone"])
def test_closed_addresses_answer_all_alike(anna: User, client: Client, change: str) -> None:
    address = path(anna)
    assert client.get(address).status_code == 200
    if change == "revoked":
        feeds.revoke(feed=Feed.objects.get(), by=anna)
    elif change == "deactivated":
        User.objects.filter(pk=anna.pk).update(is_active=False)
    elif change == "without a role":
        anna.groups.clear()
    elif change == "gone":
        anna.delete()
    else:
        address = f"/calendar/{'a' * 43}.ics"
    closed, unknown = client.get(address), client.get("/calendar/x.ics")
    assert (closed.status_code, closed.content) == (404, unknown.content)
    assert client.post(address).status_code in (403, 405)


def test_what_has_not_changed_is_not_sent_again(anna: User, client: Client) -> None:
    address = path(anna)
    entry = todo(anna, "Anrufen", assignee=anna)
    first = client.get(address)
    etag = first.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert client.get(address).content == first.content
    services.change(entry=entry, by=anna, title="Anrufen!")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_an_address_is_shown_once_and_can_be_revoked(anna: User, browse: Browse, client: Client) -> None:
    mine = browse(anna)
    answer = mine.post("/profile/calendar/")
    address = re.findall(r'value="https?://[^/"]+(/calendar/[\w-]{43}\.ics)"', answer.content.decode())[0]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(address).status_code == 200
    page = mine.get("/profile/calendar/").content.decode()
    assert ".ics" not in page
    stored = Feed.objects.get()
    assert address.split("/")[-1].removesuffix(".ics") not in str(vars(stored))
    page = mine.post(f"/profile/calendar/{stored.pk}/revoke/", follow=True).content.decode()
    assert client.get(address).status_code == 404
    mine.post(undo_of(page))
    assert client.get(address).status_code == 200


def test_nobody_revokes_the_address_of_somebody_else(anna: User, ben: User, browse: Browse, client: Client) -> None:
    address = path(anna)
    assert browse(ben).post(f"/profile/calendar/{Feed.objects.get().pk}/revoke/").status_code == 404
    assert client.get(address).status_code == 200


def test_forgotten_addresses_are_asked_for(anna: User, browse: Browse) -> None:
    for _ in range(feeds.MOST):
        feeds.create(by=anna)
    page = browse(anna).post("/profile/calendar/").content.decode()
    assert Feed.objects.count() == feeds.MOST
    assert "10 Adressen" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_takes_a_fixed_number_of_statements(
    acme: Customer, anna: User, client: Client, number: int, django_assert_num_queries: object
) -> None:
    address = path(anna)
    for count in range(number):
        todo(anna, f"Nr. {count}", assignee=anna, customer=acme)
    client.get(address)
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get(address)
