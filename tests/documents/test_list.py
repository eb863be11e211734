from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import ModuleRight, User
from customers.models import Customer
from documents.listing import DOCUMENTS
from documents.selectors.lists import chip_counts, document_page, search_hits
from lists import finding
from lists.state import read_state
from tests.cast import CANARY, Browse, firm
from tests.documents.making import document

# session, person with rights, what is new, saved views, the page and the count, its rows, the types of the chips
STATEMENTS = 7
# the search is recorded, and on which pages the words stand
WITH_WORDS = STATEMENTS + 2


def titles(user: User, query: str = "", customer: Customer | None = None) -> list[str]:
    found = document_page(user, read_state(DOCUMENTS, QueryDict(query), user), customer).found
    assert found.total == len(found.rows)
    return [row.title for row in found.rows]


@pytest.mark.parametrize(
    "shape",
    [(view, WITH_WORDS - (view == "table"), documents) for view in ("list", "cards", "table") for documents in (1, 3)],
)
def test_a_page_of_documents_costs_the_same_statements_for_one_and_three_rows(
    anna: User,
    acme: Customer,
    browse: Browse,
    django_assert_num_queries: DjangoAssertNumQueries,
    shape: tuple[str, int, int],
) -> None:
    view, with_words, documents = shape
    for position in range(documents):
        document(acme, f"Vertrag {position}", "Über die Wartung", tags=["Rahmen", str(position)])
    client = browse(anna)
    client.get("/documents/", {"view": view})
    with django_assert_num_queries(STATEMENTS):
        page = client.get("/documents/", {"view": view})
    assert all(f"Vertrag {position}" in page.content.decode() for position in range(documents))
    client.get("/documents/", {"view": view, "q": "wartung"})
    with django_assert_num_queries(with_words):
        client.get("/documents/", {"view": view, "q": "wartung"})


@pytest.mark.parametrize(
    "words",
    [
        *("wartungsvertrag", "vertrag", "kündigungsfrist", "KUENDIGUNGS", "frist monat"),
        *("acme", "10001", "rahmen", "brief.pdf"),
    ],
)
@pytest.mark.parametrize("plan", ["walk", "index"])
def test_words_and_parts_of_them_are_found_however_they_are_written(
    anna: User, acme: Customer, words: str, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "is_common", lambda *_asked: plan == "walk")
    text = "Der Wartungsvertrag hat eine Kündigungsfrist: drei Monate."
    document(acme, "Brief", "Guten Tag", text, tags=["Rahmen"], file={"name": "brief.pdf"}, type="Schriftverkehr")
    document(firm("Beta AG", by=anna), "Anderes", "Preise")
    assert titles(anna, f"q={words}") == titles(anna, f"q={words}&sort=title") == ["Brief"]
    assert titles(anna, f"q={words}%_x") == []


def test_a_hit_says_on_which_page_and_what_stands_there(anna: User, acme: Customer, browse: Browse) -> None:
    made = document(acme, "Brief", "Vorblatt", "Wir liefern <b>Größe</b> und Wartungsvertrag.", "Größe")
    for view in ("list", "cards"):
        page = browse(anna).get("/documents/", {"q": "groesse vertrag", "view": view}).content.decode()
        assert f"/documents/{made.pk}/?page=2" in page
        assert "Wir liefern &lt;b&gt;<mark>Größe</mark>&lt;/b&gt; und Wartungs<mark>vertrag</mark>." in page
    assert "?page=" not in browse(anna).get("/documents/", {"q": "brief", "view": "list"}).content.decode()
    hit = search_hits(anna, "größe", 5)[0]
    assert (hit.title, hit.url) == ("Brief", f"/documents/{made.pk}/?page=2")
    popover = browse(anna).get("/search/", {"q": "größe"}).content.decode()
    assert "Seite 2: Wir liefern &lt;b&gt;<mark>Größe</mark>" in popover


