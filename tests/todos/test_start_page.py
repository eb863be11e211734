"""The panels of the start page, and how somebody arranges them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from customers import sharing
from customers.models import Customer
from customers.services import change_status
from tests.cast import Browse, person
from tests.todos.test_entries import team
from todos import arranging, news, services
from todos.models import Entry, Kind

TODAY = timezone.localdate()


def todo(by: User, title: str, **values: Any) -> Entry:
    return services.add(by=by, kind=Kind.TODO, title=title, assignee=values.pop("assignee", by), **values)


def panel(client: Client, name: str) -> str:
    return str(client.get(reverse(f"todos:panel_{name}"), headers={"hx-request": "true"}).content.decode())


def test_each_task_stands_in_the_panel_of_its_day(anna: User, acme: Customer, browse: Browse) -> None:
    for title, days in (("Vorgestern", -2), ("Heute", 0), ("Bald", 9), ("Ferne", 40)):
        todo(anna, title, customer=acme, due_on=TODAY + timedelta(days=days))
    Entry.objects.filter(title="Ferne").update(reason="documents.notice:1")
    todo(anna, "Irgendwann", due_on=TODAY + timedelta(days=40))
    client = browse(anna)
    shown = {name: panel(client, name) for name in ("today", "coming")}
    expected = {"today": ["Vorgestern", "Heute"], "coming": ["Bald", "Ferne"]}
    for name, page in shown.items():
        assert [t for t in ("Vorgestern", "Heute", "Bald", "Ferne", "Irgendwann") if t in page] == expected[name]


def test_a_panel_costs_the_same_however_much_there_is(
    anna: User, acme: Customer, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(anna)
    for count in (1, 12):
        for number in range(count):
            todo(anna, f"Aufgabe {number}", customer=acme, due_on=TODAY)
        panel(client, "today")
        with django_assert_num_queries(3):
            page = panel(client, "today")
    assert page.count('class="rows-title"') == 8
    assert "Mehr davon" in page


def test_what_a_team_has_to_do_can_be_important_too(anna: User, cleo: User, acme: Customer, browse: Browse) -> None:
    services.add(
        by=cleo,
        kind=Kind.TODO,
        title="Anrufen",
        customer=acme,
        team=team(anna, cleo),
        is_important=True,
        asked=[anna.pk],
    )
    page = panel(browse(anna), "waiting")
    assert page.count(">Anrufen<") == 2
    assert page.count("Süd") == 2


def test_a_file_that_is_closed_takes_its_tasks_along(anna: User, cleo: User, acme: Customer, browse: Browse) -> None:
    todo(anna, "Anrufen", customer=acme, due_on=TODAY, assignee=cleo)
    assert "Anrufen" in panel(browse(cleo), "today")
    sharing.restrict(customer=acme, by=anna)
    assert "Anrufen" not in panel(browse(cleo), "today")
    assert "Nichts für heute" in panel(browse(cleo), "today")


def test_news_of_my_customers_until_the_file_is_closed(anna: User, cleo: User, acme: Customer, browse: Browse) -> None:
    news.follow(customer=acme, by=cleo)
    change_status(customer=acme, status="inactive", by=anna)
    shown = panel(browse(cleo), "news")
    assert "Neuer Status: inaktiv" in shown
    assert "notice-new" in shown
    sharing.restrict(customer=acme, by=anna)
    assert "inaktiv" not in panel(browse(cleo), "news")
    assert "Keine Neuigkeiten" in panel(browse(anna), "news")


def test_panels_are_moved_and_put_away(anna: User, browse: Browse) -> None:
    client, page = browse(anna), reverse("todos:arrange")
    keys = [place.panel.key for place in arranging.places(anna)]
    client.post(page, {"down": keys[0]})
    client.post(page, {"hide": keys[2]})
    places = arranging.places(User.objects.get(pk=anna.pk))
    assert [place.panel.key for place in places] == [keys[1], keys[0], *keys[2:]]
    assert [place.panel.key for place in places if not place.is_shown] == [keys[2]]
    start = client.get("/").content.decode()
    assert reverse("todos:panel_news") not in start
    assert start.index(reverse("todos:panel_waiting")) < start.index(reverse("todos:panel_today"))
    client.post(page, {"show": keys[2]})
    client.post(page, {"up": keys[0]})
    assert [place.panel.key for place in arranging.places(User.objects.get(pk=anna.pk)) if place.is_shown] == keys
    client.post(page, {"hide": keys[0]})
    client.post(page, {"reset": "yes"})
    assert "start_panels" not in User.objects.get(pk=anna.pk).preferences


@pytest.mark.parametrize("wrong", [{"up": "unknown"}, {"hide": "x" * 5000}, {"down": ""}, {}])
def test_nonsense_changes_nothing(anna: User, browse: Browse, wrong: dict[str, str]) -> None:
    assert browse(anna).post(reverse("todos:arrange"), wrong).status_code == 302
    assert "start_panels" not in User.objects.get(pk=anna.pk).preferences


def test_a_start_page_without_panels_says_how_to_get_them_back(anna: User, browse: Browse) -> None:
    client = browse(anna)
    for place in arranging.places(anna):
        client.post(reverse("todos:arrange"), {"hide": place.panel.key})
    assert "Alle Bereiche sind ausgeblendet" in client.get("/").content.decode()
    nobody = person("Nora")
    assert "Noch keine Rolle" in browse(nobody).get("/").content.decode()
