"""The calendar of one's own to-dos as a page."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Substitution, User
from customers.models import Customer
from tests.cast import CANARY, Browse
from tests.todos.test_entries import team
from todos import services
from todos.models import Entry, Kind, Status

PAGE = "/todos/calendar/"
DAY = date(2027, 3, 17)


def todo(by: User, title: str, due_on: date = DAY, **values: object) -> Entry:
    return services.add(by=by, kind=Kind.TODO, title=title, due_on=due_on, **values)  # type: ignore[arg-type]


def cells(client: Client, show: str) -> dict[str, list[str]]:
    """Days that hold something, with what stands there."""
    page = client.get(PAGE, {"show": show}).content.decode()
    found = {}
    for cell in re.findall(r"<td.*?</td>", page, re.DOTALL):
        entries = re.findall(r'<a class="cal-entry.*?>(.*?)</a>', cell, re.DOTALL)
        texts = [" ".join(re.sub(r"<[^>]+>", " ", entry).split()) for entry in entries]
        if texts:
            found[re.findall(r'datetime="(.*?)"', cell)[0]] = texts
    return found


def test_a_month_shows_what_is_to_be_done_by_me_and_my_teams(
    acme: Customer, anna: User, ben: User, cleo: User, browse: Browse
) -> None:
    south = team(anna)
    todo(anna, "Mittags", due_at_time=time(12), assignee=anna)
    todo(cleo, "Für alle", team=south, customer=acme)
    todo(anna, "Wichtig", priority="high", assignee=anna)
    todo(anna, "April", date(2027, 4, 4), assignee=anna)
    todo(anna, "nicht zu sehen", date(2027, 4, 5), assignee=anna)
    todo(anna, "für Ben", assignee=ben)
    services.change_status(entry=todo(anna, "erledigt", assignee=anna), status=Status.DONE, by=anna)
    services.delete(entry=todo(anna, "gelöscht", assignee=anna), by=anna)
    on_17th = ["hohe Priorität: Wichtig", "Für alle Acme GmbH Süd", "12:00 Mittags"]
    assert cells(browse(anna), "2027-03") == {"2027-03-17": on_17th, "2027-04-04": ["April"]}
    assert cells(browse(anna), "2027-W11") == {"2027-03-17": on_17th}
    assert cells(browse(ben), "2027-03") == {"2027-03-17": ["für Ben"]}


def test_of_a_file_that_is_closed_nothing_is_shown(hidden: Customer, anna: User, cleo: User, browse: Browse) -> None:
    entry = todo(cleo, CANARY, customer=hidden, assignee=cleo)
    assert cells(browse(cleo), "2027-03") == {"2027-03-17": [f"{CANARY} {CANARY} AG"]}
    Entry.objects.filter(pk=entry.pk).update(assignee=anna)  # who lost the file since
    assert cells(browse(anna), "2027-03") == {}
    assert CANARY not in browse(anna).get(PAGE, {"show": "2027-03"}).content.decode()


def test_a_substitute_has_the_calendar_of_who_is_away(anna: User, cleo: User, browse: Browse) -> None:
    todo(anna, "von Anna", assignee=anna)
    assert cells(browse(cleo), "2027-03") == {}
    today = timezone.localdate()
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=today, last_day=today)
    assert cells(browse(cleo), "2027-03") == {"2027-03-17": ["von Anna"]}


def test_a_day_with_many_leads_to_its_week(anna: User, browse: Browse) -> None:
    for number in range(7):
        todo(anna, f"Nr. {number}", assignee=anna)
    page = browse(anna).get(PAGE, {"show": "2027-03"}).content.decode()
    assert page.count('class="cal-entry') == 4
    assert re.search(r'href="/todos/calendar/\?show=2027-W11">3 weitere<', page)
    assert browse(anna).get(PAGE, {"show": "2027-W11"}).content.decode().count('class="cal-entry') == 7


def test_what_is_overdue_is_said_in_words(anna: User, browse: Browse) -> None:
    today = timezone.localdate()
    todo(anna, "Gestern", today - timedelta(days=1), assignee=anna)
    todo(anna, "Heute", today, assignee=anna)
    months = ["nonsense", f"{today - timedelta(days=1):%Y-%m}"]
    shown = {text for show in months for texts in cells(browse(anna), show).values() for text in texts}
    assert {"Gestern (Überfällig)", "Heute"} == shown


def test_readers_are_offered_nothing_to_write(anna: User, ben: User, browse: Browse) -> None:
    assert "due_on=2027-03-17" in browse(anna).get(PAGE, {"show": "2027-03"}).content.decode()
    assert "due_on=" not in browse(ben).get(PAGE, {"show": "2027-03"}).content.decode()


def test_a_new_to_do_begins_with_the_day_that_was_clicked(anna: User, browse: Browse) -> None:
    page = browse(anna).get("/todos/new/", {"kind": "todo", "due_on": "2027-03-17"}).content.decode()
    assert 'value="2027-03-17"' in page
    assert browse(anna).get("/todos/new/", {"kind": "todo", "due_on": "<nonsense>"}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_takes_a_fixed_number_of_statements(
    acme: Customer, anna: User, browse: Browse, number: int, django_assert_num_queries: object
) -> None:
    for count in range(number):
        todo(anna, f"Nr. {count}", assignee=anna, customer=acme if count % 2 else None)
    client = browse(anna)
    client.get(PAGE)
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(PAGE, {"show": "2027-03"})
