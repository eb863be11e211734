from collections.abc import Callable

import pytest

from accounts.models import User
from tests.cast import person
from tests.world import World, taken_back


def test_a_rolled_back_test_leaves_nothing_1(db: None) -> None:
    assert not User.objects.exists()
    User.objects.create(email="anna@demo.example")


def test_a_rolled_back_test_leaves_nothing_2(db: None) -> None:
    test_a_rolled_back_test_leaves_nothing_1(None)


def test_a_committed_database_is_fresh_1(committed_db: str) -> None:
    assert not User.objects.exists()
    User.objects.create(email="anna@demo.example")


def test_a_committed_database_is_fresh_2(committed_db: str) -> None:
    test_a_committed_database_is_fresh_1(committed_db)


@pytest.fixture(scope="module")
def furnish() -> Callable[[World], None]:
    def add(world: World) -> None:
        world.people["nora"] = person("Nora", "Lesen")
        world.sign_in("nora")

    return add


def test_a_world_is_furnished_once_and_the_same_for_each_test_1(world: World) -> None:
    assert len(world.people) == User.objects.count() == 9
    assert world.client("nora").get(f"/customers/{world.acme.pk}/").status_code == 200
    world.people["nora"].name = "changed"
    world.people.pop("boss").delete()
    with taken_back():
        User.objects.create(email="anna@demo.example")
    assert User.objects.count() == 8


def test_a_world_is_furnished_once_and_the_same_for_each_test_2(world: World) -> None:
    assert world.people["nora"].name == "Nora"
    test_a_world_is_furnished_once_and_the_same_for_each_test_1(world)


def test_a_world_is_not_seen_by_others(db: None) -> None:
    assert not User.objects.exists()
