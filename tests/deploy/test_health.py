"""/healthz names the part that fails, within seconds, and never says more."""

import os
from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus

import psycopg
import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from timecount import health

STRANGER = "stranger"


def report(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def test_all_is_well(client: Client, committed_db: str) -> None:
    assert report(client) == (
        HTTPStatus.OK,
        {"status": "ok", "database": "ok", "queue_age_seconds": 0, "s3": "ok"},
    )


@pytest.mark.parametrize(
    "wrong", [{"endpoint_url": "http://127.0.0.1:9"}, {"bucket_name": "missing"}, {"secret_key": "guessed"}]
)
def test_s3_is_named(client: Client, committed_db: str, settings: Settings, wrong: dict[str, str]) -> None:
    storages = deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"] |= wrong
    settings.STORAGES = storages
    assert report(client) == (
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"status": "failed", "database": "ok", "queue_age_seconds": 0, "s3": "failed"},
    )


@pytest.fixture
def stranger() -> Iterator[str]:
    """A role that may connect and see nothing."""
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as administrator:
        name = f"{STRANGER}_{os.getpid()}"
        administrator.execute(f"CREATE ROLE {name} LOGIN")
        yield name
        administrator.execute(f"DROP ROLE {name}")


@pytest.fixture
def as_role(committed_db: str) -> Iterator[None]:
    """Gives the pool its own role back."""
    role = connection.settings_dict["USER"]
    yield
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["USER"] = role


@pytest.mark.parametrize("unknown", [False, True])
def test_the_database_is_named(
    client: Client, as_role: None, stranger: str, monkeypatch: pytest.MonkeyPatch, unknown: bool
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.5)
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["USER"] = "nobody_knows" if unknown else stranger
    assert report(client) == (
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"status": "failed", "database": "failed", "s3": "ok"},
    )
