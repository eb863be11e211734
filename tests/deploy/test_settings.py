"""Production settings: nothing is assumed, and what would be unsafe does not start."""

import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from environs.exceptions import EnvError

from tests import services
from tests.deploy.production import Production, described
from tests.services import ROOT

NEEDED = [
    "SECRET_KEY",
    "BASE_URL",
    "DATABASE_URL",
    "S3_BUCKET",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
]


@pytest.fixture
def production(tmp_path: Path, committed_db: str) -> Production:
    return described(tmp_path, committed_db)


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of the service `web`, and nothing of this test run."""
    environment = described(tmp_path, "none").environment("web")
    with pytest.MonkeyPatch.context() as patch:
        for name in set(os.environ) - {"HOME"}:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        yield patch


def settings() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "timecount" / "settings.py"))


@pytest.mark.parametrize("name", [*NEEDED, "ALLOWED_HOSTS"])
def test_a_missing_variable_is_named(given: pytest.MonkeyPatch, name: str) -> None:
    given.delenv(name)
    with pytest.raises(EnvError, match=f'"{name}" not set'):
        settings()


@pytest.mark.parametrize("name", NEEDED)
def test_an_empty_variable_is_named(given: pytest.MonkeyPatch, name: str) -> None:
    given.setenv(name, "")
    with pytest.raises(EnvError, match=f'"{name}" invalid: .*empty'):
        settings()


def test_https_switches_everything_on(given: pytest.MonkeyPatch) -> None:
    found = settings()
    expected = {
        "DEBUG": False,
        "LOCAL_MODE": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "ALLOWED_HOSTS": ["kunden.example.de"],
    }
    assert {name: found[name] for name in expected} == expected
    assert "owner" not in found["DATABASES"]


def test_backups_may_be_restored_for_35_days_or_as_long_as_is_said(given: pytest.MonkeyPatch) -> None:
    given.delenv("BACKUP_DAYS")
    assert settings()["BACKUP_DAYS"] == 35
    given.setenv("BACKUP_DAYS", "90")
    assert settings()["BACKUP_DAYS"] == 90
    given.setenv("BACKUP_DAYS", "0")
    with pytest.raises(EnvError, match='"BACKUP_DAYS" invalid'):
        settings()


def test_django_finds_nothing_to_warn_of(production: Production) -> None:
    result = production.manage("check", "--deploy", "--fail-level=WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_the_demo_refuses(production: Production) -> None:
    result = production.manage("demo", "--customers=1")
    assert result.returncode == 1
    assert "LOCAL_MODE=1" in result.stderr
    assert services.manage("shell", "--verbosity=0", "--command=print(User.objects.count())") == "0\n"
