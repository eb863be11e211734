"""Where rows wait until they are complete: temporary tables of the same names, and the views over them.

The views that define the folded columns are made once more over the temporary tables, so nothing is said twice
and no row is written twice.
"""

from collections.abc import Mapping, Sequence

from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg import sql

from customers.demo import events
from customers.searchable import CONTACTS, CUSTOMERS

INDEXES = {
    "contacts_contact": "id", "contacts_address": "contact_id", "contacts_phone": "contact_id",
    "contacts_email": "contact_id", "contacts_assignment": "organisation_id",
}  # fmt: skip
# Columns that a statement may write: those that the database generates are left out.
WRITABLE = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


class Staging:
    def __init__(self, cursor: CursorWrapper, models: Sequence[type[Model]], columns: Mapping[str, Sequence[str]]):
        self.cursor = cursor
        self.columns = columns
        self.writable: dict[str, str] = {}
        views = {folded.view: self._definition(folded.view) for folded in (CONTACTS, CUSTOMERS)}
        for model in models:
            self._make_table(model)
        for name, definition in views.items():
            cursor.execute(f"CREATE TEMPORARY VIEW {name} AS {definition}")

    def _definition(self, view: str) -> str:
        """Names are not qualified in it, so that it means the temporary tables once these exist."""
        self.cursor.execute("SELECT pg_get_viewdef(%s::regclass)", [view])
        return str(self.cursor.fetchone()[0])

    def _make_table(self, model: type[Model]) -> None:
        table = model._meta.db_table
        self.cursor.execute(WRITABLE, [table])
        self.writable[table] = ", ".join(f'"{row[0]}"' for row in self.cursor.fetchall())
        self.cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING GENERATED)")
        if table in INDEXES:
            self.cursor.execute(f"CREATE INDEX ON pg_temp.{table} ({INDEXES[table]})")
        for field in model._meta.concrete_fields:
            if not (field.generated or field.null or field.primary_key or field.column in self.columns[table]):
                default = sql.Literal(field.get_db_prep_save(field.get_default(), self.cursor.db))
                self.cursor.execute(
                    sql.SQL("ALTER TABLE pg_temp.{} ALTER {} SET DEFAULT {}").format(
                        sql.Identifier(table), sql.Identifier(str(field.column)), default
                    )
                )

    def take(self, texts: Mapping[str, bytes]) -> None:
        for table, columns in self.columns.items():
            with self.cursor.copy(f"COPY pg_temp.{table} ({', '.join(columns)}) FROM STDIN") as copy:
                copy.write(texts[table])

    def pass_on(self, *, authors: Sequence[int]) -> None:
        """Completes what has been taken and moves it into the real tables, with its first history."""
        CONTACTS.refresh(self.cursor)
        CUSTOMERS.refresh(self.cursor)
        for table, columns in self.writable.items():
            self.cursor.execute(f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM pg_temp.{table}")
        events.insert_events(self.cursor, authors=authors)
        self.cursor.execute(f"TRUNCATE {', '.join(f'pg_temp.{table}' for table in self.writable)}")

    def clear_away(self) -> None:
        """From here on, the names mean the real tables again."""
        for table in self.writable:
            self.cursor.execute(f"DROP TABLE pg_temp.{table} CASCADE")
