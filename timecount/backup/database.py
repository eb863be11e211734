"""The database into a file and out of it.

Who restores owns everything afterwards, whatever the roles were called where the dump was made; the
application gets its rows as after a migration.
"""

import re
import tempfile
from pathlib import Path

import psycopg
from django.db import connections
from django.utils.translation import gettext as _
from psycopg import sql

from timecount.backup.errors import Incomplete, OwnerUnknown
from timecount.backup.programs import Connection, connected, fetch_all, parameters, run
from timecount.management.commands.migrate import grant_rows

# Everything of ours in the schema, as the words that drop it: what extensions brought stays,
# and the sequence of an identity column goes with its table.
OURS = """
    WITH ours AS (
        SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                            WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind,
               oid::regclass::text AS name, oid
        FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT CASE prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
               oid::regprocedure::text, oid
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'TYPE', oid::regtype::text, oid
        FROM pg_type WHERE typnamespace = 'public'::regnamespace AND (typtype IN ('e', 'd', 'r')
            OR EXISTS (SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c'))
    )
    SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) FROM ours
    WHERE NOT EXISTS (SELECT FROM pg_depend WHERE pg_depend.objid = ours.oid AND deptype IN ('e', 'i'))
"""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
# Of the server, not of the product, and nothing that an owner may create.
NOT_OURS = re.compile(
    r"\d+; \d+ \d+ (EXTENSION - pg_stat_statements|COMMENT - EXTENSION|SCHEMA - public|(COMMENT|ACL) - SCHEMA) ?"
)


def dump(target: Path) -> dict[str, int]:
    """The rows of every table, counted in the same snapshot."""
    alias = "owner" if "owner" in connections else "default"
    with connected(alias) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        ((snapshot,),) = fetch_all(connection, "SELECT pg_export_snapshot()")
        words = ["--format=custom", "--compress=gzip:3", "--schema=public", "--extension=*"]
        run("pg_dump", *words, f"--snapshot={snapshot}", f"--file={target}", alias=alias)
        return counted(connection)


def restore(source: Path, expected: dict[str, int]) -> None:
    """All or nothing: one transaction."""
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        lines = run("pg_restore", "--list", source).splitlines()
        chosen.write("\n".join(line for line in lines if not NOT_OURS.match(line)) + "\n")
        chosen.flush()
        words = ["--single-transaction", "--no-owner", "--no-privileges", f"--use-list={chosen.name}"]
        run("pg_restore", *words, f"--dbname={parameters('owner')['dbname']}", source, alias="owner")
    grant_rows()
    with connected("owner") as connection:
        found = counted(connection)
        connection.rollback()
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE)")  # lists walk covering indexes, which ask what is visible
    wrong = sorted(name for name in expected | found if expected.get(name) != found.get(name))
    if wrong:
        raise Incomplete(_("Other rows than in the backup: %(tables)s") % {"tables": ", ".join(wrong)})


def counted(connection: Connection) -> dict[str, int]:
    counts = {}
    for (name,) in fetch_all(connection, TABLES):
        row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(name))).fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts


def check_owner() -> None:
    if "owner" not in connections:
        raise OwnerUnknown(_("Only the owner can restore: set MIGRATE_DATABASE_URL."))


def is_empty() -> bool:
    with connected("owner") as connection:
        return not fetch_all(connection, OURS)


def clear() -> None:
    """Drop everything of ours; the extensions and the schema stay."""
    with connected("owner") as connection:
        connection.execute("SET LOCAL search_path = ''")
        for (statement,) in fetch_all(connection, OURS):
            connection.execute(statement)
