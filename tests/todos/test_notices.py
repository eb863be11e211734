"""What somebody is told: once, as long as they may see what it is about, and live."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as people
from accounts.actions import FileLevel
from accounts.models import Substitution, Team, User
from customers import sharing
from customers.models import Access, Customer, UserGrant
from tests.cast import Browse, firm, person
from todos import live, services
from todos.models import Entry, Kind, Notification, Status
from todos.selectors.notices import COUNTED, told, unseen

LIVE = "/notices/live/"


def fresh(user: User) -> User:
    """As the next request loads them."""
    loaded: User = User.objects.with_rights().get(pk=user.pk)
    return loaded


def asked(client: Client, known: str = "") -> Any:
    return client.get(LIVE, {"known": known})


def state_of(client: Client) -> str:
    return str(json.loads(asked(client).content)["state"])


def statements_of(client: Client, known: str) -> tuple[int, int]:
    """The answer, and how many statements it took."""
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        status = asked(client, known).status_code
    return status, len(asked_for)


@pytest.fixture
def closed(cleo: User, anna: User) -> Customer:
    """Cleo's, granted to anna."""
    file = firm("Geheim AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    sharing.share(customers=[file.pk], to=anna, level=FileLevel.EDIT, by=cleo)
    return file


@pytest.fixture
def todo(closed: Customer, cleo: User, anna: User) -> Entry:
    return services.add(by=cleo, kind=Kind.TODO, customer=closed, title="Geheim anrufen", assignee=fresh(anna))


def test_the_bell_the_title_and_the_page_say_what_is_new(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    note = services.add(by=anna, kind=Kind.NOTE, customer=acme, text="Bitte @Ben, **heute** noch")
    client = browse(ben)
    page = client.get("/customers/").content.decode()
    assert "<title>(1) Kunden" in page
    notices = client.get("/notices/").content.decode()
    assert "Bitte @Ben, heute noch" in notices
    assert "Acme GmbH" in notices
    key = Notification.objects.get().pk
    assert client.get(f"/notices/{key}/")["Location"] == f"/todos/{note.pk}/"
    assert "<title>Kunden" in client.get("/customers/").content.decode()
    assert browse(anna).get(f"/notices/{key}/").status_code == 404


def test_one_or_all_are_marked_as_read(anna: User, ben: User, browse: Browse) -> None:
    for text in ("eins", "zwei", "drei"):
        services.add(by=anna, kind=Kind.TODO, title=text, assignee=ben)
    client, first = browse(ben), Notification.objects.earliest("pk")
    browse(anna).post("/notices/seen/", {"notice": first.pk})
    assert len(unseen(fresh(ben))) == 3
    client.post("/notices/seen/", {"notice": first.pk})
    assert len(unseen(fresh(ben))) == 2
    client.post("/notices/seen/")
    assert list(unseen(fresh(ben))) == []


def test_whoever_opens_the_entry_has_read_of_it(anna: User, ben: User, browse: Browse) -> None:
    entry = services.add(by=anna, kind=Kind.TODO, title="x", assignee=ben)
    browse(ben).get(f"/todos/{entry.pk}/")
    assert not unseen(fresh(ben))


def test_who_loses_the_file_loses_its_notices_at_once(
    todo: Entry, closed: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    client = browse(anna)
    assert "Geheim" in client.get("/notices/").content.decode()
    known = state_of(client)
    sharing.withdraw(grants=UserGrant.objects.filter(user=anna), by=cleo)
    assert "Geheim" not in client.get("/notices/").content.decode()
    assert json.loads(asked(client, known).content) == {"state": "0-0", "count": 0, "toasts": []}
    assert "<title>Kunden" in client.get("/customers/").content.decode()
    key = Notification.objects.get(user=anna).pk
    assert client.get(f"/notices/{key}/").status_code == 404
    sharing.share(customers=[closed.pk], to=fresh(anna), level=FileLevel.SEE, by=cleo)
    assert state_of(client) == known


def test_what_is_deleted_is_not_told_any_more(anna: User, ben: User, boss: User) -> None:
    for user in (ben, boss):
        entry = services.add(by=anna, kind=Kind.TODO, title="x", assignee=user)
        assert len(unseen(fresh(user))) == 1
        services.delete(entry=entry, by=anna)
        assert not unseen(fresh(user))


def test_the_short_statement_counts_what_the_rule_lets_see(
    acme: Customer,
    todo: Entry,
    anna: User,
    ben: User,
    cleo: User,
) -> None:
    """One statement is composed for all whose rights have the same shape: it must say what `visible` says."""
    stand_in, south, today = person("Dirk", "Sachbearbeitung"), Group.objects.create(name="Süd"), timezone.localdate()
    team = Team.objects.create(group=south)
    south.user_set.add(stand_in, ben, anna)
    Substitution.objects.create(absent=anna, substitute=stand_in, first_day=today, last_day=today)
    own = services.add(by=anna, kind=Kind.TODO, title="Süd", team=team)
    entries = [todo, own, services.add(by=anna, kind=Kind.NOTE, customer=acme, text="x"),
               services.add(by=cleo, kind=Kind.NOTE, text="nur Cleo")]  # fmt: skip
    boss = person("Boss", superuser=True)
    everybody = [anna, ben, cleo, boss, stand_in, person("Nemo"), person("Paul", "Sachbearbeitung")]
    Notification.objects.all().delete()
    Notification.objects.bulk_create(
        Notification(user=user, entry=entry, kind="assigned", key=f"{entry.pk}")
        for user in everybody
        for entry in entries
    )
    counted = {}
    for user in map(fresh, everybody):
        seen = set(told(user).values_list("pk", flat=True)) if user.rights or user.is_superuser else set()
        assert set(unseen(user)) == seen, user
        counted[user.name] = len(seen)
    assert counted == {"Anna": 3, "Ben": 2, "Cleo": 3, "Boss": 4, "Dirk": 3, "Nemo": 0, "Paul": 1}


def test_of_very_many_a_hundred_are_counted(anna: User, ben: User, browse: Browse) -> None:
    entry = services.add(by=anna, kind=Kind.TODO, title="x", assignee=ben)
    Notification.objects.bulk_create(
        Notification(user=ben, entry=entry, kind="commented", key=f"{n}") for n in range(COUNTED + 20)
    )
    client = browse(ben)
    assert "<title>(99+) " in client.get("/").content.decode()
    assert "?before=" in client.get("/notices/").content.decode()


# --- live ---------------------------------------------------------------------------------------


def test_while_nothing_changes_one_statement_answers(anna: User, ben: User, browse: Browse) -> None:
    client = browse(ben)
    known = state_of(client)
    assert statements_of(client, known) == (204, 1)
    entry = services.add(by=anna, kind=Kind.TODO, title="Neu", assignee=ben)
    news = json.loads(asked(client, known).content)
    assert (news["count"], news["toasts"]) == (1, [])
    assert statements_of(client, news["state"]) == (204, 1)
    services.comment(entry=entry, text="noch etwas", by=anna)
    assert json.loads(asked(client, news["state"]).content)["count"] == 2


def test_a_reminder_is_shown_where_the_page_is_open(anna: User, browse: Browse) -> None:
    client = browse(anna)
    known = state_of(client)
    entry = services.add(by=anna, kind=Kind.TODO, title="Frau Scholz anrufen", assignee=anna)
    Notification.objects.create(user=anna, kind="reminder", key="r", entry=entry)
    news = json.loads(asked(client, known).content)
    assert [toast["text"] for toast in news["toasts"]] == ["Erinnerung: Frau Scholz anrufen"]
    assert json.loads(asked(client).content)["toasts"] == []  # a page that knows nothing yet


def _end_session(user: User) -> None:
    Session.objects.all().delete()


def _expire(user: User) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def _deactivate(user: User) -> None:
    people.deactivate(user=user, by=None)  # type: ignore[arg-type]


def _new_password(user: User) -> None:
    user.set_password("Ein anderes Kennwort")
    user.save(update_fields=["password"])


@pytest.mark.parametrize("ends", [_end_session, _expire, _deactivate, _new_password])
def test_whoever_is_out_is_refused_at_the_next_question(anna: User, browse: Browse, ends: Any) -> None:
    client = browse(anna)
    known = state_of(client)
    assert asked(client, known).status_code == 204
    ends(anna)
    assert asked(client, known)["Location"].startswith("/accounts/login/")


def test_whoever_loses_the_module_is_refused_at_the_next_question(anna: User, browse: Browse) -> None:
    client = browse(anna)
    known = state_of(client)
    anna.groups.clear()
    assert asked(client, known).status_code == 403


def test_whoever_has_to_set_up_a_second_factor_now_is_led_there(anna: User, browse: Browse) -> None:
    client = browse(anna)
    known = state_of(client)
    Group.objects.get(name="Sachbearbeitung").role.__class__.objects.update(requires_second_factor=True)
    assert asked(client, known).status_code == 302


def test_a_view_as_somebody_else_is_not_remembered(anna: User, boss: User, browse: Browse) -> None:
    client = browse(boss)
    client.post(f"/people/{anna.pk}/view-as/")
    live._decided.clear()
    assert state_of(client) == "0-0"
    assert live._decided == {}


def test_two_people_in_one_process_are_told_apart(anna: User, ben: User, browse: Browse) -> None:
    services.add(by=anna, kind=Kind.TODO, title="Für Ben", assignee=ben)
    at_annas, at_bens = browse(anna), browse(ben)
    assert state_of(at_annas) == "0-0" != state_of(at_bens)
    assert asked(at_bens, "0-0").status_code == 200
    assert asked(at_annas, "0-0").status_code == 204
    services.change_status(entry=Entry.objects.get(), status=Status.DONE, by=ben)
    assert asked(at_annas, "0-0").status_code == 200
