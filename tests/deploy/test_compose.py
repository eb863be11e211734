"""The files by which somebody starts Timecount fit each other.  `make check` holds them against the specification."""

import re

import pytest

from tests.deploy import compose
from tests.services import ROOT
from timecount.local import bootstrap

GIVEN = {
    "HOST_NAME": "kunden.example.de",
    "SECRET_KEY": "k",
    "POSTGRES_PASSWORD": "p",
    "OWNER_PASSWORD": "o",
    "APP_PASSWORD": "a",
    "S3_ACCESS_KEY_ID": "i",
    "S3_SECRET_ACCESS_KEY": "s",
    "S3_SIGNING_KEY": "w",
    "EMAIL_URL": "submission://mail",
    "DEFAULT_FROM_EMAIL": "t@example.de",
}


def test_the_example_names_everything_that_must_be_filled_in() -> None:
    example = (ROOT / "deploy" / "env.example").read_text()
    assert set(re.findall(r"(?m)^(\w+)=", example)) == compose.required() == set(GIVEN)


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_nothing_starts_while_one_is_missing(missing: str) -> None:
    given = {name: value for name, value in GIVEN.items() if name != missing}
    with pytest.raises(compose.Unset, match=missing):
        compose.services(given)


def test_only_the_migration_knows_the_owner() -> None:
    assert compose.service("migrate", GIVEN)["environment"]["MIGRATE_DATABASE_URL"] == (
        "postgres://timecount_owner:o@postgres:5432/timecount"
    )
    for name in ("web", "worker"):
        environment = compose.service(name, GIVEN)["environment"]
        assert environment["DATABASE_URL"] == "postgres://timecount_app:a@postgres:5432/timecount"
        assert "MIGRATE_DATABASE_URL" not in environment


def test_a_backup_runs_only_when_asked_for_and_outlives_its_container() -> None:
    service = compose.service("backup", GIVEN)
    assert service["profiles"] == ["backup"]
    assert service["restart"] == "no"
    assert service["volumes"] == [f"./backups:{service['command'][-1]}"]
    assert compose.service("backup", {**GIVEN, "BACKUP_DAYS": "90"})["environment"]["BACKUP_DAYS"] == "90"
    assert compose.service("web", GIVEN)["environment"]["BACKUP_DAYS"] == "35"


def test_nobody_switches_local_mode_or_debugging_on() -> None:
    for name in ("web", "worker", "migrate"):
        assert not {"LOCAL_MODE", "DEBUG"} & set(compose.service(name, GIVEN)["environment"])
    assert "LOCAL_MODE" not in (ROOT / "Dockerfile").read_text()


def test_keys_and_data_of_this_computer_stay_out_of_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "deploy", "var*", "backups", ".git", ".venv", "node_modules", ".tools"} <= set(ignored)


def test_the_image_holds_what_make_run_installs() -> None:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    installed = re.search(r"apt-get install -y --no-install-recommends +(.+?) +&&", text)
    assert installed
    assert set(bootstrap.RUN_PACKAGES) <= set(installed[1].split())


def test_postgres_is_well_only_when_the_network_reaches_it() -> None:
    """The image's first server, which creates the roles, answers on its socket only."""
    assert "--host=127.0.0.1" in compose.service("postgres", GIVEN)["healthcheck"]["test"]
