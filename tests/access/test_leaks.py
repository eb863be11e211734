"""The proof is tried on defects: every leak that is put in must be found by the checks that are named for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from accounts import composing
from tests.access import checks, taking
from tests.access.agreement import disagreements
from tests.access.leaks import LEAKS, Leak
from tests.access.worlds import WORD, Plan
from tests.access.worlds import build as build_plan
from tests.world import World

pytestmark = pytest.mark.soak


def agreement(world: World) -> Iterator[str]:
    yield from disagreements([world.people[who].pk for who in ("nobody", "sees", "elsewhere")], word="", requests=0)


def revocation(world: World) -> Iterator[str]:
    for part, way in enumerate(taking.TAKEN):
        yield from taking.still_open(world, [way], part=part, of=len(taking.TAKEN))


# Levels and revocation are asked as in every run, the others for more than that.
CHECKS: dict[str, Callable[[World], Iterator[Any]]] = {
    "levels": lambda world: checks.granted_as_held(world, whole=False),
    "foreign": checks.foreign_is_missing,
    "canaries": lambda world: checks.no_canary_shows(world, ["shares", "lena"]),
    "same": checks.same_without,
    "imports": checks.imports_tell_nothing,
    "administration": lambda world: checks.administration_is_closed(world, methods=("GET",)),
    "revocation": revocation,
    "agreement": agreement,
}


@pytest.fixture(autouse=True)
def _no_statement_stays() -> Iterator[None]:
    """Those that are composed once must not be of a house with a leak, nor outlive it."""
    composing._composed.cache_clear()
    yield
    composing._composed.cache_clear()


def test_there_are_enough_of_them() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 40
    assert {check for leak in LEAKS for check in leak.found_by} == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_without_a_leak_nothing_is_found(name: str, world: World) -> None:
    assert [*CHECKS[name](world)] == []


@pytest.mark.parametrize(
    ("leak", "check"),
    [(leak, check) for leak in LEAKS for check in leak.found_by],
    ids=lambda value: value.name if isinstance(value, Leak) else value,
)
def test_every_leak_is_found(leak: Leak, check: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    leak.seed(monkeypatch)
    assert next(CHECKS[check](world), None) is not None


# --- triggers: for their owner to drop ------------------------------------------------------


TRIGGERS = [
    ("openings_insert", "customers_customer", []),
    ("openings_update", "customers_customer", [("access", 1, 1)]),
    ("openings_insert", "customers_usergrant", []),
    ("openings_update", "customers_usergrant", [("end", 2, 0)]),
    ("openings_delete", "customers_usergrant", [("withdraw", 2, 0)]),
    ("openings_insert", "customers_teamgrant", []),
    ("openings_insert", "contacts_assignment", []),
    ("openings_delete", "contacts_assignment", [("part", 0, 0)]),
    ("openings", "contacts_contact", [("access", 1, 1)]),
]


@pytest.mark.parametrize(("trigger", "table", "changes"), TRIGGERS, ids=[f"{one} on {on}" for one, on, _ in TRIGGERS])
def test_openings_that_are_not_kept_in_step_are_found(
    committed_db: str, trigger: str, table: str, changes: list[Any]
) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{trigger}" ON "{table}"')
    plan = Plan(
        people=[("Lesen", True, False)] * 3,
        members={(1, 0)},
        files=[(True, None, None), (False, 2, None), (True, 2, None), (False, None, None)],
        places={(0, 0)},
        grants=[("user", 0, 2, 1, None), ("team", 0, 0, 1, None)],
        absences=[],
        changes=changes,
    )
    made = build_plan(plan)
    assert disagreements([user.pk for user in made.users], word=WORD, requests=0) != []
