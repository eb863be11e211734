"""Who can open a restricted file: the people behind responsible persons, grants, teams and stand-ins."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import Level, Module
from accounts.models import ModuleRight, User
from customers.models import Access, Customer
from timecount.jinja import day

NAMED = 3


@dataclass
class Reader:
    """An active person: what roles allow in the module, and through which principals a file is open to them.

    `stands_in` says for whom, where it is through somebody else's principal.
    """

    id: int
    name: str
    right: int
    is_superuser: bool
    own: set[int] = field(default_factory=set)
    stands_in: dict[int, str] = field(default_factory=dict)

    def opens(self, principals: Collection[int]) -> bool:
        """As the gate says it."""
        ways = self.own | self.stands_in.keys()
        return self.is_superuser or (self.right >= Level.READ and not ways.isdisjoint(principals))


# Who may open it through a principal: the user, a member of the team, whoever stands in for one of those today.
_READERS = """
WITH asked AS (SELECT unnest(%(principals)s::int[]) AS principal),
reached AS (
  SELECT principal, u.id AS user_id FROM asked JOIN accounts_user u ON u.id = principal
  UNION ALL
  SELECT principal, g.user_id FROM asked JOIN accounts_team t ON t.group_id = -principal
  JOIN accounts_user_groups g ON g.group_id = t.group_id
),
ways AS (
  SELECT principal, user_id, NULL::text AS absent FROM reached
  UNION ALL
  SELECT principal, s.substitute_id, a.name FROM reached
  JOIN accounts_substitution s ON s.absent_id = user_id AND %(today)s BETWEEN s.first_day AND s.last_day
  JOIN accounts_user a ON a.id = s.absent_id
)
SELECT u.id, u.name, u.is_superuser, principal, absent, coalesce((
  SELECT max(r.level) FROM accounts_moduleright r JOIN accounts_user_groups g ON g.group_id = r.role_id
  WHERE g.user_id = u.id AND r.module = %(module)s), 0)
FROM accounts_user u LEFT JOIN ways ON ways.user_id = u.id
WHERE u.is_active AND (u.is_superuser OR ways.user_id IS NOT NULL)
ORDER BY u.name, u.id
"""


def readers(principals: Iterable[int]) -> list[Reader]:
    """Everybody whom one of these principals would bring in, and superusers."""
    asked: dict[str, Any] = {"principals": list(principals), "today": timezone.localdate(), "module": Module.CUSTOMERS}
    found: dict[int, Reader] = {}
    with connection.cursor() as cursor:
        cursor.execute(_READERS, asked)
        for key, name, is_superuser, principal, absent, right in cursor.fetchall():
            reader = found.setdefault(key, Reader(key, name, right, is_superuser))
            if principal is not None and absent is None:
                reader.own.add(principal)
            elif principal is not None:
                reader.stands_in[principal] = absent
    return list(found.values())


def everybody() -> int:
    """How many people see a file that is open to the module."""
    role = ModuleRight.objects.filter(role__group__user=OuterRef("pk"), module=Module.CUSTOMERS)
    return int(User.objects.filter(Q(is_superuser=True) | Exists(role), is_active=True).count())


# What the head of a file says: names of people and teams, not every member.
_NAMES = """
WITH ways AS MATERIALIZED (
  SELECT principal, CASE WHEN bool_and(until IS NOT NULL) THEN max(until) END AS until
  FROM customers_opening
  WHERE contact_id = %(file)s AND is_file AND (until IS NULL OR until >= %(today)s) GROUP BY principal
),
may_read AS (
  SELECT g.user_id FROM accounts_moduleright r JOIN accounts_user_groups g ON g.group_id = r.role_id
  WHERE r.module = %(module)s
)
SELECT CASE WHEN u.id = %(responsible)s THEN 1 ELSE 2 END AS kind, u.name, until
FROM ways JOIN accounts_user u ON u.id = principal
WHERE u.is_active AND (u.is_superuser OR u.id IN (SELECT user_id FROM may_read))
UNION ALL
SELECT 3, g.name, until FROM ways JOIN accounts_team t ON t.group_id = -principal JOIN auth_group g ON g.id = t.group_id
UNION ALL
SELECT 4, u.name, max(s.last_day) FROM accounts_substitution s JOIN accounts_user u ON u.id = s.substitute_id
WHERE %(today)s BETWEEN s.first_day AND s.last_day AND u.is_active AND u.id NOT IN (SELECT principal FROM ways)
  AND (u.is_superuser OR u.id IN (SELECT user_id FROM may_read))
  AND (s.absent_id IN (SELECT principal FROM ways) OR s.absent_id IN (
    SELECT m.user_id FROM ways JOIN accounts_team t ON t.group_id = -principal
    JOIN accounts_user_groups m ON m.group_id = t.group_id))
GROUP BY u.id, u.name
UNION ALL
SELECT 0, name, NULL FROM accounts_user WHERE id = %(absent)s
ORDER BY 1, 3 NULLS FIRST, 2
"""


@dataclass(frozen=True)
class Lock:
    """Who sees the file, in a sentence; and for whom the reader stands in, if that is why they see it."""

    sentence: str
    stands_in_for: str = ""


def lock(user: User, customer: Customer) -> Lock:
    """For the head of the file: one statement, where the file is restricted."""
    if customer.access == Access.MODULE:
        return Lock(_("Everybody with the module Customers sees this file."))
    asked = {"file": customer.pk, "responsible": customer.responsible_id, "absent": user.stands_in_for}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {**asked, "today": timezone.localdate(), "module": Module.CUSTOMERS})
        rows = cursor.fetchall()
    absent = next((name for kind, name, _until in rows if kind == 0), "")
    names = [_entry(kind, name, until) for kind, name, until in rows if kind]
    if not names:
        return Lock(_("Only superusers see this file."), absent)
    return Lock(_("Only %(who)s and superusers see this file.") % {"who": enumerated(names)}, absent)


def _entry(kind: int, name: str, until: date | None) -> str:
    if kind == 4:
        return _("%(name)s (standing in until %(day)s)") % {"name": name, "day": day(until)}
    called = _("team %(name)s") % {"name": name} if kind == 3 else name
    return _("%(name)s (until %(day)s)") % {"name": called, "day": day(until)} if until else called


def enumerated(names: Sequence[str], most: int = NAMED) -> str:
    """ "As "Anna, Ben und 3 weitere": all of them, or one less than `most` and how many more."""
    if not names:
        return ""
    if len(names) > most:
        rest = len(names) - most + 1
        shown, last = names[: most - 1], ngettext("%(n)d other", "%(n)d others", rest) % {"n": rest}
    else:
        shown, last = names[:-1], names[-1]
    return _("%(some)s and %(last)s") % {"some": ", ".join(shown), "last": last} if shown else last
