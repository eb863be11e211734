"""Five hundred people with a page open: who ask whether there is anything new, each for themselves.

Every second one has read everything; the others have some unread notices, of files that are open to them.
"""

import json
import subprocess
import sys
from collections.abc import Mapping

from timecount.local.programs import ROOT

PEOPLE = 500

_GATHER = f"""
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from accounts.models import User
from customers.models import Customer
from todos.models import Entry, Notification
from todos.selectors.notices import state, unseen
store = import_module(settings.SESSION_ENGINE).SessionStore
role = Group.objects.get(name="Sachbearbeitung")
customers = Customer.objects.filter(access="module").order_by("pk")[:50]
if not Entry.objects.filter(title="bench").exists():
    Entry.objects.bulk_create(
        Entry(kind="todo", status="open", title="bench", customer=one) for one in customers
    )
entries = list(Entry.objects.filter(title="bench").order_by("pk"))
found = []
for number in range({PEOPLE}):
    user, is_new = User.objects.get_or_create(
        email=f"crowd{{number}}@bench.example", defaults={{"name": f"Crowd {{number}}", "password": "!"}}
    )
    if is_new:
        user.groups.add(role)
        Notification.objects.bulk_create(
            Notification(user=user, kind="assigned", key=f"bench:{{n}}", entry=entries[(number + n) % len(entries)])
            for n in range(number % 2 * (number % 12))
        )
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    found.append([f"{{settings.SESSION_COOKIE_NAME}}={{session.session_key}}", state(unseen(user))])
print(json.dumps(found))
"""


def gather(path: str, environment: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What each of them asks for, and their cookies."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", _GATHER]
    run = subprocess.run(command, env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    people = json.loads(run.stdout.splitlines()[-1])
    return [path.replace("{state}", state) for _cookie, state in people], [cookie for cookie, _state in people]