def test_documents_of_closed_files_and_confidential_ones_are_neither_shown_nor_counted(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    document(hidden, f"{CANARY} Brief", f"{CANARY} steht hier", tags=[CANARY])
    document(acme, f"{CANARY} vertraulich", CANARY, is_confidential=True)
    document(acme, "Offen", "Allgemeines")
    for query in ("", "q=kanarien", "q=kanarien&sort=title", f"customer={hidden.number}", "confidential=yes"):
        for view in ("list", "cards", "table"):
            answer = browse(anna).get(f"/documents/?{query}&view={view}").content.decode()
            assert f"{CANARY} " not in answer
    state = read_state(DOCUMENTS, QueryDict(""), anna)
    assert [count.hits for count in chip_counts(anna, state).values() if count.hits] == [1]
    assert search_hits(anna, CANARY, 5) == []
    assert titles(anna) == ["Offen"]
    assert sorted(titles(cleo)) == [f"{CANARY} Brief", "Offen"]
    role = anna.groups.get()
    ModuleRight.objects.update_or_create(role_id=role.pk, module="confidential", defaults={"level": 1})
    again = User.objects.with_rights().get(pk=anna.pk)
    assert sorted(titles(again)) == [f"{CANARY} vertraulich", "Offen"]
    assert titles(again, "confidential=yes") == [f"{CANARY} vertraulich"]


def test_the_tab_of_a_customer_shows_and_counts_theirs_alone(acme: Customer, anna: User, browse: Browse) -> None:
    document(acme, "Von Acme", "Wartung")
    document(firm("Beta AG", by=anna), "Von Beta", "Wartung")
    address = f"/customers/{acme.pk}/documents/"
    page = browse(anna).get(address, {"q": "wartung", "customer": "10002"}).content.decode()
    assert "Von Acme" in page
    assert "Von Beta" not in page
    assert 'name="customer" value="10001"' in page  # what is done to all of them is done to those of the customer
    chips = browse(anna).get(f"{address}chips/").content.decode()
    assert f"{address}?type=" in chips
    assert '<span class="count">1</span>' in chips
    assert f'action="{address}"' in browse(anna).get(f"{address}filters/").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=title", ["Alt", "Ende", "Neu", "Zukunft"]),
        ("sort=ends", ["Ende", "Zukunft", "Alt", "Neu"]),
        ("sort=dated", ["Alt", "Ende", "Zukunft", "Neu"]),
        ("", ["Neu", "Zukunft", "Ende", "Alt"]),
        ("expiry=expired", ["Ende"]),
        ("expiry=30", ["Zukunft"]),
        ("expiry=notice", ["Zukunft"]),
        ("expiry=expired&expiry=90", ["Zukunft", "Ende"]),
        ("from=2026-01-01", ["Neu", "Zukunft"]),
        ("until=31.12.2025", ["Ende", "Alt"]),
        ("year=2024", ["Alt"]),
        ("kind=image", ["Alt"]),
        ("checked=flagged", ["Neu"]),
        ("checked=clean", ["Alt"]),
        ("tag=Rahmen", ["Neu"]),
        ("customer=10001", ["Neu", "Zukunft", "Ende", "Alt"]),
        ("customer=Acme GmbH&type=-1", ["Neu", "Zukunft", "Ende", "Alt"]),
    ],
)
def test_the_list_is_sorted_and_narrowed(anna: User, acme: Customer, query: str, expected: list[str]) -> None:
    today = timezone.localdate()
    clean: dict[str, Any] = {"kind": "image", "scan": "clean"}
    document(acme, "Alt", dated="2024-03-01", file=clean)
    document(acme, "Ende", dated="2025-03-01", valid_until=today - timedelta(days=1))
    document(acme, "Zukunft", dated="2026-02-01", valid_until=today + timedelta(days=9), notice_by=today)
    document(acme, "Neu", dated="2026-03-01", tags=["Rahmen"], file={"flags": ["macros"]})
    assert titles(anna, query) == expected


def test_pages_follow_each_other_in_every_order(anna: User, acme: Customer) -> None:
    for number in range(53):
        document(acme, f"Blatt {number:02}", valid_until="2030-01-01" if number % 2 else None)
    for sort in DOCUMENTS.sorts:
        state = read_state(DOCUMENTS, QueryDict(f"sort={sort.key}"), anna)
        first = document_page(anna, state).found
        second = document_page(anna, read_state(DOCUMENTS, QueryDict(state.at(first.next)[1:]), anna)).found
        assert len({row.id for row in [*first.rows, *second.rows]}) == 53, sort.key


def test_contact_persons_need_their_module(acme: Customer, anna: User, browse: Browse) -> None:
    document(acme, "Brief", contact=acme.contact)
    table = {"view": "table", "columns": "title,contact"}
    assert f'"/contacts/{acme.pk}/"' in browse(anna).get("/documents/", table).content.decode()
    ModuleRight.objects.filter(role_id__in=anna.groups.values("pk"), module="contacts").delete()
    assert f'"/contacts/{acme.pk}/"' not in browse(anna).get("/documents/", table).content.decode()
