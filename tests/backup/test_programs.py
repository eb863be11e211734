"""Which pg_dump, and what somebody is told who has none."""

import os
import stat
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.deploy.production import described, run
from timecount.backup import programs
from timecount.backup.errors import ToolFailed, ToolMissing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for major in (15, 99):
        path = tmp_path / str(major) / "bin" / "pg_dump"
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.1'\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return tmp_path


@pytest.mark.django_db
def test_the_first_that_is_new_enough(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.POSTGRES_BIN = ""
    monkeypatch.setenv("PATH", str(folder / "15" / "bin"))
    monkeypatch.setattr(programs, "DEBIAN", folder / "none")
    with pytest.raises(ToolMissing, match="postgresql-client-18"):
        programs.program("pg_dump")
    monkeypatch.setattr(programs, "DEBIAN", folder)
    assert programs.program("pg_dump") == folder / "99" / "bin" / "pg_dump"


@pytest.mark.django_db
def test_a_failure_is_told_in_the_words_of_the_program() -> None:
    with pytest.raises(ToolFailed, match="no matching tables"):
        programs.run("pg_dump", "--table=nothing", alias="owner")


def test_the_service_backs_up_with_the_rights_of_the_application(tmp_path: Path, committed_db: str) -> None:
    """The command of docker-compose.yml; who has no address of the owner can back up, and not restore."""
    production = described(tmp_path, committed_db)
    environment = {**production.environment("backup"), "POSTGRES_BIN": os.environ["POSTGRES_BIN"]}
    del environment["MIGRATE_DATABASE_URL"]
    words = [word.replace("/backups", str(tmp_path / "kept")) for word in production.command("backup")]
    result = run(words, environment)
    assert result.returncode == 0, result.stderr
    (backup,) = (tmp_path / "kept").glob("*Z")
    assert (stat.S_IMODE(backup.stat().st_mode), stat.S_IMODE((tmp_path / "kept").stat().st_mode)) == (0o700, 0o700)
    result = run(["python", "manage.py", "restore", str(tmp_path / "kept")], environment)
    assert result.returncode == 1
    assert "MIGRATE_DATABASE_URL" in result.stderr
