"""Random houses: the gate, the joins, the lists and the answers all say what the rule says."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.access.agreement import disagreements
from tests.access.worlds import WORD, Plan, build, plans
from tests.world import World, taken_back

CALM = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def agree(plan: Plan, *, lists: int, requests: int) -> None:
    with taken_back():
        made = build(plan)
        found = disagreements([user.pk for user in made.users], word=WORD, lists=lists, requests=requests)
        assert not found, "\n".join(found)


@pytest.mark.django_db
@given(plan=plans())
@settings(max_examples=5, deadline=None, suppress_health_check=CALM)
def test_everything_says_what_the_rule_says(plan: Plan) -> None:
    agree(plan, lists=2, requests=1)


@pytest.mark.soak
@pytest.mark.django_db
@given(plan=plans())
@settings(max_examples=300, deadline=None, suppress_health_check=CALM)
def test_everything_says_what_the_rule_says_in_hundreds_of_houses(plan: Plan) -> None:
    agree(plan, lists=3, requests=3)


def test_the_house_of_the_matrix_says_it_too(world: World) -> None:
    people = [world.people[who].pk for who in ("shares", "elsewhere", "ben", "boss")]
    found = disagreements(people, word="", lists=2, requests=1)
    assert not found, "\n".join(found)
