"""Every page of the administration, with many people and files: no box that lists them, no statement for each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.administration import HistoryAdmin
from accounts.models import Substitution, User
from customers import sharing
from customers.models import Customer, GrantLine
from lists.models import ImportRun, Tag
from tests.accounts.admin import change_url, list_url, options, team
from tests.cast import Browse, firm

MOST_OPTIONS = 30
MANY = 34


def many(boss: User, count: int) -> None:
    """As many people, teams, files, grants, substitutions, tags and imports."""
    today = timezone.localdate()
    people = User.objects.bulk_create(User(email=f"p{n:03}@acme.example", name=f"Person {n:03}") for n in range(count))
    teams = [team(f"Team {n:03}", people[n]) for n in range(count)]
    files = [firm(f"Firma {n:03}", by=boss, responsible=boss) for n in range(3)]
    for who in (*people, *teams):
        sharing.share(customers=[file.pk for file in files], to=who, level=FileLevel.SEE, by=boss)
    for one in people:
        Substitution.objects.create(absent=boss, substitute=one, first_day=today, last_day=today + timedelta(days=1))
    Tag.objects.bulk_create(Tag(name=f"Wort {n:03}") for n in range(count))
    ImportRun.objects.bulk_create(ImportRun(kind="customers", file_name=f"{n}.csv", by=boss) for n in range(count))


def pages() -> Iterator[str]:
    """Lists, the page of one record, that of a new one, and those of our own."""
    yield reverse("admin:index")
    yield reverse("admin:accounts_role_grid")
    yield reverse("admin:accounts_user_hand_over", args=[User.objects.get(name="Boss").pk])
    for model, page in admin.site._registry.items():
        yield list_url(model)
        yield f"{list_url(model)}?q=x" if page.search_fields else f"{list_url(model)}?p=1"
        for field in (*page.list_filter, "team", "person", "customer", "responsible"):
            if not isinstance(field, str):
                yield f"{list_url(model)}?{field.parameter_name}=1"
        if first := model._default_manager.order_by("pk").first():
            yield change_url(first)
            yield f"{change_url(first).removesuffix('change/')}history/"
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def test_no_page_lists_all_people_teams_or_files(boss: User, browse: Browse) -> None:
    many(boss, MANY)
    client = browse(boss)
    seen = 0
    for url in pages():
        answer = client.get(url)
        assert answer.status_code in (200, 302, 403), url
        for box, count in options(answer.content.decode()):
            seen += 1
            assert count <= MOST_OPTIONS, (url, box)
    assert seen > 20


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_thirty_rows_cost_as_many_statements_as_one(boss: User, browse: Browse) -> None:
    client, counts = browse(boss), []
    lists = [list_url(model) for model, page in admin.site._registry.items() if not isinstance(page, HistoryAdmin)]
    for count in (1, 29):
        _more(boss, count)
        client.get(list_url(User))
        counts.append({url: statements(client, url) for url in lists})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 12


def _more(boss: User, count: int) -> None:
    offset = User.objects.count()
    today = timezone.localdate()
    for n in range(offset, offset + count):
        one = User.objects.create_user(f"p{n}@acme.example", name=f"P {n}")
        here = team(f"Team {n}", one)
        file = firm(f"Firma {n}", by=boss, responsible=one)
        sharing.share(customers=[file.pk], to=one, level=FileLevel.SEE, by=boss)
        sharing.share(customers=[file.pk], to=here, level=FileLevel.SEE, by=boss)
        Substitution.objects.create(absent=boss, substitute=one, first_day=today, last_day=today)
        Tag.objects.create(name=f"Wort {n}")
        ImportRun.objects.create(kind="customers", file_name=f"{n}.csv", by=one)


def test_thirty_grants_of_one_file_cost_as_many_statements_as_one(boss: User, browse: Browse) -> None:
    client = browse(boss)
    file = firm("Firma", by=boss, responsible=boss)
    counts = []
    for start, end in ((0, 1), (1, 30)):
        for n in range(start, end):
            one = User.objects.create_user(f"p{n}@acme.example", name=f"P {n}")
            sharing.share(customers=[file.pk], to=one, level=FileLevel.SEE, by=boss)
            sharing.share(customers=[file.pk], to=team(f"T {n}", one), level=FileLevel.SEE, by=boss)
        client.get(change_url(file))
        counts.append(statements(client, change_url(file)))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
    assert GrantLine.objects.count() == 60


def test_the_index_begins_with_what_one_comes_for(boss: User, browse: Browse) -> None:
    page = browse(boss).get("/admin/").content.decode()
    people = ["accounts/user", "accounts/role", "accounts/team"]
    access = ["customers/grantline", "customers/customer", "accounts/substitution"]
    wanted = [*people, *access, "customers/numberrange", "contacts/contact", "customers/customerevent"]
    places = [page.index(f'href="/admin/{entry}/"') for entry in wanted]
    assert places == sorted(places)


def test_history_and_what_is_looked_up_is_read_only(boss: User, acme: Customer, browse: Browse) -> None:
    client = browse(boss)
    for model, page in admin.site._registry.items():
        if getattr(page, "section", "") not in ("look", "history"):
            continue
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert client.post(reverse(f"admin:{name}_add"), {}).status_code == 403
        first: Any = model._default_manager.first()
        for url in [change_url(first), reverse(f"admin:{name}_delete", args=[first.pk])] if first else []:
            assert client.post(url, {"post": "yes"}).status_code == 403


def test_a_tag_says_how_many_carry_it_and_not_who(boss: User, anna: User, browse: Browse) -> None:
    from contacts.services import create_organisation

    create_organisation(by=anna, name="Geheim AG", tags=["vip"])
    page = browse(boss).get(reverse("admin:lists_tag_delete", args=[Tag.objects.get(name="vip").pk])).content.decode()
    assert "Kontakte: 1" in page
    assert "Geheim" not in page
