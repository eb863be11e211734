"""Two roles: the owner migrates, the application has rows only, and of history not even those."""

from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from tests.deploy.production import Production, described

Connection = psycopg.Connection[tuple[object, ...]]
OWNED = """
    SELECT relname FROM pg_class WHERE relowner = current_user::regrole
    UNION ALL SELECT proname FROM pg_proc WHERE proowner = current_user::regrole
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole
    UNION ALL SELECT datname FROM pg_database WHERE datdba = current_user::regrole
"""
EVENT_TABLES = """
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'pgh_id' ORDER BY table_name
"""


@pytest.fixture
def production(tmp_path: Path, committed_db: str) -> Production:
    return described(tmp_path, committed_db)


@pytest.fixture
def application(production: Production) -> Iterator[Connection]:
    with psycopg.connect(production.variables["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def test_a_second_migration_changes_nothing(production: Production, application: Connection) -> None:
    before = rights(application)
    result = production.manage("migrate", service="migrate")
    assert result.returncode == 0, result.stderr
    assert "No migrations to apply" in result.stdout
    assert rights(application) == before
    assert names(application, OWNED) == []


def test_a_migration_as_the_application_is_refused(production: Production) -> None:
    """The service `web` does not know the owner's address."""
    result = production.manage("migrate", "todos", "0002_reminders_and_mail")
    assert result.returncode != 0
    assert "must be owner" in result.stderr


def test_history_can_be_added_to_only(application: Connection) -> None:
    tables = names(application, EVENT_TABLES)
    assert {"customers_customerevent", "contacts_contactevent"} <= set(tables)
    for table in tables:
        for statement in ("UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(sql.SQL(statement).format(sql.Identifier(table)))


def rights(connection: Connection) -> list[str]:
    return names(
        connection,
        "SELECT format('%s %s', table_name, privilege_type) FROM information_schema.role_table_grants"
        " WHERE grantee = current_user ORDER BY 1",
    )


def names(connection: Connection, query: LiteralString) -> list[str]:
    return [str(name) for (name,) in connection.execute(query)]
