"""pg_dump and pg_restore: which ones, and how they find the database."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from psycopg import pq
from psycopg.conninfo import make_conninfo

from timecount.backup.errors import ToolFailed, ToolMissing

Connection = psycopg.Connection[tuple[Any, ...]]
DEBIAN = Path("/usr/lib/postgresql")
WORDS = {each.keyword.decode(): (each.envvar or b"").decode() for each in pq.Conninfo.get_defaults()}


def parameters(alias: str) -> dict[str, str]:
    """What libpq needs for a connection as Django has it, without the limits that pages need."""
    given = connections[alias].get_connection_params()
    return {key: str(given[key]) for key in WORDS if given.get(key) is not None and key != "options"}


def connected(alias: str) -> Connection:
    """Waits as long as it takes."""
    limits = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    return psycopg.connect(make_conninfo("", **parameters(alias), options=limits))


def fetch_all(connection: Connection, query: LiteralString) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def run(name: str, *words: str | Path, alias: str | None = None) -> str:
    """What it printed; the password is never a word of the command line, which everybody may read."""
    given = {WORDS[key]: value for key, value in parameters(alias).items() if WORDS[key]} if alias else {}
    result = subprocess.run(
        [program(name), *words],
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C", **given},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise ToolFailed(f"{name}: {result.stderr.strip()[-2000:]}")
    return result.stdout


def program(name: str) -> Path:
    """At least as new as the server: an older one refuses to work."""
    with connected("default") as connection:
        needed = connection.info.server_version // 10_000
    for path in _candidates(name):
        if _major(path) >= needed:
            return path
    raise ToolMissing(
        _(
            "%(name)s of PostgreSQL %(version)s or later is missing. Install postgresql-client-%(version)s, "
            "or name the folder of its programs in POSTGRES_BIN."
        )
        % {"name": name, "version": needed}
    )


def _candidates(name: str) -> Iterator[Path]:
    if settings.POSTGRES_BIN:
        yield Path(settings.POSTGRES_BIN) / name
    if found := shutil.which(name):
        yield Path(found)
    yield from sorted(DEBIAN.glob(f"*/bin/{name}"), reverse=True)


def _major(path: Path) -> int:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0
