"""The folded copies of customer files for lists, made together where hundreds of files are made at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SAY = "SELECT set_config('timecount.files_later', %s, true)"
_REFRESH = """
UPDATE customers_customer k
SET sort_key = s.sort_key, place_key = s.place_key, postcode = s.postcode, search = s.search, updated_at = now()
FROM customers_searchable s WHERE s.contact_id = ANY(%s) AND k.contact_id = s.contact_id
"""


@contextmanager
def files_later() -> Iterator[list[int]]:
    """As `contacts.searching.search_later`, for the new files on the list."""
    keys: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(_SAY, ["on"])
        yield keys
        cursor.execute(_SAY, [""])
        cursor.execute(_REFRESH, [keys])
