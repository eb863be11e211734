"""Every URL × person × method × (open, granted, through a team, somebody else's, missing), held against the policy.

The open file is for roles to decide (`MAY`), the restricted ones for grants (`HOLDS`).
"""

from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.checks import ABSENT, called, foreign_is_missing, granted_as_held
from tests.access.policy import MAY, OWN_ACCOUNT, POLICY, PUBLIC, edge
from tests.access.urls import (
    ALL_METHODS,
    AWAY,
    FINE,
    HIDES,
    METHODS,
    MISSING,
    NEEDS,
    OF_FILES,
    OF_RUNS,
    OF_UPLOADS,
    URLS,
    WITH_OBJECT,
    About,
    call,
    path_of,
    status_of,
)
from tests.world import World


def test_every_url_stands_in_the_policy() -> None:
    named = [name for names in POLICY.values() for name in names]
    assert sorted(URLS) == sorted([*named, *PUBLIC, *OWN_ACCOUNT])


def test_every_view_of_ours_names_its_action() -> None:
    assert [name for name in NEEDS if not hasattr(URLS[name].callback, "action")] == []


def test_only_the_listed_pages_are_public() -> None:
    public = [name for name, pattern in URLS.items() if not getattr(pattern.callback, "login_required", True)]
    assert sorted(public) == sorted(PUBLIC)


@pytest.fixture(params=[METHODS, pytest.param(ALL_METHODS, marks=pytest.mark.soak)], ids=["", "all"])
def methods(request: pytest.FixtureRequest) -> list[str]:
    return list(request.param)


def is_whole(methods: Sequence[str]) -> bool:
    return len(methods) == len(ALL_METHODS)


@pytest.mark.parametrize("name", NEEDS)
def test_open_files_answer_as_the_policy_says(methods: list[str], name: str, world: World) -> None:
    path = path_of(name, About(world.acme, world.runs["open"], world.people["anna"].pk))
    need = NEEDS[name]
    module = need.rpartition(" ")[2]
    names_object = name in (*WITH_OBJECT, *OF_UPLOADS) or (need == "administer" and bool(URLS[name].pattern.converters))
    answers = {}
    turn, whole = [*NEEDS].index(name), is_whole(methods)
    for who in MAY if whole else edge(need, MAY, turn):
        held = MAY[who]
        for method, given in called(world.client(who), path, methods, whole=whole or turn % 3 == 0):
            status = status_of(given)
            if name == "accounts:photo" and status == 404:
                continue  # nobody of the cast has a photo
            answers[who, method] = status
            if not world.people[who].is_active:
                assert status == AWAY, (who, method)
            elif need in held:
                assert status in FINE or (status == 404 and about_something_absent(name)), (who, method, status)
            elif names_object and f"read {module}" not in held:
                assert status in HIDES, (who, method, status)
            else:
                assert status in (403, 405) or (status == 404 and names_object), (who, method, status)
    assert status_of(Client().get(path)) == AWAY
    assert 403 in answers.values() or 404 in answers.values() or need == "use"


def about_something_absent(name: str) -> bool:
    """There is no photo, no other device, nothing to restore, somebody else's import run or saved view."""
    return name in ABSENT or name.startswith((*OF_RUNS, "lists:"))


@pytest.mark.parametrize("name", OF_FILES)
def test_restricted_files_answer_as_the_grant_says(methods: list[str], name: str, world: World) -> None:
    assert [*granted_as_held(world, [name], methods, whole=is_whole(methods))] == []


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_a_foreign_file_answers_like_a_missing_one_byte_for_byte(methods: list[str], name: str, world: World) -> None:
    everybody = [who for who in world.people if who not in ("cleo", "boss")]
    asked = everybody if is_whole(methods) else ["shares", everybody[WITH_OBJECT.index(name) % len(everybody)]]
    assert [*foreign_is_missing(world, [name], methods, asked)] == []


@pytest.mark.parametrize("name", [name for name in WITH_OBJECT if "assignment" in URLS[name].pattern.converters])
def test_an_assignment_of_another_file_is_missing(name: str, world: World) -> None:
    kwargs = About(world.acme).arguments(name)
    foreign = About(world.hidden).arguments(name)["assignment"]
    for who in ("anna", "shares"):
        for method in METHODS:
            answer = call(world.client(who), method, reverse(name, kwargs={**kwargs, "assignment": foreign}))
            assert answer.status_code in HIDES, (who, method)


@pytest.mark.parametrize("name", OWN_ACCOUNT)
def test_pages_of_the_own_account_ask_strangers_to_sign_in(name: str, db: None) -> None:
    kwargs = {"pk": MISSING} if URLS[name].pattern.converters else {}
    answer = Client().get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
