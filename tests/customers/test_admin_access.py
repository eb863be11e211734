"""Access to files in the administration: grants one by one and many at once, and nothing of what is in the files."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import ModuleRight, User
from customers import openings, sharing
from customers.models import Access, Customer, GrantLine, TeamGrant, UserGrant
from tests.accounts.admin import ada, change_url, form_of, found, list_url, run, team
from tests.cast import CANARY, Browse, firm

__all__ = ["ada"]

BY_CUSTOMER = "customers.grantline.customer"


def shown_of(page: str) -> str:
    """What is left of a page when number and name, which administrators see, are taken out."""
    return page.replace(f"{CANARY}-1", "").replace(f"{CANARY} AG", "")


def grants() -> set[tuple[str, str, int]]:
    return {
        (line.customer.contact.name, str(line.user or line.team), line.level)
        for line in GrantLine.objects.select_related("customer__contact", "user", "team__group")
    }


def save(client: Client, customer: Customer, **typed: Any) -> Any:
    form = form_of(client, change_url(customer))
    return client.post(change_url(customer), {**form.fields, **typed}, follow=True)


def new_line(kind: str, at: int, existing: int = 0, **values: Any) -> dict[str, Any]:
    given = {f"{kind}-{at}-{name}": value for name, value in values.items()}
    return {f"{kind}-TOTAL_FORMS": at + 1, f"{kind}-INITIAL_FORMS": existing, **given}


# --- nothing leaks --------------------------------------------------------------------------


def test_of_a_restricted_file_only_number_name_and_access_show(ada: User, hidden: Customer, browse: Browse) -> None:
    """Though she has not even the module Customers."""
    client = browse(ada)
    for url in (
        list_url(Customer),
        change_url(hidden),
        list_url(GrantLine),
        f"{list_url(Customer)}?access__exact=restricted",
    ):
        page = client.get(url).content.decode()
        assert CANARY not in shown_of(page), url
    page = client.get(change_url(hidden)).content.decode()
    assert f"{CANARY} AG" in page
    assert "Cleo" in page  # who is responsible
    assert reverse("customers:file", args=[hidden.pk]) not in page
    assert client.get(reverse("customers:file", args=[hidden.pk])).status_code in (403, 404)


def test_who_may_open_the_file_is_led_to_it(boss: User, hidden: Customer, browse: Browse) -> None:
    page = browse(boss).get(change_url(hidden)).content.decode()
    assert reverse("customers:file", args=[hidden.pk]) in page


def test_the_search_knows_number_and_name_alone(ada: User, cleo: User, browse: Browse) -> None:
    file = firm("Verborgen KG", by=cleo, number="77123", city="Lüneburg", access="restricted", responsible=cleo)
    client = browse(ada)

    def finds(term: str) -> bool:
        listed = f"/{file.pk}/change/" in client.get(list_url(Customer), {"q": term}).content.decode()
        assert listed == (found(client, term, BY_CUSTOMER) == ["77123 Verborgen KG"]), term
        return listed

    assert [term for term in ("verborgen", "VERBORGEN kg", "7712", "rborg 77123") if not finds(term)] == []
    assert [
        term for term in ("lüneburg", "lueneburg", "uwe", "hafen", "20457", "info@", "40123456") if finds(term)
    ] == []


GUESSES = (
    "iban__startswith=D",
    "industry=x",
    "search__contains=x",
    "contact__notes__contains=x",
    "status=active",
    "customer__iban=x",
    "parent=1",
    "responsible__password=x",
)


@pytest.mark.parametrize("asked", GUESSES)
def test_no_address_lets_one_guess_at_a_file(ada: User, hidden: Customer, browse: Browse, asked: str) -> None:
    client = browse(ada)
    client.raise_request_exception = False
    for model in (Customer, GrantLine):
        assert client.get(f"{list_url(model)}?{asked}").status_code == 400
    assert client.get(f"{list_url(Customer)}?o=-4.3").status_code == 200


def test_nobody_else_reaches_any_of_it(anna: User, acme: Customer, browse: Browse) -> None:
    client = browse(anna)  # responsible for the file, and may share it in the application
    for url in (list_url(Customer), change_url(acme), list_url(GrantLine), "/admin/customers/grantline/add/"):
        for answer in (client.get(url, follow=True), client.post(url, {}, follow=True)):
            assert answer.status_code == 403, url
    asked = {"term": "acme", "app_label": "customers", "model_name": "grantline", "field_name": "customer"}
    answer = client.get("/admin/autocomplete/", asked, follow=True)
    assert answer.status_code == 403
    assert "Acme" not in answer.content.decode()


def test_files_are_neither_made_nor_deleted_here(boss: User, acme: Customer, browse: Browse) -> None:
    client = browse(boss)
    assert client.post("/admin/customers/customer/add/", {}).status_code == 403
    assert client.post(f"/admin/customers/customer/{acme.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/customers/grantline/{acme.pk}/delete/", {"post": "yes"}).status_code in (302, 403)


# --- one file -------------------------------------------------------------------------------


def test_grants_are_added_changed_and_withdrawn(
    ada: User, ben: User, cleo: User, acme: Customer, browse: Browse
) -> None:
    client = browse(ada)
    people = new_line("usergrants", 0, user=ben.pk, level=1, until="31.12.2099")
    teams = new_line("teamgrants", 0, group=team("Nord", cleo).pk, level=2, until="")
    save(client, acme, access="restricted", **people, **teams)
    assert grants() == {("Acme GmbH", "Ben", 1), ("Acme GmbH", "Nord", 2)}
    grant = UserGrant.objects.get()
    assert (grant.granted_by, f"{grant.until}") == (ada, "2099-12-31")
    assert browse(ben).get(f"/customers/{acme.pk}/").status_code == 200

    form = form_of(client, change_url(acme))
    client.post(change_url(acme), {**form.fields, "usergrants-0-level": "3", "teamgrants-0-DELETE": "on"})
    assert grants() == {("Acme GmbH", "Ben", 3)}
    assert openings.out_of_step() == 0
    event = UserGrant.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context["user"] == ada.pk


def test_an_existing_grant_stays_with_whom_it_is(
    boss: User, anna: User, ben: User, acme: Customer, browse: Browse
) -> None:
    sharing.share(customers=[acme.pk], to=ben, level=FileLevel.SEE, by=boss)
    client = browse(boss)
    save(client, acme, **{"usergrants-0-user": anna.pk, "usergrants-0-level": "2"})
    assert grants() == {("Acme GmbH", "Ben", 2)}


def test_nobody_stands_twice(boss: User, ben: User, acme: Customer, browse: Browse) -> None:
    twice = {**new_line("usergrants", 0, user=ben.pk, level=1), **new_line("usergrants", 1, user=ben.pk, level=4)}
    page = save(browse(boss), acme, **twice).content.decode()
    assert "Niemand kann hier zweimal stehen" in page
    assert grants() == set()


def test_the_last_who_may_share_is_kept_with_a_clear_word(
    ada: User, anna: User, acme: Customer, browse: Browse
) -> None:
    sharing.restrict(customer=acme, by=anna)
    page = save(browse(ada), acme, responsible="").content.decode()
    assert "Jemand muss die Akte freigeben können" in page
    acme.refresh_from_db()
    assert acme.responsible == anna


def test_one_keeper_is_replaced_by_another_in_one_go(
    ada: User, anna: User, cleo: User, acme: Customer, browse: Browse
) -> None:
    sharing.restrict(customer=acme, by=anna)
    client = browse(ada)
    save(client, acme, responsible="", **new_line("usergrants", 0, user=cleo.pk, level=4, until=""))
    acme.refresh_from_db()
    assert (acme.responsible, grants()) == (None, {("Acme GmbH", "Cleo", 4)})
    line = new_line("usergrants", 1, existing=1, user=anna.pk, level=4, until="")
    save(client, acme, **line, **{"usergrants-0-DELETE": "on"})
    assert grants() == {("Acme GmbH", "Anna", 4)}
    page = save(client, acme, **{"usergrants-0-DELETE": "on"}).content.decode()
    assert "Jemand muss die Akte freigeben können" in page
    assert grants() == {("Acme GmbH", "Anna", 4)}


def test_who_restricts_a_file_of_nobody_keeps_it(ada: User, acme: Customer, browse: Browse) -> None:
    Customer.objects.filter(pk=acme.pk).update(responsible=None)
    save(browse(ada), acme, access="restricted")
    acme.refresh_from_db()
    assert acme.access == Access.RESTRICTED
    assert grants() == {("Acme GmbH", "Ada", 4)}


def test_the_deactivated_are_granted_nothing(boss: User, ben: User, acme: Customer, browse: Browse) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)
    page = save(browse(boss), acme, **new_line("usergrants", 0, user=ben.pk, level=1)).content.decode()
    assert "deaktiviert" in page
    data = {"customers": [acme.pk], "user": ben.pk, "level": 1}
    assert "deaktiviert" in browse(boss).post("/admin/customers/grantline/add/", data).content.decode()
    assert grants() == set()


# --- many at once ---------------------------------------------------------------------------


@pytest.fixture
def files(boss: User) -> list[Customer]:
    return [firm(f"Firma {n}", by=boss, responsible=boss, access="restricted") for n in range(3)]


def test_a_selection_is_granted_to_a_person_or_a_team(
    ada: User, ben: User, files: list[Customer], browse: Browse
) -> None:
    client, keys = browse(ada), [file.pk for file in files[:2]]
    page = run(client, Customer, "grant", keys).content.decode()
    assert "Es geht um 2 Akten" in page
    assert grants() == set()
    assert (
        "entweder eine Person oder ein Team" in run(client, Customer, "grant", keys, apply=1, level=1).content.decode()
    )
    run(client, Customer, "grant", keys, apply=1, level=2, user=ben.pk, until="31.12.2099")
    run(client, Customer, "grant", keys, apply=1, level=1, team=team("Nord").pk, until="")
    assert grants() == {(f"Firma {n}", who, level) for n in (0, 1) for who, level in (("Ben", 2), ("Nord", 1))}
    assert {grant.granted_by for grant in UserGrant.objects.all()} == {ada}


def test_all_that_a_filter_finds_is_granted(boss: User, ben: User, files: list[Customer], browse: Browse) -> None:
    client = browse(boss)
    data = {"action": "grant", "_selected_action": [files[0].pk], "select_across": "1", "apply": 1, "level": 1}
    client.post(f"{list_url(Customer)}?q=firma", {**data, "user": ben.pk})
    assert len(grants()) == 3


def test_grants_are_found_and_withdrawn(
    ada: User, ben: User, cleo: User, files: list[Customer], browse: Browse
) -> None:
    client, keys = browse(ada), [file.pk for file in files]
    today = timezone.localdate()
    north = team("Nord", cleo)
    sharing.share(customers=keys, to=ben, level=FileLevel.SEE, by=ada, until=today - timedelta(days=1))
    sharing.share(customers=keys[:1], to=cleo, level=FileLevel.EDIT, by=ada, until=today + timedelta(days=5))
    sharing.share(customers=keys[:2], to=north, level=FileLevel.SEE, by=ada)

    def listed(**asked: Any) -> int:
        return client.get(list_url(GrantLine), asked).content.decode().count('name="_selected_action"')

    assert listed() == 6
    assert listed(person=ben.pk) == 3
    assert listed(team=north.pk) == 2
    assert listed(customer=keys[0]) == 3
    assert listed(level__exact=2) == 1
    assert [listed(end=end) for end in ("expired", "soon", "later", "none")] == [3, 1, 0, 2]
    assert listed(person=ben.pk, team=north.pk) == 0

    lines = list(GrantLine.objects.filter(customer=keys[0]).values_list("pk", flat=True))
    page = run(client, GrantLine, "withdraw", lines).content.decode()
    assert "3 Freigaben auf 1 Akten enden sofort" in page
    assert len(grants()) == 6
    run(client, GrantLine, "withdraw", lines, apply=1)
    assert len(grants()) == 3
    assert not UserGrant.objects.filter(content_object=keys[0]).exists()
    assert not TeamGrant.objects.filter(content_object=keys[0]).exists()
    assert openings.out_of_step() == 0


def test_withdrawing_the_last_who_may_share_is_refused_whole(
    ada: User, cleo: User, files: list[Customer], browse: Browse
) -> None:
    keys = [file.pk for file in files]
    sharing.share(customers=keys, to=cleo, level=FileLevel.SHARE, by=ada)
    Customer.objects.filter(pk=keys[0]).update(responsible=None)
    lines = list(GrantLine.objects.values_list("pk", flat=True))
    page = run(browse(ada), GrantLine, "withdraw", lines, apply=1).content.decode()
    assert "Jemand muss die Akte freigeben können" in page
    assert len(grants()) == 3


def test_an_unknown_file_is_not_granted(ada: User, ben: User, acme: Customer, browse: Browse) -> None:
    client, url = browse(ada), "/admin/customers/grantline/add/"
    good = {"customers": [acme.pk], "user": ben.pk, "level": 4, "until": ""}
    wrong: list[dict[str, Any]] = [{"customers": [acme.pk, key]} for key in ("999999", "x", "9" * 40, "²")]
    wrong += [{"user": "999999"}, {"user": "x"}, {"team": "9" * 40}, {"level": 9}, {"until": "31.2.2027"}]
    for values in wrong:
        assert client.post(url, {**good, **values}).status_code == 200, values
    assert grants() == set()
    assert client.post(url, good).status_code == 302
    assert grants() == {("Acme GmbH", "Ben", 4)}


def test_a_team_is_granted_to_never_a_role(ada: User, acme: Customer, browse: Browse) -> None:
    role = ModuleRight.objects.filter(role__group__name="Lesen")[0].role
    answer = browse(ada).post("/admin/customers/grantline/add/", {"customers": [acme.pk], "team": role.pk, "level": 1})
    assert answer.status_code == 200
    save(browse(ada), acme, **new_line("teamgrants", 0, group=role.pk, level=1))
    assert grants() == set()
