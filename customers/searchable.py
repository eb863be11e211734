"""The folded columns of contacts and customers, recomputed where they differ from their views.

Triggers keep them in step; this is for the day when the folding itself, or what is searched, changes.
"""

from django.db import connections, transaction

OWNER = "owner"

# In this order: a customer's text is made of its contacts' texts.
CONTACTS = """
UPDATE contacts_contact c SET sort_key = s.sort_key, search = s.search FROM contacts_searchable s
WHERE s.contact_id = c.id AND c.id <= %(last)s AND (c.sort_key, c.search) IS DISTINCT FROM (s.sort_key, s.search)
"""
CUSTOMERS = """
UPDATE customers_customer k SET sort_key = s.sort_key, place_key = s.place_key, search = s.search
FROM customers_searchable s
WHERE s.contact_id = k.contact_id AND k.contact_id <= %(last)s
  AND (k.sort_key, k.place_key, k.search) IS DISTINCT FROM (s.sort_key, s.place_key, s.search)
"""
EVERYTHING = 2**63 - 1


def rebuild(*, last: int = EVERYTHING) -> tuple[int, int]:
    """How many contacts and how many customers up to the id `last` were out of step.

    "Changed" stays as it is: nobody changed anything.  Hence without the trigger that passes a contact's
    words on, which takes the owner of the tables.
    """
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("ALTER TABLE contacts_contact DISABLE TRIGGER customer_searchable")
        cursor.execute(CONTACTS, {"last": last})
        contacts = cursor.rowcount
        cursor.execute(CUSTOMERS, {"last": last})
        customers = cursor.rowcount
        cursor.execute("ALTER TABLE contacts_contact ENABLE TRIGGER customer_searchable")
    return contacts, customers
