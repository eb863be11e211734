"""Running customer numbers: drawn under the row lock of their range, so that nobody gets one twice.

Numbers typed by hand are skipped when the range reaches them.  Gaps are allowed.
"""

from django.db import connection
from django.db.models import CharField, F, Value

from customers.models import Customer, NumberRange

CUSTOMER = "customer"

# Prefix and value as `NumberRange.__str__` writes them; `lpad` alone would cut what is longer than the width.
_FIRST_FREE = """
SELECT v, written FROM customers_numberrange r, generate_series(r.next_value, r.next_value + %s) v,
  LATERAL (SELECT r.prefix || lpad(v::text, greatest(r.width::int, length(v::text)), '0') AS written) w
WHERE r.key = %s AND NOT EXISTS (SELECT FROM customers_customer k WHERE k.number = written)
ORDER BY v LIMIT 1
"""
_DRAW = """
UPDATE customers_numberrange SET next_value = next_value + 1 WHERE key = %s
RETURNING prefix, width, next_value - 1
"""
_STEP = 1000


def draw(key: str = CUSTOMER) -> str:
    """The next number, the caller's alone.  Holds the range until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [key])
        prefix, width, value = cursor.fetchone()
    number = str(NumberRange(prefix=prefix, width=width, next_value=value))
    return _draw_past_taken(key) if Customer.objects.filter(number=number).exists() else number


def next_free(key: str = CUSTOMER) -> str:
    """What `draw` would hand out now: a proposal, promised to nobody."""
    return _first_free(key)[1]


def numbers_meant(typed: str) -> list[str]:
    """What somebody means who types a number: as it is, in capitals, or without the prefix of its range."""
    prefixes = NumberRange.objects.filter(key=CUSTOMER).values_list("prefix", flat=True)
    return list(dict.fromkeys([typed, typed.upper(), *(prefix + typed for prefix in prefixes)]))


def hold(number: str, key: str = CUSTOMER) -> None:
    """Before a number is given by hand: waits for whoever is drawing, if the range could reach it."""
    reaching = NumberRange.objects.alias(given=Value(number, CharField())).filter(
        key=key, given__startswith=F("prefix")
    )
    if number[-1:].isdigit():
        reaching.select_for_update().first()


def _draw_past_taken(key: str) -> str:
    value, number = _first_free(key)
    NumberRange.objects.filter(key=key).update(next_value=value + 1)
    return number


def _first_free(key: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        reach = _STEP
        while True:
            cursor.execute(_FIRST_FREE, [reach, key])
            if row := cursor.fetchone():
                return int(row[0]), str(row[1])
            reach *= 10
