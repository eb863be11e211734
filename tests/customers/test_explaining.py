"""Who sees what, and why: the explanation says what the gate does, and nothing that is not so."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.access import may, visible
from accounts.actions import Action, FileLevel
from accounts.models import ModuleRight, Role, Substitution, Team, User
from customers import sharing
from customers.models import Access, Customer, TeamGrant, UserGrant
from customers.reasons import Reason, Rule
from customers.selectors.explaining import explain_file, explain_person, hits, people_of
from tests.cast import CANARY, Browse, firm, person

TODAY = timezone.localdate()
# Random worlds: two in every run, more in `make soak`.
SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 12))]


def fresh(user: User) -> User:
    """As the next request loads them."""
    loaded: User = User.objects.with_rights().get(pk=user.pk)
    return loaded


def whys(customer: Customer) -> dict[User, list[Reason]]:
    explained = explain_file(Customer.objects.get(pk=customer.pk))
    return {one.person: [*one.reasons] for one in explained.people}


def rules(customer: Customer) -> dict[str, list[str]]:
    return {user.name: [reason.rule.value for reason in found] for user, found in whys(customer).items()}


def team(name: str, *members: User) -> Team:
    group = Group.objects.create(name=name)
    group.user_set.add(*members)
    return Team.objects.create(group=group)


@pytest.fixture
def closed(acme: Customer, anna: User) -> Customer:
    sharing.restrict(customer=acme, by=anna)
    return acme


# --- the two sides say the same -------------------------------------------------------------


def _random_world(dice: random.Random, anna: User) -> tuple[list[User], list[Customer]]:
    """Everything that the rule knows, in a heap: roles, teams, stand-ins, grants with and without an end."""
    roles = ["Lesen", "Sachbearbeitung", "Leitung"]
    people = [person(f"P{n}", *dice.sample(roles, dice.choice([0, 1, 1, 2]))) for n in range(9)]
    people.append(person("Chef", superuser=True))
    User.objects.filter(pk=people[0].pk).update(is_active=False)
    teams = [team(f"T{n}", *dice.sample(people, 3)) for n in range(3)]
    for _n in range(10):
        absent, substitute = dice.sample(people, 2)
        first = TODAY + timedelta(days=dice.choice([-3, -1, 0, 1]))
        Substitution.objects.create(
            absent=absent, substitute=substitute, first_day=first, last_day=first + timedelta(days=dice.choice([0, 3]))
        )
    files = []
    for n in range(4):
        access = dice.choice([Access.RESTRICTED, Access.RESTRICTED, Access.MODULE])
        file = firm(f"F{n} GmbH", by=anna, access=access, responsible=dice.choice([None, *people]))
        for _grant in range(dice.choice([0, 1, 3])):
            to: Any = dice.choice([dice.choice(people[1:]), dice.choice(teams)])
            until = dice.choice([None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9)])
            grant = {"content_object": file, "level": dice.choice(FileLevel.values), "until": until}
            sharing.share(customers=[file.pk], to=to, level=FileLevel.SHARE, by=None)
            model, key = (UserGrant, {"user": to}) if isinstance(to, User) else (TeamGrant, {"group": to.group})
            model.objects.filter(content_object=file, **key).update(level=grant["level"], until=until)
        files.append(Customer.objects.get(pk=file.pk))
    return [fresh(user) for user in people], files


@pytest.mark.parametrize("seed", SEEDS)
def test_the_people_shown_are_those_for_whom_the_gate_opens(anna: User, seed: int) -> None:
    people, files = _random_world(random.Random(seed), anna)  # noqa: S311 -- the same worlds every time
    for file in files:
        shown = whys(file)
        expected = {user for user in [*people, fresh(anna)] if may(user, Action.VIEW_CUSTOMER, file)}
        assert set(shown) == expected
        assert all(shown.values())
    for user in people:
        explained = explain_person(fresh(user))
        seen = {*visible(user, Action.VIEW_CUSTOMER, Customer.objects.all()).values_list("pk", flat=True)}
        assert {file.key for file in explained.files} == seen
        assert {file.key: [*file.reasons] for file in explained.files} == {
            file.pk: whys(file)[user] for file in files if file.pk in seen
        }
        for rule in Rule:
            narrowed = {file.key for file in explain_person(fresh(user), rule=rule).files}
            of_rule = {file.key for file in explained.files if rule in [reason.rule for reason in file.reasons]}
            assert narrowed == (of_rule if rule in explained.counts else seen)
            assert explained.counts.get(rule, 0) == len(of_rule)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_they_may_do_is_what_the_gate_allows(anna: User, seed: int) -> None:
    _people, files = _random_world(random.Random(seed), anna)  # noqa: S311
    for file in files:
        for one in explain_file(file).people:
            user = fresh(one.person)
            for action, level in ((Action.EDIT_CUSTOMER, FileLevel.EDIT), (Action.SHARE_CUSTOMER, FileLevel.SHARE)):
                assert may(user, action, file) == (one.level >= level), (user, file, one)


def _withdrawals(file: Customer, user: User) -> dict[Rule, Callable[[], Any]]:
    """What ends each rule, for a person whom each of them lets in."""
    return {
        Rule.MODULE: lambda: Customer.objects.filter(pk=file.pk).update(access=Access.RESTRICTED),
        Rule.RESPONSIBLE: lambda: Customer.objects.filter(pk=file.pk).update(responsible=None),
        Rule.GRANT: lambda: UserGrant.objects.filter(content_object=file, user=user).delete(),
        Rule.TEAM: lambda: user.groups.remove(*Group.objects.filter(team__isnull=False)),
        Rule.STAND_IN: lambda: Substitution.objects.filter(substitute=user).delete(),
        Rule.SUPERUSER: lambda: User.objects.filter(pk=user.pk).update(is_superuser=False),
    }


@pytest.mark.parametrize("last", Rule)
def test_every_rule_is_enough_alone_and_none_is_named_that_is_not_one(
    anna: User, cleo: User, ben: User, acme: Customer, last: Rule
) -> None:
    """They are taken away one by one; whichever is left lets the person in, and without it they are gone."""
    User.objects.filter(pk=cleo.pk).update(is_superuser=True)
    Customer.objects.filter(pk=acme.pk).update(responsible=cleo)
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.SEE, by=anna)
    sharing.share(customers=[acme.pk], to=team("Süd", cleo), level=FileLevel.EDIT, by=anna)
    sharing.share(customers=[acme.pk], to=ben, level=FileLevel.EDIT, by=anna)
    Substitution.objects.create(absent=ben, substitute=cleo, first_day=TODAY, last_day=TODAY)
    left = set(Rule)
    assert {reason.rule for reason in whys(acme)[cleo]} == left
    for rule, end in sorted(_withdrawals(acme, cleo).items(), key=lambda item: item[0] == last):
        end()
        left.remove(rule)
        assert {reason.rule for reason in whys(acme).get(cleo, [])} == left
        assert may(fresh(cleo), Action.VIEW_CUSTOMER, Customer.objects.get(pk=acme.pk)) == bool(left)


def test_a_team_of_ones_own_and_of_an_absent_person_are_two_rules(closed: Customer, anna: User, cleo: User) -> None:
    dora = person("Dora", "Lesen")
    sharing.share(customers=[closed.pk], to=team("Süd", cleo, dora), level=FileLevel.SEE, by=anna)
    Substitution.objects.create(absent=dora, substitute=cleo, first_day=TODAY, last_day=TODAY)
    assert rules(closed)["Cleo"] == ["team", "stand_in"]


# --- what a reason says ---------------------------------------------------------------------


def test_a_grant_says_who_granted_it_when_and_until_when(closed: Customer, anna: User, ben: User) -> None:
    until = TODAY + timedelta(days=5)
    sharing.share(customers=[closed.pk], to=ben, level=FileLevel.EDIT, until=until, by=anna)
    (reason,) = whys(closed)[ben]
    assert (reason.rule, reason.level, reason.until, reason.by) == (Rule.GRANT, FileLevel.EDIT, until, "Anna")
    assert reason.since == UserGrant.objects.get().granted_at


def test_a_stand_in_says_for_whom_until_when_and_through_what(closed: Customer, anna: User, cleo: User) -> None:
    first, last = TODAY - timedelta(days=2), TODAY + timedelta(days=2)
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=first, last_day=last)
    (reason,) = whys(closed)[cleo]
    assert (reason.rule, reason.absent, reason.through) == (Rule.STAND_IN, "Anna", Rule.RESPONSIBLE)
    assert (reason.since, reason.until) == (first, last)


def test_responsibility_and_openness_know_since_when(acme: Customer, anna: User) -> None:
    for _change in range(2):
        Customer.objects.filter(pk=acme.pk).update(industry="Bau")
    module, responsible = whys(acme)[anna]
    first = acme.events.earliest("pgh_id")  # type: ignore[attr-defined]
    assert module.since == responsible.since == first.pgh_created_at
    sharing.restrict(customer=acme, by=anna)
    sharing.unrestrict(customer=acme, by=anna)
    module, responsible = whys(acme)[anna]
    assert module.since == acme.events.latest("pgh_id").pgh_created_at  # type: ignore[attr-defined]
    assert responsible.since == first.pgh_created_at


def test_a_role_that_only_reads_leaves_no_more_than_seeing(closed: Customer, anna: User, ben: User) -> None:
    sharing.share(customers=[closed.pk], to=ben, level=FileLevel.SHARE, by=anna)
    levels = {one.person: one.level for one in explain_file(closed).people}
    assert levels[ben] == FileLevel.SEE
    assert levels[anna] == FileLevel.SHARE


def test_who_has_no_role_or_is_deactivated_sees_nothing(acme: Customer, anna: User) -> None:
    nobody = person("Nemo")
    sharing.share(customers=[acme.pk], to=nobody, level=FileLevel.SEE, by=anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    for user in (nobody, anna):
        explained = explain_person(User.objects.get(pk=user.pk))
        assert (explained.files, explained.counts) == ([], {})
        assert user not in set(people_of(acme))


# --- its price ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3])
def test_an_explanation_costs_the_same_statements_for_one_and_three(
    anna: User, cleo: User, closed: Customer, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    south = team("Süd", cleo)
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=TODAY, last_day=TODAY)
    for n in range(size):
        more = person(f"Mehr {n}", "Lesen")
        file = firm(f"Firma {n}", by=anna, responsible=anna, access=Access.RESTRICTED)
        sharing.share(customers=[closed.pk], to=more, level=FileLevel.SEE, by=anna)
        sharing.share(customers=[file.pk], to=south, level=FileLevel.SEE, by=anna)
        sharing.share(customers=[file.pk], to=cleo, level=FileLevel.SEE, by=anna)
    loaded = fresh(cleo)
    with django_assert_num_queries(PEOPLE_STATEMENTS):
        assert len(explain_file(closed).people) == size + 2
    with django_assert_num_queries(FILES_STATEMENTS):
        explained = explain_person(loaded)
        assert len(explained.roles) == 1
    assert len(explained.files) == size + 1


# the count and the page of people; roles, stand-ins, teams; since when, grants to people and to teams
PEOPLE_STATEMENTS = 8
# roles, stand-ins, teams; the page with its count, its rows; since when, grants to the person and to teams;
# one count for each of five rules; the roles in words
FILES_STATEMENTS = 14


def test_pages_of_people_and_of_files_are_walked_to_the_end(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customers.selectors.explaining.PEOPLE_ON_PAGE", 2)
    file = firm("Acme GmbH", by=anna)
    everybody = {anna.name, *(person(f"P{n}", "Lesen").name for n in range(4))}
    pages = [[one.person.name for one in explain_file(file, page=str(n)).people] for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {name for page in pages for name in page} == everybody


# --- the pages ------------------------------------------------------------------------------


@pytest.fixture
def admin(db: None) -> User:
    """Administers, and is no superuser."""
    return person("Ada", "Administration")


def test_administrators_look_up_people_and_files(admin: User, hidden: Customer, cleo: User, browse: Browse) -> None:
    User.objects.filter(pk=cleo.pk).update(name="Kleopatra")
    client = browse(admin)
    page = client.get("/access/?q=kleopatra").content.decode()
    assert f"/access/people/{cleo.pk}/" in page
    page = client.get(f"/access/?q={CANARY}").content.decode()
    assert f"/access/files/{hidden.pk}/" in page


def test_files_are_found_by_number_and_name_only(admin: User, hidden: Customer) -> None:
    assert [row.contact_id for row in hits(admin, hidden.number).files] == [hidden.pk]
    for text in ("Hafenstraße", "uwe@kanarienvogel.example", "4940123456", "Uwe"):
        assert hits(admin, text).files == []


def test_an_administrator_sees_number_and_name_of_a_file_and_nothing_else(
    admin: User, hidden: Customer, cleo: User, browse: Browse
) -> None:
    client = browse(admin)
    assert client.get(f"/customers/{hidden.pk}/").status_code == 404
    pages = [
        client.get(path).content.decode() for path in (f"/access/files/{hidden.pk}/", f"/access/people/{cleo.pk}/")
    ]
    for page in pages:
        assert f"{CANARY} AG" in page
        assert f"{CANARY}-1" in page
        assert page.replace(f"{CANARY} AG", "").replace(f"{CANARY}-1", "").count(CANARY) == 0
        assert "Hafenstraße" not in page


def test_the_page_of_a_file_names_people_and_rules(closed: Customer, anna: User, ben: User, browse: Browse) -> None:
    until = TODAY + timedelta(days=5)
    sharing.share(customers=[closed.pk], to=ben, level=FileLevel.SEE, until=until, by=anna)
    page = browse(person("Ada", "Administration")).get(f"/access/files/{closed.pk}/").content.decode()
    assert "Verantwortlich" in page
    assert f"Freigabe „sehen“, bis {until:%d.%m.%Y}, erteilt von Anna" in " ".join(page.split())


def test_the_page_of_a_person_can_be_narrowed_by_rule(
    closed: Customer, anna: User, admin: User, browse: Browse
) -> None:
    firm("Brandt KG", by=anna)
    path = f"/access/people/{anna.pk}/"
    page = browse(admin).get(path).content.decode()
    assert "Acme GmbH" in page
    assert "Brandt KG" in page
    page = browse(admin).get(f"{path}?rule=responsible").content.decode()
    assert "Acme GmbH" in page
    assert "Brandt KG" not in page
    assert browse(admin).get(f"{path}?rule=unsinn&after=unsinn").status_code == 200


def test_who_does_not_administer_finds_nothing_here(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    assert client.get("/access/").status_code == 403
    assert client.get(f"/access/people/{anna.pk}/").status_code == 404
    assert client.get(f"/access/files/{acme.pk}/").status_code == 404
    assert "/access/" not in client.get("/").content.decode()
    assert hits(anna, "acme").files == ()


def test_a_role_for_administration_alone_is_enough(acme: Customer, browse: Browse) -> None:
    """Whoever administers access need not see customers."""
    role = Role.objects.create(group=Group.objects.create(name="Nur Rechte"), sentence="Vergibt Rechte.")
    ModuleRight.objects.create(role=role, module="administration", level=2)
    client = browse(person("Rita", "Nur Rechte"))
    assert client.get(f"/customers/{acme.pk}/").status_code == 404
    assert "Acme GmbH" in client.get(f"/access/files/{acme.pk}/").content.decode()
