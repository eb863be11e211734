"""The folded columns of contacts and customers, which their views define.

Triggers keep them in step; `rebuild` is for the day when the folding itself, or what is searched, changes.
"""

from dataclasses import dataclass

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

OWNER = "owner"


@dataclass(frozen=True)
class Folded:
    """A table, its key, and the view that says what the folded columns must hold for that key."""

    table: str
    key: str
    view: str

    def columns(self, cursor: CursorWrapper) -> list[str]:
        cursor.execute(f"SELECT * FROM {self.view} LIMIT 0")
        return [column.name for column in cursor.description if column.name != "contact_id"]

    def refresh(self, cursor: CursorWrapper) -> int:
        """How many rows differed; they do not any more."""
        columns = self.columns(cursor)
        ours, theirs = ", ".join(f"t.{name}" for name in columns), ", ".join(f"s.{name}" for name in columns)
        # OFFSET keeps the planner from computing the view's columns twice, to compare and to write
        cursor.execute(
            f"UPDATE {self.table} t SET {', '.join(f'{name} = s.{name}' for name in columns)}"
            f" FROM (SELECT * FROM {self.view} OFFSET 0) s"
            f" WHERE s.contact_id = t.{self.key} AND ({ours}) IS DISTINCT FROM ({theirs})"
        )
        return int(cursor.rowcount)


# In this order: a customer's text is made of its contacts' texts.
CONTACTS = Folded("contacts_contact", "id", "contacts_searchable")
CUSTOMERS = Folded("customers_customer", "contact_id", "customers_searchable")


def rebuild() -> tuple[int, int]:
    """How many contacts and how many customers were out of step.

    "Changed" stays as it is: nobody changed anything.  Hence without the trigger that passes a contact's
    words on, which takes the owner of the tables.
    """
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("ALTER TABLE contacts_contact DISABLE TRIGGER customer_searchable")
        counts = CONTACTS.refresh(cursor), CUSTOMERS.refresh(cursor)
        cursor.execute("ALTER TABLE contacts_contact ENABLE TRIGGER customer_searchable")
    return counts
