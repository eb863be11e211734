"""The folded copies of contacts for lists, made together where thousands of rows are written at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SAY = "SELECT set_config('timecount.search_later', %s, true)"
_REFRESH = """
UPDATE contacts_contact c SET sort_key = s.sort_key, search = s.search, updated_at = now()
FROM contacts_searchable s
WHERE s.contact_id = ANY(%s) AND c.id = s.contact_id
"""


@contextmanager
def search_later() -> Iterator[list[int]]:
    """Inside, the triggers leave the copies alone; afterwards those of the new contacts on the list are made.

    To be called in a transaction; an error takes the word back with all the rest.
    """
    keys: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(_SAY, ["on"])
        yield keys
        cursor.execute(_SAY, [""])
        cursor.execute(_REFRESH, [keys])
