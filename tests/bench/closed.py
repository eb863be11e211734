"""The world in which every file is restricted (of very many: 100,000), and one person holds a grant in 10,000 of them.

A copy of the database, closed by its superuser without triggers: as fast as such a load can be.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from customers import openings
from timecount.local import postgres
from timecount.local.postgres import Postgres
from timecount.local.programs import ROOT

DATABASE = "timecount_closed"
CLOSED = 100_000
GRANTS = 10_000
# Whoever has the grants is responsible for nothing.
WHO = "anna@demo.example"

_CLOSE = """
UPDATE customers_customer SET access = 'restricted', responsible_id = CASE
  WHEN responsible_id = (SELECT id FROM accounts_user WHERE email = %(who)s) THEN
    (SELECT min(id) FROM accounts_user WHERE email <> %(who)s) ELSE responsible_id END
WHERE contact_id IN (SELECT contact_id FROM customers_customer ORDER BY md5(number) LIMIT %(closed)s)
"""
_GRANT = """
INSERT INTO customers_usergrant (user_id, content_object_id, permission_id, level, granted_at)
SELECT u.id, k.contact_id, p.id, 2, now() FROM accounts_user u, auth_permission p
JOIN django_content_type t ON t.id = p.content_type_id,
  (SELECT contact_id FROM customers_customer ORDER BY md5(number) LIMIT %(grants)s) k
WHERE u.email = %(who)s AND p.codename = 'view_customer' AND t.app_label = 'customers';
"""


def close(server: Postgres, say: Callable[[str], None]) -> None:
    """Nobody may be connected to the open world meanwhile."""
    started = time.perf_counter()
    with server.connect("postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {postgres.OWNER} TEMPLATE {postgres.DATABASE}")
    with server.connect(DATABASE) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in (_CLOSE, _GRANT):
            connection.execute(statement, {"who": WHO, "grants": GRANTS, "closed": CLOSED})
        connection.execute("SET session_replication_role = DEFAULT")
        cursor: Any = connection.cursor()
        openings.fill(cursor)
        connection.execute("VACUUM ANALYZE")
    say(f"Files are restricted, {GRANTS:,} of them granted to {WHO} ({time.perf_counter() - started:.0f} s)")


def drop(server: Postgres) -> None:
    with server.connect("postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


_SHARE = f"""
import time
from accounts.actions import FileLevel
from accounts.models import Team
from customers import sharing
from customers.models import Customer
keys = list(Customer.objects.order_by("number_key").values_list("pk", flat=True)[:{GRANTS}])
started = time.perf_counter()
changed = sharing.share(customers=keys, to=Team.objects.order_by("pk")[0], level=FileLevel.SEE, by=None)
print(f"• {{changed:,}} files are granted to a team in {{time.perf_counter() - started:.1f}} s")
"""


def share(environment: Mapping[str, str]) -> None:
    """How long one action takes that grants so many files."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", _SHARE]
    subprocess.run(command, env=dict(environment), cwd=ROOT, check=True)
