"""Users and teams: coming, going, handing over."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.actions import FileLevel
from accounts.models import Substitution, Team, User
from customers import sharing
from customers.models import Customer, UserGrant
from tests.accounts.admin import ada, change_url, form_of, found, list_url, run, team
from tests.cast import Browse, firm, person

__all__ = ["ada"]

PASSWORD = "Ein Satz, den nur Anna kennt"


# --- looking people up ----------------------------------------------------------------------


def test_users_are_found_by_name_role_team_and_state(boss: User, anna: User, ben: User, browse: Browse) -> None:
    client = browse(boss)
    north = team("Nord", anna)
    services.deactivate(user=ben, by=boss)

    def listed(**asked: Any) -> set[str]:
        page = client.get(list_url(User), asked).content.decode()
        return {name for name in ("Anna", "Ben", "Boss") if f">{name}</a>" in page}

    assert listed() == {"Anna", "Ben", "Boss"}
    assert listed(q="ANNA@") == {"Anna"}
    assert listed(team=north.pk) == {"Anna"}
    assert listed(role=ben.groups.get().pk) == {"Ben"}
    assert listed(role="all") == {"Boss"}
    assert listed(is_active__exact=0) == {"Ben"}
    for nonsense in ({"team": "x"}, {"team": "9" * 40}, {"role": "9" * 40}, {"role": "²"}, {"team": "²"}):
        assert listed(**nonsense) == {"Anna", "Ben", "Boss"}


@pytest.mark.parametrize("asked", ["password__startswith=a", "phone__contains=4", "is_superuser=1", "groups__name=x"])
def test_a_list_answers_no_guesses_at_its_columns(boss: User, browse: Browse, asked: str) -> None:
    assert Client(raise_request_exception=False).get(f"/admin/accounts/user/?{asked}").status_code == 302
    client = browse(boss)
    client.raise_request_exception = False
    assert client.get(f"/admin/accounts/user/?{asked}").status_code == 400


def test_namesakes_are_told_apart_and_the_deactivated_marked(boss: User, browse: Browse) -> None:
    services.deactivate(user=person("Dora"), by=boss)
    assert found(browse(boss), "dora", "accounts.invitation.user") == ["Dora · dora@acme.example (deaktiviert)"]


def test_autocompletes_are_for_who_administers_and_for_what_is_offered(
    ada: User, anna: User, browse: Browse, acme: Customer
) -> None:
    team("Nord")
    client = browse(ada)
    assert found(client, "no", "accounts.user.groups") == ["Nord"]  # teams, never roles
    assert found(client, "", "accounts.user.groups") == ["Nord"]
    assert found(client, "ada", "accounts.substitution.absent") == ["Ada · ada@acme.example"]
    assert found(client, "\0zzz\0", "accounts.substitution.absent") == []
    for closed in ("customers.customer.contact", "contacts.address.contact", "accounts.moduleright.role", "x.y.z",
                   "customers.usergrant.permission", "accounts.user.name", "accounts.user.nothing", ".."):  # fmt: skip
        assert found(client, "", closed) == ["403"], closed
    answer = browse(anna).get("/admin/autocomplete/?term=a&app_label=accounts&model_name=user&field_name=groups")
    assert answer.status_code in (302, 403)
    assert Client().get("/admin/autocomplete/?term=a").status_code == 302


# --- teams ----------------------------------------------------------------------------------


def test_people_join_and_leave_a_team(boss: User, anna: User, ben: User, browse: Browse) -> None:
    north = team("Nord", anna)
    client, url = browse(boss), change_url(north)
    form = form_of(client, url)
    assert client.post(url, {**form.fields, "join": [ben.pk], "leave": [anna.pk]}).status_code == 302
    assert list(north.group.user_set.values_list("name", flat=True)) == ["Ben"]
    assert "Ben" in client.get(url).content.decode()


def test_a_large_team_names_some_and_leads_to_all(boss: User, browse: Browse) -> None:
    people = User.objects.bulk_create(User(email=f"p{n:03}@acme.example", name=f"P{n:03}") for n in range(130))
    north = team("Nord", *people)
    page = browse(boss).get(change_url(north)).content.decode()
    assert "P099" in page
    assert "P100" not in page
    assert f"?team={north.pk}" in page


def test_a_team_with_grants_says_how_many_go_with_it(boss: User, acme: Customer, browse: Browse) -> None:
    north = team("Nord")
    sharing.share(customers=[acme.pk], to=north, level=FileLevel.SEE, by=boss)
    client, url = browse(boss), f"/admin/accounts/team/{north.pk}/delete/"
    page = client.get(url).content.decode()
    assert "Freigaben für Teams: 1" in page
    assert "Acme" not in page
    client.post(url, {"post": "yes"})
    assert not Team.objects.exists()
    assert not acme.teamgrants.exists()


# --- somebody leaves ------------------------------------------------------------------------


def test_a_deactivated_person_is_out_and_their_sessions_are_gone(boss: User, anna: User, browse: Browse) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    reader = Client()
    reader.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    assert reader.get("/customers/").status_code == 200
    key = reader.session.session_key
    run(browse(boss), User, "deactivate", [anna.pk])
    assert reader.get("/customers/").status_code == 302
    assert not UserSession.objects.filter(user=anna).exists()
    assert not Session.objects.filter(session_key=key).exists()


def test_what_is_theirs_shows_and_is_handed_over_in_one_step(
    boss: User, ben: User, cleo: User, acme: Customer, browse: Browse
) -> None:
    anna = User.objects.get(name="Anna")
    other = firm("Brandt KG", by=cleo, access="restricted", responsible=cleo)
    sharing.share(customers=[other.pk], to=anna, level=FileLevel.EDIT, by=cleo)
    today = timezone.localdate()
    Substitution.objects.create(absent=cleo, substitute=anna, first_day=today, last_day=today + timedelta(days=3))
    client = browse(boss)
    services.deactivate(user=anna, by=boss)
    page = client.get(change_url(anna)).content.decode()
    for link in (f"/admin/customers/customer/?responsible={anna.pk}", f"/admin/customers/grantline/?person={anna.pk}",
                 f"/admin/accounts/substitution/?person={anna.pk}"):  # fmt: skip
        assert link in page
        assert client.get(link).status_code == 200
    url = f"/admin/accounts/user/{anna.pk}/hand-over/"
    assert url in page
    assert "1" in client.get(url).content.decode()

    assert client.post(url, {"to": ""}).status_code == 200
    assert "jemand anderen" in client.post(url, {"to": anna.pk}).content.decode()
    assert UserGrant.objects.filter(user=anna).exists()
    assert client.post(url, {"to": ben.pk}).status_code == 302
    acme.refresh_from_db()
    assert acme.responsible == ben
    assert UserGrant.objects.get().user == ben
    assert "Brandt" not in page


def test_nothing_is_handed_to_somebody_who_is_gone(boss: User, anna: User, acme: Customer, browse: Browse) -> None:
    gone = person("Gustav")
    services.deactivate(user=gone, by=boss)
    answer = browse(boss).post(f"/admin/accounts/user/{anna.pk}/hand-over/", {"to": gone.pk})
    assert (answer.status_code, "deaktiviert" in answer.content.decode()) == (200, True)
    acme.refresh_from_db()
    assert acme.responsible == anna


def test_handing_over_is_for_who_may_change_the_person(
    ada: User, boss: User, anna: User, acme: Customer, browse: Browse
) -> None:
    url = f"/admin/accounts/user/{boss.pk}/hand-over/"
    assert browse(ada).get(url).status_code == 403
    assert (
        browse(anna).post(f"/admin/accounts/user/{anna.pk}/hand-over/", {"to": anna.pk}, follow=True).status_code == 403
    )
    assert browse(ada).get("/admin/accounts/user/999999/hand-over/").status_code == 404


def test_one_stands_in_for_another(boss: User, anna: User, ben: User, browse: Browse) -> None:
    client, url = browse(boss), "/admin/accounts/substitution/add/"
    today = timezone.localdate()
    data = {"absent": anna.pk, "substitute": ben.pk, "first_day": f"{today:%d.%m.%Y}", "last_day": f"{today:%d.%m.%Y}"}
    assert client.post(url, {**data, "substitute": anna.pk}).status_code == 200
    assert client.post(url, {**data, "last_day": f"{today - timedelta(days=1):%d.%m.%Y}"}).status_code == 200
    assert client.post(url, data).status_code == 302
    assert Substitution.objects.get().substitute == ben
    assert "Ben vertritt" in client.post(url, data).content.decode()
    ends = {"first_day": data["first_day"], "last_day": f"{today + timedelta(days=9):%d.%m.%Y}"}
    assert client.post(change_url(Substitution.objects.get()), ends).status_code == 302
    assert Substitution.objects.get().last_day == today + timedelta(days=9)
    for time, shown in (("now", True), ("later", False), ("over", False), ("nonsense", True)):
        asked: dict[str, Any] = {"time": time, "person": ben.pk}
        page = client.get(list_url(Substitution), asked).content.decode()
        assert (time, ">Anna</a>" in page) == (time, shown)
    assert ">Anna</a>" not in client.get(list_url(Substitution), {"person": boss.pk}).content.decode()
