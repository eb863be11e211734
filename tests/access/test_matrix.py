"""Every URL × person × method × (open file, closed file, missing), held against the policy table."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from contacts.models import Assignment
from customers.models import Customer
from lists.models import BulkRun, ImportRun
from tests.access.policy import MAY, OWN_ACCOUNT, POLICY, PUBLIC
from tests.cast import CANARY
from tests.world import World, taken_back

MISSING = 999_999_999
# In every run; `make soak` adds the other methods and people.
METHODS = ["GET", "POST"]
ALL_METHODS = ["GET", "POST", "PUT", "DELETE"]
NEEDS = {name: need for need, names in POLICY.items() for name in names}
# What an allowed request may answer: shown, done, asked again, or not with this method.
FINE = {200, 204, 302, 400, 405, 409, 422}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


URLS = {name: pattern for name, pattern in patterns(get_resolver()) if not name.startswith("admin:")}
# contacts:restore takes what was deleted from a signed form and opens nothing.
WITH_OBJECT = [name for name in NEEDS if URLS[name].pattern.converters and name != "contacts:restore"]


def test_every_url_stands_in_the_policy() -> None:
    assert sorted(URLS) == sorted([*NEEDS, *PUBLIC, *OWN_ACCOUNT])


def test_every_view_of_ours_names_its_action() -> None:
    assert [name for name in NEEDS if not hasattr(URLS[name].callback, "action")] == []


def test_only_the_listed_pages_are_public() -> None:
    public = [name for name, pattern in URLS.items() if not getattr(pattern.callback, "login_required", True)]
    assert sorted(public) == sorted(PUBLIC)


def arguments(name: str, customer: Customer | None, run: ImportRun | None, owner: User) -> dict[str, Any]:
    """What the URL needs, taken from this file; without one, ids that nothing has."""
    assignment = Assignment.objects.filter(organisation=customer.contact_id).first() if customer else None
    pk = customer.pk if customer else MISSING
    if name.startswith(("customers:import", "contacts:import")):
        pk = run.pk if run else MISSING
    if ":bulk_" in name:
        pk = BulkRun.objects.get(by=run.by).pk if run else MISSING
    if name in ("accounts:photo", "accounts:view_as", "explaining:person"):
        pk = owner.pk
    if name in ("contacts:place", "contacts:remove_place") and assignment:
        pk = assignment.person_id
    values = {
        "pk": pk,
        "assignment": assignment.pk if assignment else MISSING,
        "person": assignment.person_id if assignment else MISSING,
        "name": "industry" if name.startswith("customers") else "notes",
        "key": "start",
        "version": "a",
        "device": MISSING,
    }
    return {key: values[key] for key in URLS[name].pattern.converters}


def call(client: Client, method: str, name: str, kwargs: dict[str, Any]) -> Any:
    """What the person gets; what the call changed is taken back."""
    with taken_back():
        return client.generic(method, reverse(name, kwargs=kwargs))


@pytest.fixture(params=[METHODS, pytest.param(ALL_METHODS, marks=pytest.mark.soak)], ids=["", "all"])
def methods(request: pytest.FixtureRequest) -> list[str]:
    return list(request.param)


@pytest.mark.parametrize("name", NEEDS)
def test_open_files_answer_as_the_policy_says(methods: list[str], name: str, world: World) -> None:
    kwargs = arguments(name, world.acme, world.runs["open"], world.people["anna"])
    need = NEEDS[name]
    module = need.rpartition(" ")[2]
    reads = f"read {module}"
    answers = {}
    for who, user in world.people.items():
        client = world.client(who)
        for method in methods:
            status = call(client, method, name, kwargs).status_code
            if name == "accounts:photo" and status == 404:
                continue  # nobody of the cast has a photo
            answers[who, method] = status
            if not user.is_active:
                assert status == 302, (who, method)
            elif need in MAY[who]:
                assert status in FINE or (status == 404 and _about_something_absent(name)), (who, method, status)
            elif name in WITH_OBJECT and reads not in MAY[who]:
                assert status in (404, 405), (who, method, status)
            else:
                assert status in (403, 405) or (status == 404 and name in WITH_OBJECT), (who, method, status)
    assert Client().get(reverse(name, kwargs=kwargs)).status_code == 302
    assert 403 in answers.values() or 404 in answers.values() or need == "use"


def _about_something_absent(name: str) -> bool:
    """There is no photo, no other device, nothing to restore, and somebody else's import run."""
    return name in (
        "accounts:sign_out_device",
        "contacts:photo",
        "contacts:restore",
        "contacts:restore_place",
        "customers:restore_person",
        "customers:undo_sharing",
        "accounts:end_substitute",
        "accounts:restore_substitute",
    ) or name.startswith(("customers:import_", "contacts:import_", "customers:bulk_", "contacts:bulk_", "lists:"))


@pytest.mark.parametrize("name", [name for name in WITH_OBJECT if NEEDS[name] != "use"])
def test_a_closed_file_answers_like_a_missing_one_byte_for_byte(methods: list[str], name: str, world: World) -> None:
    closed = arguments(name, world.hidden, world.runs["hidden"], world.people["cleo"])
    missing = arguments(name, None, None, world.people["cleo"])
    for who in ("anna", "ben", "paula", "lena", "dora") if methods == ALL_METHODS else ("lena", "dora"):
        client = world.client(who)
        for method in methods:
            answer, nothing = call(client, method, name, closed), call(client, method, name, missing)
            assert (answer.status_code, answer.content) == (nothing.status_code, nothing.content), (who, method)
            assert answer.status_code in (404, 405), (who, method)
            assert _headers(answer) == _headers(nothing)


def _headers(response: Any) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in ("Date", "Set-Cookie")}


@pytest.mark.parametrize("name", [name for name in WITH_OBJECT if "assignment" in URLS[name].pattern.converters])
def test_an_assignment_of_another_file_is_missing(name: str, world: World) -> None:
    kwargs = arguments(name, world.acme, None, world.people["anna"])
    foreign = arguments(name, world.hidden, None, world.people["anna"])
    client = world.client("anna")
    for method in METHODS:
        status = call(client, method, name, {**kwargs, "assignment": foreign["assignment"]}).status_code
        assert status in (404, 405), method


@pytest.mark.parametrize("name", NEEDS)
def test_no_answer_shows_a_canary(name: str, world: World) -> None:
    kwargs = arguments(name, world.acme, world.runs["open"], world.people["anna"])
    path = reverse(name, kwargs=kwargs)
    asked = f"{path}?q={CANARY}&name={CANARY}&organisation_name={CANARY}&last_name={CANARY}"
    client = world.client("lena")
    for answer in (client.get(path), client.get(asked)):
        shown = answer.getvalue().decode(errors="replace")  # a workbook is opened by its own tests
        assert f"{CANARY} AG" not in shown
        assert f"{CANARY}-1" not in shown


@pytest.mark.parametrize("name", OWN_ACCOUNT)
def test_pages_of_the_own_account_ask_strangers_to_sign_in(name: str, db: None) -> None:
    kwargs = {"pk": MISSING} if URLS[name].pattern.converters else {}
    answer = Client().get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
