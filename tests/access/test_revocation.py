"""What was taken away is gone with the next request, in a session that stays open: every URL, every list."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions import FileLevel, Level
from accounts.models import ModuleRight, Role, User
from contacts.models import Assignment
from customers import sharing
from customers.models import Customer, UserGrant
from customers.services import change_customer
from tests.access.house import share
from tests.access.taking import BOTH, TAKEN, WHO, Change, granted, still_open, withdrawn
from tests.access.urls import NEEDS, OF_FILES, About, call, path_of
from tests.cast import firm, person
from tests.world import World


@pytest.mark.parametrize("way", range(len(TAKEN)), ids=BOTH)
def test_what_was_taken_away_is_gone_with_the_next_request(world: World, way: int) -> None:
    """All ways together ask every URL once; `make soak` asks every one on every way."""
    found = [*still_open(world, [TAKEN[way]], part=way, of=len(TAKEN))]
    assert not found, "\n".join(found)


@pytest.mark.soak
@pytest.mark.parametrize(("given", "taken"), TAKEN, ids=BOTH)
def test_every_url_is_gone_on_every_way(world: World, given: Change, taken: Change) -> None:
    found = [*still_open(world, [(given, taken)])]
    assert not found, "\n".join(found)


def test_a_lower_right_of_the_role_counts_with_the_next_request(world: World) -> None:
    file = world.files["elsewhere"]
    granted(world, file)
    client, about = world.client(WHO), About(file)
    edits = [name for name in OF_FILES if NEEDS[name] == "edit customers" and name.startswith("customers")]
    assert {call(client, "POST", path_of(name, about)).status_code for name in edits} <= {200, 302, 404, 405}
    role = Role.objects.get(group__user=world.people[WHO])
    ModuleRight.objects.filter(role=role).update(level=Level.READ)
    assert {call(client, "POST", path_of(name, about)).status_code for name in edits} == {403}
    assert client.get(path_of("customers:file", about)).status_code == 200


def test_a_lower_level_of_the_grant_counts_with_the_next_request(world: World) -> None:
    file = world.files["elsewhere"]
    granted(world, file)
    client, path = world.client(WHO), path_of("customers:sharing", About(file))
    assert client.get(path).status_code == 200
    for level, status in ((FileLevel.BILL, 403), (FileLevel.SHARE, 200), (FileLevel.SEE, 403)):
        share(file, world.people[WHO], level)
        assert client.get(path).status_code == status


def test_a_person_known_through_the_file_goes_with_it(world: World) -> None:
    """Unless another file makes them known."""
    file = world.files["elsewhere"]
    uwe = Assignment.objects.get(organisation=file.pk).person
    granted(world, file)
    client = world.client(WHO)
    assert client.get(reverse("contacts:contact", args=[uwe.pk])).status_code == 200
    withdrawn(world, file)
    assert client.get(reverse("contacts:contact", args=[uwe.pk])).status_code == 404
    share(world.files["own"], world.people[WHO], FileLevel.SEE)
    Assignment.objects.create(person=uwe, organisation=world.files["own"].contact)
    assert client.get(reverse("contacts:contact", args=[uwe.pk])).status_code == 200


# --- at the same moment ---------------------------------------------------------------------


@pytest.fixture
def shared_by_two(committed_db: str) -> tuple[Customer, list[UserGrant]]:
    """Two people, and nobody else, may share the file."""
    dora, emil = person("Dora", "Leitung"), person("Emil", "Leitung")
    file = firm("Zwei GmbH", by=dora, responsible=dora)
    for who in (dora, emil):
        share(file, who, FileLevel.SHARE)
    change_customer(customer=file, by=dora, responsible=None)
    sharing.restrict(customer=file, by=dora)
    return file, list(UserGrant.objects.order_by("user_id"))


def test_of_two_who_withdraw_each_others_grant_at_the_same_moment_one_is_refused(
    shared_by_two: tuple[Customer, list[UserGrant]],
) -> None:
    _file, grants = shared_by_two
    start = threading.Barrier(2)
    outcomes: list[Any] = []

    def withdraw(of: UserGrant, by: User) -> None:
        try:
            start.wait(10)
            outcomes.append(sharing.withdraw(grants=[of], by=by))
        except sharing.NobodyLeft as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    first, second = grants
    threads = [
        threading.Thread(target=withdraw, args=(first, second.user)),
        threading.Thread(target=withdraw, args=(second, first.user)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes, key=str) == [1, sharing.NobodyLeft]
    assert UserGrant.objects.count() == 1
