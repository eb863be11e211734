"""What a page that lists costs does not depend on how much it lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contacts.rows import PhoneRow
from contacts.services import assign, create_person
from customers.models import Customer
from customers.services import change_status
from tests.cast import Browse
from tests.todos.test_entries import team
from todos import feeds, services
from todos.models import Kind

NUMBER = "+4940987650"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "query", "statements"),
    [
        ("todos:panel_waiting", {}, 5),
        ("todos:panel_coming", {}, 4),
        ("todos:panel_news", {}, 4),
        ("todos:notices", {}, 4),
        ("todos:feeds", {}, 4),
        ("todos:of_contact", {}, 5),
        ("todos:call", {"nr": NUMBER}, 7),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(
    *,
    acme: Customer,
    anna: User,
    cleo: User,
    browse: Browse,
    count: int,
    name: str,
    query: dict[str, str],
    statements: int,
) -> None:
    south, tomorrow = team(anna, cleo), timezone.localdate() + timedelta(days=1)
    for number in range(count):
        title = f"Nr. {number}"
        services.add(by=cleo, kind=Kind.TODO, customer=acme, title=title, assignee=anna, due_on=tomorrow)
        services.add(by=cleo, kind=Kind.TODO, customer=acme, title=title, team=south, contact=acme.contact)
        services.add(by=cleo, kind=Kind.NOTE, customer=acme, text=title, is_important=True, asked=[anna.pk])
        change_status(customer=acme, status="lead" if number % 2 == 0 else "active", by=cleo)
        feeds.create(by=anna)
        for last_name in (f"A{number}", f"B{number}"):  # two at least, or nobody is asked who it is
            caller = create_person(by=anna, last_name=last_name, phones=[PhoneRow(number=NUMBER)])
            assign(person=caller, organisation=acme.contact, by=anna)
    client = browse(anna)
    path = reverse(name, args=[acme.pk] if name == "todos:of_contact" else [])
    client.get(path, query)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, query)
    assert answer.content.decode().count("rows-item") >= count
    assert len(captured) == statements, [query["sql"][:120] for query in captured]
