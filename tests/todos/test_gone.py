"""Somebody deletes an entry just while somebody else presses a button of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from customers.models import Customer
from tests.cast import Browse
from todos import services
from todos.models import Entry, Kind, Notification, Status


def deleted_before(verb: Callable[..., Any], by: User) -> Callable[..., Any]:
    def late(*, entry: Entry, **values: Any) -> Any:
        services.delete(entry=entry, by=by)
        return verb(entry=entry, **values)

    return late


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("verb", "name", "data"),
    [
        ("change_status", "status", {"status": "done"}),
        ("take", "take", {}),
        ("tick", "tick", {"item": "1"}),
        ("comment", "comment", {"text": "Zu spät"}),
    ],
)
def test_whoever_comes_too_late_is_told_and_led_to_what_is_there(
    anna: User,
    cleo: User,
    acme: Customer,
    browse: Browse,
    *,
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    name: str,
    data: dict[str, str],
    htmx: bool,
) -> None:
    entry = services.add(by=anna, kind=Kind.TODO, title="Anrufen", customer=acme, assignee=anna)
    monkeypatch.setattr(services, verb, deleted_before(getattr(services, verb), cleo))
    client = browse(anna)
    headers = {"hx-request": "true"} if htmx else {}
    answer = client.post(reverse(f"todos:{name}", args=[entry.pk]), data, headers=headers)
    stream = reverse("todos:stream", args=[acme.pk])
    assert answer.headers["HX-Redirect" if htmx else "Location"] == stream
    assert "inzwischen" in client.get(stream).content.decode()
    assert Entry._meta.base_manager.get(pk=entry.pk).status == Status.OPEN
    assert not Notification.objects.filter(user=cleo).exists()
