"""Saved views: whose they are, who may change them, and what they show."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, Team, User
from customers.listing import CUSTOMERS
from customers.models import Customer
from lists.models import SavedView
from lists.saved import open_list, views_of
from lists.services import save_view
from lists.state import read_state
from tests.cast import CANARY, Browse, firm, person

QUERY = "q=gmbh&status=active&sort=-changed&view=table&columns=name,city,number"


def team(name: str, *people: User) -> Team:
    team = Team.objects.create(group=Group.objects.create(name=name))
    for one in people:
        one.groups.add(team.group)
    return team


def again(user: User) -> User:
    """As the next request loads them."""
    loaded: User = User.objects.with_rights().get(pk=user.pk)
    return loaded


def view_of(user: User, query: str = QUERY, audience: Team | Role | None = None, name: str = "Nord") -> SavedView:
    state = read_state(CUSTOMERS, QueryDict(query), user)
    return save_view(state=state, name=name, audience=audience, by=user)


def test_a_view_keeps_search_filters_sort_look_and_columns(anna: User) -> None:
    view = view_of(anna)
    assert view.query == QUERY.replace(",", "%2C")
    state, shelf = open_list(again(anna), CUSTOMERS, QueryDict(f"{view.query}&saved={view.pk}"))
    assert shelf.current == view
    assert not shelf.is_changed
    assert [column.key for column in state.columns] == ["name", "city", "number"]


@pytest.mark.parametrize(
    "change", [{"q": "ag"}, {"status": "lead"}, {"sort": "name"}, {"view": "cards"}, {"columns": "name,number"}]
)
def test_whatever_changes_it_is_noticed(anna: User, change: dict[str, str]) -> None:
    view = view_of(anna)
    query = QueryDict(f"{view.query}&saved={view.pk}", mutable=True)
    query.update(change)
    for name, value in change.items():
        query[name] = value
    _state, shelf = open_list(again(anna), CUSTOMERS, query)
    assert shelf.is_changed


def test_nothing_is_lost_on_any_way_through_the_list(anna: User, browse: Browse) -> None:
    """Every link of the list that leads to the list keeps what it does not change itself."""
    for number in range(60):
        firm(f"Firma {number} GmbH", by=anna)
    view = view_of(anna, name="Alle GmbH")
    client = browse(anna)
    page = client.get(f"/customers/?{view.query}&saved={view.pk}").content.decode()
    links = {unescape(href) for href in re.findall(r'href="(/customers/\?[^"]+)"', page.split("shell-main")[1])}
    following = next(link for link in links if "after=" in link)
    page_two = client.get(following).content.decode()
    links |= {unescape(href) for href in re.findall(r'href="(/customers/\?[^"]+)"', page_two.split("shell-main")[1])}
    kept = {"q": "gmbh", "status": "active", "sort": "-changed", "view": "table", "columns": "name,city,number"}
    assert len(links) > 10
    for link in links:
        query = QueryDict(link.partition("?")[2])
        if link == "/customers/?view=table":
            continue  # the way out of the view
        differing = [name for name, value in kept.items() if query.get(name) != value]
        cleared = differing == ["q", "status"]
        assert len(differing) <= 1 or cleared, link
        assert query["saved"] == str(view.pk)


def test_what_is_typed_into_the_search_keeps_the_rest(anna: User, acme: Customer, browse: Browse) -> None:
    view = view_of(anna)
    page = browse(anna).get(f"/customers/?{view.query}&saved={view.pk}").content.decode()
    form = page.split('role="search"')[2]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))
    assert hidden == {
        "status": "active",
        "sort": "-changed",
        "view": "table",
        "columns": "name,city,number",
        "saved": str(view.pk),
    }


def test_a_view_is_open_to_its_owner_team_and_role(anna: User, ben: User, cleo: User, boss: User) -> None:
    own = view_of(anna, name="eigen")
    nord = view_of(anna, name="nord", audience=team("Nord", anna, ben))
    reading = view_of(boss, name="lesend", audience=Role.objects.get(group__name="Lesen"))
    seen = {user: set(SavedView.objects.of(again(user))) for user in (anna, ben, cleo)}
    assert {user: set(views_of(again(user))) for user in (anna, ben, cleo)} == seen
    assert seen == {anna: {own, nord}, ben: {nord, reading}, cleo: set()}


def test_a_url_that_was_sent_shows_nobody_more(anna: User, ben: User, hidden: Customer, browse: Browse) -> None:
    view = view_of(anna, query=f"q={CANARY}&view=list")
    page = browse(ben).get(f"/customers/?{view.query}&saved={view.pk}")
    assert page.status_code == 200
    assert f"{CANARY} AG" not in page.content.decode()
    assert "nicht für Sie freigegeben" in page.content.decode()
    assert "saved=" not in page.content.decode().partition('id="list"')[2]


def test_nonsense_in_the_url_is_ignored(anna: User, acme: Customer, browse: Browse) -> None:
    for query in ("saved=x", "saved=99999999", "saved=-1", "saved=%00", "columns=,,,", "columns=nix,name", "saved=٣"):
        assert browse(anna).get(f"/customers/?{query}").status_code == 200, query


def test_the_standard_of_a_role_is_what_its_people_begin_with(ben: User, boss: User, browse: Browse) -> None:
    firm("Alpha AG", by=boss)
    firm("Beta GmbH", by=boss)
    view_of(boss, query="q=beta&view=cards", audience=Role.objects.get(group__name="Lesen"))
    began = browse(ben).get("/customers/").content.decode()
    assert "Beta GmbH" in began
    assert "Alpha AG" not in began
    assert "Alpha AG" in browse(ben).get("/customers/?view=list").content.decode()
    assert "Alpha AG" in browse(boss).get("/customers/").content.decode()


def test_who_may_change_what(anna: User, ben: User, boss: User, browse: Browse) -> None:
    leading = person("Lena", "Leitung")
    nord = team("Nord", anna, ben, leading)
    own, shared = view_of(anna, name="eigen"), view_of(anna, name="nord", audience=nord)
    standard = view_of(leading, name="standard", audience=Role.objects.get(group__name="Lesen"))
    leading.groups.add(Group.objects.get(name="Lesen"))
    may = {
        anna: {own: 200, shared: 200, standard: 404},
        ben: {own: 404, shared: 403, standard: 403},
        leading: {own: 404, shared: 200, standard: 200},
    }
    for user, answers in may.items():
        client = browse(user)
        assert {view: client.get(f"/views/{view.pk}/edit/").status_code for view in answers} == answers, user
        for view, answer in answers.items():
            if answer != 200:
                assert client.post(f"/views/{view.pk}/delete/").status_code == answer
                assert client.post(f"/views/{view.pk}/save/?q=x").status_code == answer
    assert SavedView.objects.count() == 3


def test_nobody_shares_with_a_team_of_others_or_a_role_without_leading(anna: User, browse: Browse) -> None:
    foreign = team("Süd")
    role = Role.objects.first()
    assert role
    for audience in (f"team-{foreign.pk}", f"role-{role.pk}"):
        browse(anna).post("/customers/save-view/?q=a", {"name": "X", "audience": audience})
    assert not SavedView.objects.exists()


def test_a_view_is_saved_changed_pinned_moved_deleted_and_brought_back(
    anna: User, acme: Customer, browse: Browse
) -> None:
    client = browse(anna)
    client.post("/customers/save-view/?q=acme&view=table", {"name": "Erste", "audience": ""})
    client.post("/customers/save-view/?q=gmbh&view=list", {"name": "Zweite", "audience": ""})
    first, second = SavedView.objects.order_by("pk")
    answer = client.post(f"/views/{first.pk}/save/?q=acme&view=cards&saved={first.pk}")
    assert answer.headers["Location"] == f"/customers/?q=acme&view=cards&{_columns(first)}&saved={first.pk}"
    client.post(f"/views/{second.pk}/pin/", {"pin": "yes"})
    assert "nav-views" in client.get("/").content.decode()
    client.post(f"/views/{second.pk}/move/", {"up": "yes"})
    page = client.get("/views/").content.decode().split("shell-main")[1]
    assert page.index("Zweite") < page.index("Erste")
    page = client.post(f"/views/{second.pk}/delete/", follow=True).content.decode()
    assert list(SavedView.objects.all()) == [first]
    undo = re.search(r'action="(/views/restore/[^"]+)"', page)
    assert undo
    assert browse(person("Fremd", "Lesen")).post(unescape(undo[1])).status_code == 404
    client.post(unescape(undo[1]))
    assert set(SavedView.objects.all()) == {first, second}
    assert "nav-views" in client.get("/").content.decode()


def _columns(view: SavedView) -> str:
    view.refresh_from_db()
    return view.query.rpartition("&")[2]


def test_a_role_has_one_standard(boss: User, browse: Browse) -> None:
    role = Role.objects.get(group__name="Lesen")
    view_of(boss, audience=role)
    page = browse(boss).post("/customers/save-view/?q=a", {"name": "Noch eine", "audience": f"role-{role.pk}"})
    assert page.status_code == 200
    assert SavedView.objects.count() == 1


def test_pinned_views_cost_one_statement_and_none_without(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(anna)
    client.get("/")
    with django_assert_num_queries(3):
        client.get("/")
    views = [view_of(anna, name=str(number)) for number in range(3)]
    client.post(f"/views/{views[0].pk}/pin/", {"pin": "yes"})
    with django_assert_num_queries(4):
        client.get("/")


def test_columns_are_chosen_for_oneself(anna: User, ben: User, acme: Customer, browse: Browse) -> None:
    client = browse(anna)
    answer = client.post(
        "/customers/columns/?q=acme&view=table", {"order": ["name", "tags", "number"], "shown": ["number", "tags"]}
    )
    assert answer.headers["Location"] == "/customers/?q=acme&view=table"
    heads = r'<th scope="col"[^>]*>\s*(?:<a[^>]*>)?\s*([^<]+?)\s*<'
    assert re.findall(heads, client.get("/customers/?view=table").content.decode()) == [
        "Name",
        "Schlagwörter",
        "Nummer",
    ]
    assert len(re.findall(heads, browse(ben).get("/customers/?view=table").content.decode())) == 9
    client.post("/customers/columns/?view=table", {"reset": "yes"})
    assert len(re.findall(heads, client.get("/customers/?view=table").content.decode())) == 9
    assert User.objects.get(pk=anna.pk).preferences["columns"] == {}


def test_columns_are_moved_without_javascript(anna: User, browse: Browse) -> None:
    chosen = {"order": ["name", "number", "city"], "shown": ["number", "city"]}
    page = browse(anna).post("/customers/columns/", {**chosen, "up": "city"}).content.decode()
    assert re.findall(r'name="order" value="(\w+)"', page)[:3] == ["name", "city", "number"]
    assert "columns" not in User.objects.get(pk=anna.pk).preferences


def test_the_columns_of_a_view_stay_with_it(anna: User, browse: Browse) -> None:
    view = view_of(anna)
    answer = browse(anna).post(
        f"/customers/columns/?{view.query}&saved={view.pk}", {"order": ["name", "tags"], "shown": ["tags"]}
    )
    assert "columns=name%2Ctags" in answer.headers["Location"]
    assert f"saved={view.pk}" in answer.headers["Location"]
    assert "columns" not in User.objects.get(pk=anna.pk).preferences
