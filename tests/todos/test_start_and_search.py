"""The start page and the global search iterate over what others register."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from tests.cast import Browse, person
from timecount.extensions import Hit, Panel, SearchSource, registry
from todos.selectors import start as selectors


@pytest.fixture
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "search_sources", [])
    monkeypatch.setattr(registry, "start_panels", [])


class Source:
    """Remembers what it was asked."""

    def __init__(self, hits: int) -> None:
        self.hits = hits
        self.asked: list[tuple[str, int]] = []

    def __call__(self, user: Any, text: str, limit: int) -> Sequence[Hit]:
        self.asked.append((text, limit))
        return [Hit(f"Treffer {n}", "in Hamburg", f"/x/{n}/") for n in range(min(self.hits, limit))]


def register(monkeypatch: pytest.MonkeyPatch, *sources: tuple[str, Source, str]) -> None:
    registered = [
        SearchSource(key, key.title(), "search", action, source, "todos:search", order)
        for order, (key, source, action) in enumerate(sources)
    ]
    monkeypatch.setattr(registry, "search_sources", registered)


def test_the_pages_open_without_any_source(anna: User, browse: Browse, nothing_registered: None) -> None:
    client = browse(anna)
    assert client.get("/").status_code == 200
    for query in ("", "?q=", "?q=a", "?q=acme", "?q=%00%01", "?q=" + "x" * 5000):
        for headers in ({}, {"hx-request": "true"}):
            assert client.get(f"/search/{query}", headers=headers).status_code == 200


def test_strangers_are_asked_to_sign_in(client: Any, db: None) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"
    assert client.get("/search/?q=acme").status_code == 302


def test_hits_are_grouped_and_each_group_tells_of_more(
    anna: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, few, none = Source(100), Source(2), Source(0)
    register(monkeypatch, ("viele", many, "use"), ("wenige", few, "use"), ("keine", none, "use"))
    groups = selectors.found(anna, "acme", limit=6)
    assert [(group.key, len(group.hits), group.more_url) for group in groups] == [
        ("viele", 6, "/search/?q=acme"),
        ("wenige", 2, None),
    ]
    part = browse(anna).get("/search/", {"q": "acme"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count("in Hamburg") == 8
    page = browse(anna).get("/search/", {"q": "acme"}).content.decode()
    assert page.count("in Hamburg") == 22
    assert ">Keine<" not in page


def test_a_source_is_not_asked_for_those_who_may_not(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    customers, open_to_all = Source(1), Source(1)
    register(monkeypatch, ("kunden", customers, "customers.view"), ("hilfe", open_to_all, "use"))
    groups = selectors.found(person("Nemo"), "acme", limit=5)
    assert [group.key for group in groups] == ["hilfe"]
    assert customers.asked == []


def test_too_short_a_search_asks_nobody(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(1)
    register(monkeypatch, ("kunden", source, "use"))
    for typed in ("", " ", "a", " a "):
        assert selectors.found(anna, selectors.cleaned(typed), limit=5) == []
    assert source.asked == []


def test_what_no_record_holds_is_taken_out_of_the_search() -> None:
    assert selectors.cleaned("  Acme\0\n GmbH\t\u202e ") == "Acme GmbH"
    assert len(selectors.cleaned("x" * 10_000)) == selectors.LONGEST


def test_nothing_found_repeats_the_words_escaped(anna: User, browse: Browse, nothing_registered: None) -> None:
    page = browse(anna).get("/search/", {"q": "<b>acme"}).content.decode()
    assert "&lt;b&gt;acme" in page
    assert "<b>acme" not in page


def test_panels_are_shown_to_those_who_may(anna: User, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    panels = [
        Panel("a", "Meine Kunden", "accounts:help", "customers.view", 20),
        Panel("b", "Verwaltung heute", "accounts:profile", "administer", 10),
    ]
    monkeypatch.setattr(registry, "start_panels", panels)
    page = browse(anna).get("/").content.decode()
    assert "Meine Kunden" in page
    assert f'hx-get="{reverse("accounts:help")}"' in page
    assert f'href="{reverse("accounts:help")}"' in page  # without JavaScript
    assert "Verwaltung heute" not in page


@pytest.mark.parametrize(("hour", "says"), [(7, "morning|Morgen"), (13, "day|Tag"), (20, "evening|Abend")])
def test_the_greeting_knows_the_hour(anna: User, hour: int, says: str) -> None:
    assert any(word in selectors.greeting(anna, hour) for word in says.split("|"))
