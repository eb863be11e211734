"""The panel in which a file is shared, and the sentence in its head."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actions import FileLevel
from accounts.models import Substitution, User
from customers import sharing
from customers.models import Access, Customer, TeamGrant, UserGrant
from customers.selectors.readers import lock, readers
from customers.selectors.sharing import Sharing
from customers.services import change_customer
from tests.cast import Browse, firm, person
from tests.customers.test_sharing import fresh, sees, team
from tests.pages import form_to, undo_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def closed(acme: Customer, anna: User) -> Customer:
    sharing.restrict(customer=acme, by=anna)
    acme.refresh_from_db()
    return acme


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def panel(customer: Customer) -> str:
    return f"/customers/{customer.pk}/sharing/"


def share(client: Client, customer: Customer, to: str, level: FileLevel, until: date | None = None) -> str:
    """As the browser without scripts does it: the effect first, then once more."""
    path = panel(customer)
    shown = client.post(path, {"to": to, "level": level.value, "until": until or ""}).content.decode()
    return client.post(path, form_to(shown, path).fields, follow=True).content.decode()


def sentence(user: User, customer: Customer) -> str:
    return lock(fresh(user), Customer.objects.select_related("responsible").get(pk=customer.pk)).sentence


# --- the head ---------------------------------------------------------------------------------


def test_the_lock_names_whom_the_file_is_open_to(closed: Customer, anna: User, ben: User, cleo: User) -> None:
    assert sentence(anna, closed) == "Nur Anna sowie Superuser sehen diese Akte."
    sharing.share(customers=[closed.pk], to=team("Süd", cleo), level=FileLevel.SEE, by=anna)
    sharing.share(customers=[closed.pk], to=ben, level=FileLevel.SEE, until=date(2099, 12, 31), by=anna)
    assert sentence(anna, closed) == "Nur Anna, Ben (bis 31.12.2099) und Team Süd sowie Superuser sehen diese Akte."
    for name in ("Dirk", "Eva"):
        sharing.share(customers=[closed.pk], to=person(name, "Lesen"), level=FileLevel.SEE, by=anna)
    assert sentence(anna, closed) == "Nur Anna, Dirk und 3 weitere sowie Superuser sehen diese Akte."


def test_the_lock_leaves_out_whom_it_is_not_open_to(closed: Customer, anna: User, ben: User, cleo: User) -> None:
    nobody = person("Dora")  # without a role
    for to, until in ((ben, days(-1)), (cleo, None), (nobody, None)):
        sharing.share(customers=[closed.pk], to=to, level=FileLevel.SEE, until=until, by=anna)
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    assert sentence(anna, closed) == "Nur Anna sowie Superuser sehen diese Akte."


def test_the_lock_names_who_stands_in(closed: Customer, anna: User, cleo: User, ben: User) -> None:
    sharing.share(customers=[closed.pk], to=team("Süd", ben), level=FileLevel.SEE, by=anna)
    Substitution.objects.create(absent=ben, substitute=cleo, first_day=days(0), last_day=date(2099, 12, 31))
    assert "Cleo (in Vertretung bis 31.12.2099)" in sentence(anna, closed)


def test_the_head_of_a_restricted_file_costs_one_statement_more(
    closed: Customer, anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(anna)
    path = f"/customers/{closed.pk}/"
    client.get(path)
    with django_assert_num_queries(8):
        client.get(path)
    sharing.unrestrict(customer=closed, by=anna)
    with django_assert_num_queries(7):
        client.get(path)


def test_the_lock_leads_to_the_panel_for_those_who_may_share(
    closed: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.EDIT, by=anna)
    link = f'href="{panel(closed)}"'
    assert link in browse(anna).get(f"/customers/{closed.pk}/").content.decode()
    assert link not in browse(cleo).get(f"/customers/{closed.pk}/").content.decode()
    assert browse(cleo).get(panel(closed)).status_code == 403


def test_a_file_opened_in_standing_in_says_so(closed: Customer, anna: User, cleo: User, browse: Browse) -> None:
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=days(0), last_day=days(0))
    assert "in Vertretung für Anna" in browse(cleo).get(f"/customers/{closed.pk}/").content.decode()
    assert "in Vertretung für" not in browse(anna).get(f"/customers/{closed.pk}/").content.decode()


# --- who reads --------------------------------------------------------------------------------


def test_the_readers_are_exactly_those_whom_the_gate_lets_in(
    closed: Customer, anna: User, ben: User, cleo: User, boss: User
) -> None:
    sub, over, dora = person("Sub", "Lesen"), person("Over", "Lesen"), person("Dora")
    sharing.share(customers=[closed.pk], to=team("Süd", ben, dora), level=FileLevel.SEE, by=anna)
    sharing.share(customers=[closed.pk], to=over, level=FileLevel.SEE, until=days(-1), by=anna)
    Substitution.objects.create(absent=dora, substitute=sub, first_day=days(0), last_day=days(0))
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=days(1), last_day=days(2))
    shown = Sharing(closed)
    found = {reader.name for reader in shown.seeing(shown.counting)}
    everyone = (anna, ben, cleo, boss, sub, over, dora)
    assert found == {user.name for user in everyone if sees(user, closed)}
    assert shown.people == len(found)
    assert {reader.name for reader in readers([])} == {"Boss"}


# --- the panel --------------------------------------------------------------------------------


def test_a_file_is_restricted_opened_and_both_are_undone(
    acme: Customer, anna: User, ben: User, cleo: User, browse: Browse
) -> None:
    client = browse(anna)
    page = client.get(panel(acme)).content.decode()
    assert "Danach sieht 1 Person diese Akte statt 3: Anna." in page
    page = client.post(f"{panel(acme)}restrict/", follow=True).content.decode()
    assert not sees(ben, acme)
    assert "Danach sehen alle mit dem Modul Kunden diese Akte: 3 Personen statt 1." in page
    page = client.post(undo_of(page), follow=True).content.decode()
    assert sees(ben, acme)
    client.post(f"{panel(acme)}restrict/", follow=True)
    page = client.post(f"{panel(acme)}unrestrict/", follow=True).content.decode()
    assert sees(ben, acme)
    client.post(undo_of(page))
    assert not sees(ben, acme)


def test_whoever_restricts_a_file_of_nobody_gets_it_and_undo_takes_that_back(
    acme: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    change_customer(customer=acme, by=anna, responsible=None)
    page = browse(cleo).post(f"{panel(acme)}restrict/", follow=True).content.decode()
    assert UserGrant.objects.get().user == cleo
    browse(cleo).post(undo_of(page))
    assert not UserGrant.objects.exists()
    assert Customer.objects.get(pk=acme.pk).access == Access.MODULE


def test_whoever_shuts_themselves_out_is_told_before_and_led_to_the_list(
    acme: Customer, cleo: User, browse: Browse
) -> None:
    assert "Sie selbst sind nicht darunter." in browse(cleo).get(panel(acme)).content.decode()
    answer = browse(cleo).post(f"{panel(acme)}restrict/", follow=True)
    assert answer.redirect_chain == [("/customers/", 302)]
    assert "Sie sehen diese Akte nun nicht mehr." in answer.content.decode()


def test_nothing_is_shared_before_the_effect_was_shown(
    closed: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    client, path = browse(anna), panel(closed)
    typed = {"to": "Cleo", "level": "2", "until": ""}
    shown = client.post(path, typed).content.decode()
    assert "Noch ist nichts gespeichert." in shown
    assert "Danach sehen 2 Personen diese Akte statt 1; neu: Cleo." in shown
    assert not UserGrant.objects.exists()
    other = form_to(shown, path).fields | {"level": "4"}  # not what was shown
    assert "Noch ist nichts gespeichert." in client.post(path, other).content.decode()
    saved = client.post(path, form_to(shown, path).fields, follow=True).content.decode()
    assert "Freigegeben für Cleo: bearbeiten." in saved
    assert sees(cleo, closed)
    client.post(undo_of(saved))
    assert not sees(cleo, closed)


def test_the_effect_is_loaded_while_one_types(closed: Customer, anna: User, cleo: User, browse: Browse) -> None:
    client, path = browse(anna), f"{panel(closed)}effect/"
    part = client.post(path, {"to": "Cleo", "level": "1"}, headers=HTMX).content.decode()
    assert "<html" not in part
    assert "neu: Cleo" in part
    assert f'value="User {cleo.pk} 1 -"' in part
    assert client.post(path, {"to": "Cl", "level": "1"}, headers=HTMX).content.decode().strip() == ""


def test_a_grant_to_a_team_names_those_whose_roles_allow_less(
    closed: Customer, anna: User, ben: User, cleo: User, browse: Browse
) -> None:
    south = team("Süd", ben, cleo, person("Dora"))
    client, path = browse(anna), panel(closed)
    shown = client.post(path, {"to": "Süd (Team)", "level": "2", "until": ""}).content.decode()
    assert "Danach sehen 3 Personen diese Akte statt 1; neu: Ben, Cleo." in shown.replace(" und ", ", ")
    assert "Ben darf Kunden nach der eigenen Rolle nur lesen" in shown
    assert "Dora hat keine Rolle im Modul Kunden" in shown
    client.post(path, form_to(shown, path).fields)
    assert TeamGrant.objects.get().group == south.group
    assert sees(cleo, closed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"to": "Niemand"}, "Weder jemand im Haus noch ein Team heißt so"),
        ({"to": ""}, "Dieses Feld"),
        ({"to": "\0"}, "Dieses Feld"),
        ({"until": "01.01.2020"}, "Dieser Tag ist schon vorbei."),
        ({"until": "bald"}, "Datum"),
        ({"level": "9"}, "9"),
        ({"level": ""}, "Dieses Feld"),
    ],
)
def test_what_is_wrong_stays_with_a_sentence(
    closed: Customer, cleo: User, browse: Browse, typed: dict[str, str], says: str
) -> None:
    anna = User.objects.get(name="Anna")
    page = browse(anna).post(panel(closed), {"to": "Cleo", "level": "2", "until": "2099-12-31"} | typed)
    text = page.content.decode()
    assert (page.status_code, says in text) == (200, True)
    if "until" not in typed:
        assert 'value="2099-12-31"' in text
    assert not UserGrant.objects.exists()


def test_somebody_deactivated_meanwhile_is_not_found(closed: Customer, anna: User, cleo: User, browse: Browse) -> None:
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    page = browse(anna).post(panel(closed), {"to": "Cleo (cleo@acme.example)", "level": "1"}).content.decode()
    assert "Weder jemand im Haus noch ein Team heißt so" in page


def test_a_grant_is_changed_and_withdrawn_with_undo(closed: Customer, anna: User, cleo: User, browse: Browse) -> None:
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.SEE, until=days(9), by=anna)
    client, path = browse(anna), panel(closed)
    form = form_to(client.get(f"{path}?to={cleo.pk}").content.decode(), path)
    assert (form.fields["to"], form.fields["level"]) == ("Cleo (cleo@acme.example)", "1")
    page = share(client, closed, "Cleo", FileLevel.EDIT)
    assert stored() == (FileLevel.EDIT, None)
    client.post(undo_of(page))
    assert stored() == (FileLevel.SEE, days(9))
    page = client.get(path).content.decode()
    assert "Beim Entziehen: Cleo verliert die Akte." in page
    page = client.post(f"{path}withdraw/", {"principal": cleo.pk}, follow=True).content.decode()
    assert "Die Freigabe für Cleo ist entzogen." in page
    assert not sees(cleo, closed)
    again = client.post(f"{path}withdraw/", {"principal": cleo.pk}, follow=True).content.decode()
    assert "Diese Freigabe ist schon entzogen." in again
    client.post(undo_of(page))
    assert stored() == (FileLevel.SEE, days(9))


def stored() -> tuple[int, Any]:
    grant = UserGrant.objects.get()
    return grant.level, grant.until


def test_the_same_grant_twice_is_one(closed: Customer, anna: User, cleo: User, browse: Browse) -> None:
    share(browse(anna), closed, "Cleo", FileLevel.SEE)
    assert "Cleo hatte das schon: sehen." in share(browse(anna), closed, "Cleo", FileLevel.SEE)
    assert UserGrant.objects.count() == 1


def test_the_last_who_can_share_stays_with_a_sentence(closed: Customer, anna: User, browse: Browse) -> None:
    sharing.share(customers=[closed.pk], to=anna, level=FileLevel.SHARE, by=anna)
    change_customer(customer=closed, by=anna, responsible=None)
    says = "Jemand muss die Akte freigeben können."
    client, path = browse(anna), panel(closed)
    assert says in client.post(f"{path}withdraw/", {"principal": anna.pk}).content.decode()
    assert says in share(client, closed, "Anna", FileLevel.EDIT)
    assert sees(anna, closed)


def test_grants_of_another_file_are_out_of_reach(
    closed: Customer, hidden: Customer, anna: User, ben: User, browse: Browse
) -> None:
    sharing.share(customers=[hidden.pk], to=ben, level=FileLevel.SEE, by=None)
    sharing.share(customers=[closed.pk], to=ben, level=FileLevel.SEE, by=anna)
    client = browse(anna)
    page = client.post(f"{panel(closed)}withdraw/", {"principal": ben.pk}, follow=True).content.decode()
    assert sees(ben, hidden)
    elsewhere = firm("Zweite GmbH", by=anna)
    foreign = undo_of(page).replace(f"/{closed.pk}/", f"/{elsewhere.pk}/")
    assert client.post(foreign).status_code == 404
    assert client.post(f"{panel(closed)}undo/?was=unsinn").status_code == 404
    for asked in ("", "x", "-", "²", "9" * 30):
        assert client.post(f"{panel(closed)}withdraw/", {"principal": asked}).status_code == 302


def test_an_expired_grant_is_shown_as_over_and_counts_no_more(
    closed: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.SEE, until=days(-1), by=anna)
    page = browse(anna).get(panel(closed)).content.decode()
    assert "abgelaufen am" in page
    assert "2 Personen statt 1" in page  # of those with the module, one sees it


def test_the_panel_costs_the_same_for_one_and_for_three_grants(
    closed: Customer, anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(anna)
    client.get(panel(closed))
    for names in (["Dirk"], ["Eva", "Frida"]):
        for name in names:
            sharing.share(customers=[closed.pk], to=person(name, "Lesen"), level=FileLevel.SEE, by=anna)
        with django_assert_num_queries(STATEMENTS):
            client.get(panel(closed))


STATEMENTS = 12
