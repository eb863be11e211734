"""The narrow table of openings, which triggers keep in step; here it is made anew from its views."""

from django.db import connection
from django.db.backends.utils import CursorWrapper

_COLUMNS = (
    "principal, contact_id, customer_id, is_file, level, until,"
    " sort_key, search_head, search_is_long, status, kind, is_closed, updated_at, responsible_id"
)
_FILL = f"""
UPDATE contacts_contact c SET is_closed = s.is_closed
FROM (
  SELECT contact_id, is_closed FROM customers_closed
  UNION ALL
  SELECT id, false FROM contacts_contact c
  WHERE c.is_closed AND NOT EXISTS (SELECT FROM customers_closed s WHERE s.contact_id = c.id)
) s
WHERE s.contact_id = c.id AND s.is_closed <> c.is_closed;
DELETE FROM customers_opening;
INSERT INTO customers_opening ({_COLUMNS}) SELECT {_COLUMNS} FROM customers_openings;
"""


def fill(cursor: CursorWrapper) -> None:
    """After a load without triggers."""
    cursor.execute(_FILL)


_OUT_OF_STEP = f"""
WITH held AS (SELECT {_COLUMNS} FROM customers_opening),
  ought AS (SELECT {_COLUMNS} FROM customers_openings),
  missing AS (TABLE ought EXCEPT ALL TABLE held),
  superfluous AS (TABLE held EXCEPT ALL TABLE ought),
  marked AS (
    SELECT FROM contacts_contact c LEFT JOIN customers_closed s ON s.contact_id = c.id
    WHERE c.is_closed <> coalesce(s.is_closed, false)
  )
SELECT (SELECT count(*) FROM missing) + (SELECT count(*) FROM superfluous) + (SELECT count(*) FROM marked)
"""


def out_of_step() -> int:
    """How many openings are missing, or are there and should not be, and how many contacts are wrongly marked."""
    with connection.cursor() as cursor:
        cursor.execute(_OUT_OF_STEP)
        return int(cursor.fetchone()[0])
