from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from psycopg import sql


class Command(migrate.Command):
    """Migrates as the owner and leaves the application's role with rows only.

    History and the access record can be read and added to, nothing else.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "default" and "owner" in connections:
            options["database"] = "owner"
        super().handle(*args, **options)
        if options["database"] == "owner":
            grant_rows()


def grant_rows() -> None:
    """Grants the role of `DATABASE_URL` what the web and the worker need, and no more."""
    role = sql.Identifier(connections["default"].settings_dict["USER"])
    with connections["owner"].cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(statement).format(role))
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname LIKE '%event' AND EXISTS (SELECT FROM pg_attribute"
            " WHERE attrelid = pg_class.oid AND attname = 'pgh_id')"
            " OR oid IN (SELECT tgrelid FROM pg_trigger WHERE tgname = 'append_only')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), role))
