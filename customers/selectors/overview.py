"""The overview of a file: whom to call, the facts, the family.

The page that is opened most costs one statement, and one more only where there is something that the
reader perhaps may not see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from contacts.letters import Addressee
from contacts.rows import AddressRow
from customers.models import Customer
from customers.selectors.file import Ways, does, ways_of

PEOPLE_LIMIT = 6
FAMILY_LIMIT = 30

_FACTS = """
WITH people AS MATERIALIZED (
  SELECT s.person_id AS id, x.name, x.photo, x.salutation, x.title, x.first_name, x.last_name, s.roles,
    coalesce(nullif(s.position, ''), x.position) AS position,
    EXISTS (SELECT FROM customers_customer k WHERE k.contact_id = x.id) AS is_customer
  FROM contacts_assignment s JOIN contacts_contact x ON x.id = s.person_id
  WHERE s.organisation_id = %(file)s AND (s.valid_until IS NULL OR s.valid_until >= %(today)s)
  ORDER BY s.is_main DESC, x.sort_key, s.id LIMIT %(people)s
), reached AS (SELECT id FROM people UNION ALL SELECT %(file)s)
SELECT
  (SELECT json_agg(p) FROM people p),
  (SELECT json_agg(w ORDER BY w.is_main DESC, w.id) FROM (
    SELECT contact_id, 'phones' AS kind, label, number AS value, is_main, id FROM contacts_phone
      WHERE contact_id IN (SELECT id FROM reached)
    UNION ALL SELECT contact_id, 'emails', label, address, is_main, id FROM contacts_email
      WHERE contact_id IN (SELECT id FROM reached)
    UNION ALL SELECT contact_id, 'websites', label, url, is_main, id FROM contacts_website
      WHERE contact_id IN (SELECT id FROM reached)) w),
  (SELECT row_to_json(a) FROM (SELECT addition, street, postcode, city, country FROM contacts_address
    WHERE contact_id = %(file)s ORDER BY is_main DESC, id LIMIT 1) a),
  (SELECT json_agg(f) FROM (
    SELECT k.contact_id AS id, k.number, k.status, c.name FROM (
      SELECT contact_id, number, status, sort_key FROM customers_customer WHERE contact_id = %(parent)s
      UNION ALL SELECT contact_id, number, status, sort_key FROM customers_customer WHERE parent_id = %(file)s
    ) k JOIN contacts_contact c ON c.id = k.contact_id
    ORDER BY k.sort_key, k.contact_id LIMIT %(family)s) f)
"""


@dataclass(frozen=True)
class Person:
    """A contact person: who, what the person does here, how to reach them."""

    id: int
    name: str
    photo: str
    does: str
    ways: Ways
    names: Addressee


@dataclass(frozen=True)
class Overview:
    people: list[Person]
    ways: Ways
    address: AddressRow | None
    parent: dict[str, Any] | None
    subsidiaries: list[dict[str, Any]]

    def is_bare(self, customer: Customer) -> bool:
        """Whether there is nothing yet to show at a glance."""
        facts = (customer.industry, customer.customer_since, customer.vat_id, customer.debtor_account)
        return not (self.address or self.parent or customer.invoice_email or self.ways.known or any(facts))


def overview(user: User, customer: Customer, *, today: date) -> Overview:
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            {
                "file": customer.pk,
                "parent": customer.parent_id,
                "today": today,
                "people": PEOPLE_LIMIT,
                "family": FAMILY_LIMIT,
            },
        )
        people, rows, address, family = cursor.fetchone()
    people = (people or []) if may(user, Action.VIEW_CONTACT) else []
    family = family or []
    files = [firm["id"] for firm in family] + [person["id"] for person in people if person["is_customer"]]
    seen = _seen(user, files)
    ways = ways_of((row["contact_id"], row["kind"], row["label"], row["value"]) for row in rows or ())
    relatives = [firm for firm in family if firm["id"] in seen]
    return Overview(
        people=[_person(row, ways[row["id"]]) for row in people if row["id"] in seen or not row["is_customer"]],
        ways=ways[customer.pk],
        address=AddressRow(**address) if address else None,
        parent=next((firm for firm in relatives if firm["id"] == customer.parent_id), None),
        subsidiaries=[firm for firm in relatives if firm["id"] != customer.parent_id],
    )


def _person(row: dict[str, Any], ways: Ways) -> Person:
    names = Addressee("", row["salutation"], row["title"], row["first_name"], row["last_name"])
    return Person(row["id"], row["name"], row["photo"], does(row["roles"], row["position"]), ways, names)


def _seen(user: User, files: Iterable[int]) -> set[int]:
    """Those files that the reader may see.  A contact person with a file of their own is as closed as that file."""
    keys = list(files)
    if not keys:
        return set()
    known = visible(user, Action.VIEW_CUSTOMER, Customer.objects.filter(pk__in=keys))
    return set(known.order_by().values_list("pk", flat=True))
