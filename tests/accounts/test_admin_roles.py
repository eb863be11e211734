"""The grid of roles and modules, and that somebody always administers."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.actions import Action, Level, Module
from accounts.administrators import LastAdministrator, NotYourself
from accounts.models import ModuleRight, Role, User
from tests.accounts.admin import ada, change_url, form_of, list_url
from tests.cast import Browse, person

__all__ = ["ada"]

GRID = "/admin/accounts/role/grid/"


def role(name: str) -> Role:
    return Role.objects.get(group__name=name)


def rights(name: str) -> dict[str, int]:
    return dict(ModuleRight.objects.filter(role__group__name=name).values_list("module", "level"))


def test_the_list_is_the_grid_and_says_each_level(boss: User, browse: Browse) -> None:
    page = browse(boss).get(list_url(Role)).content.decode()
    for module in Module:
        assert f'column-{module}"' in page
    assert "bearbeiten" in page
    assert GRID in page


def test_one_cell_is_changed_and_no_other(boss: User, browse: Browse) -> None:
    client = browse(boss)
    before = {name: rights(name) for name in ("Lesen", "Sachbearbeitung", "Leitung")}
    form = form_of(client, GRID)
    cell = f"customers-{role('Lesen').pk}"
    assert form.fields[cell] == str(int(Level.READ))
    # somebody else is at another cell in the meantime
    services.change_rights(role=role("Leitung"), rights={Module.CONTACTS: Level.READ}, by=boss)
    assert client.post(GRID, {**form.fields, cell: "0"}).status_code == 302
    assert rights("Lesen") == {"contacts": Level.READ, "todos": Level.READ, "documents": Level.READ}
    assert rights("Sachbearbeitung") == before["Sachbearbeitung"]


def test_the_role_has_its_row_of_the_grid(boss: User, ben: User, browse: Browse) -> None:
    client, url = browse(boss), change_url(role("Lesen"))
    form = form_of(client, url)
    assert {module: form.fields[module] for module in Module} == {
        "customers": "1",
        "contacts": "1",
        "todos": "1",
        "documents": "1",
        "confidential": "0",
        "administration": "0",
    }
    reader = browse(ben)
    assert reader.get("/customers/").status_code == 200
    assert client.post(url, {**form.fields, "customers": "0"}).status_code == 302
    assert reader.get("/customers/").status_code == 403  # the next request


@pytest.mark.parametrize("wrong", ["9", "-1", "x", ""])
def test_there_are_no_other_levels(boss: User, browse: Browse, wrong: str) -> None:
    client, url = browse(boss), change_url(role("Lesen"))
    form = form_of(client, url)
    assert client.post(url, {**form.fields, "customers": wrong}).status_code == 200
    assert client.post(GRID, {f"customers-{role('Lesen').pk}": wrong}).status_code == 200
    assert rights("Lesen")["customers"] == Level.READ


def test_djangos_own_permissions_show_nowhere(boss: User, anna: User, browse: Browse) -> None:
    client = browse(boss)
    for url in (change_url(role("Lesen")), change_url(anna), reverse("admin:accounts_user_add"), "/admin/", GRID):
        page = client.get(url).content.decode()
        assert "user_permissions" not in page
        assert "Can add" not in page
        assert "/admin/auth/" not in page


def test_only_who_administers_gets_to_the_grid(anna: User, ada: User, browse: Browse) -> None:
    assert browse(ada).get(GRID).status_code == 200
    assert browse(anna).get(GRID, follow=True).status_code == 403
    assert browse(anna).post(GRID, {}, follow=True).status_code == 403
    assert Client().get(GRID).status_code == 302


# --- somebody always administers ------------------------------------------------------------


def test_nobody_takes_the_administration_from_themselves(ada: User, boss: User, browse: Browse) -> None:
    """Not by the grid, the role's page, or their own roles, though a superuser is left."""
    client, admins = browse(ada), role("Administration")
    cell = f"administration-{admins.pk}"
    grid = form_of(client, GRID)
    page = client.post(GRID, {**grid.fields, cell: "1"}).content.decode()
    assert "selbst aus der Verwaltung aussperren" in page

    form = form_of(client, change_url(admins))
    page = client.post(change_url(admins), {**form.fields, "administration": "0", "sentence": "Neu"}).content.decode()
    assert "selbst aus der Verwaltung aussperren" in page
    assert 'value="Neu"' in page  # what was typed is still there

    own = form_of(client, change_url(ada)).fields | {"roles": [role("Lesen").pk]}
    assert "selbst aus der Verwaltung aussperren" in client.post(change_url(ada), own).content.decode()

    assert rights("Administration")["administration"] == Level.MANAGE
    assert role("Administration").sentence != "Neu"
    assert Action.ADMINISTER.level <= User.objects.with_rights().get(pk=ada.pk).rights[Module.ADMINISTRATION]


def test_the_last_superuser_stays_one(ada: User) -> None:
    """Though somebody administers by a role: nobody else could make superusers."""
    only = person("Boss", superuser=True)
    with pytest.raises(LastAdministrator):
        services.deactivate(user=only, by=ada)
    assert User.objects.get(pk=only.pk).is_active
    services.deactivate(user=only, by=person("Zweite", superuser=True))


def test_the_last_who_administers_by_a_role_stays(db: None) -> None:
    eva = person("Eva", "Administration")
    admins = role("Administration")
    with pytest.raises(LastAdministrator):
        services.change_rights(role=admins, rights={Module.ADMINISTRATION: 0}, by=person("Anna", "Leitung"))
    with pytest.raises(LastAdministrator):
        services.assign(user=eva, roles=[], teams=[], by=person("Ben", "Leitung"))
    with pytest.raises(LastAdministrator):
        services.deactivate(user=eva, by=person("Cleo", "Leitung"))
    with pytest.raises(NotYourself):
        services.deactivate(user=eva, by=eva)
    assert Group.objects.get(name="Administration").user_set.get() == eva


def test_a_role_that_somebody_has_is_not_deleted(ada: User, browse: Browse) -> None:
    admins = role("Administration")
    url = reverse("admin:accounts_role_delete", args=[admins.pk])
    assert browse(ada).post(url, {"post": "yes"}).status_code == 403
    assert Role.objects.filter(pk=admins.pk).exists()


def test_an_unused_role_is_deleted_with_its_group(boss: User, browse: Browse) -> None:
    unused = role("Disposition")
    client, url = browse(boss), reverse("admin:accounts_role_delete", args=[unused.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Group.objects.filter(name="Disposition").exists()


# --- the second factor ----------------------------------------------------------------------


def test_a_role_that_asks_for_the_second_factor_counts_at_the_next_request(
    boss: User, ben: User, browse: Browse
) -> None:
    reader, client, url = browse(ben), browse(boss), change_url(role("Lesen"))
    assert reader.get("/customers/").status_code == 200
    form: Any = form_of(client, url)
    client.post(url, {**form.fields, "requires_second_factor": "on"})
    for method, path in [("get", "/customers/"), ("post", "/profile/"), ("get", "/admin/"), ("get", "/search/?q=acme")]:
        answer = getattr(reader, method)(path, headers={"hx-request": "true"})
        assert (path, answer.status_code) == (path, 302)
        assert answer["Location"] == reverse("mfa_activate_totp")
    assert client.get("/customers/").status_code == 200  # who has another role
