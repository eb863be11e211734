"""The real servers of a test run, and one database per test process.

Loaded by `-p tests.services` before pytest-django reads the settings.  The process that collects
starts PostgreSQL and S3 in a temporary folder; each process that tests clones a database from one
migrated template.  Nothing is ever flushed or truncated: who needs commits gets a clone of its own.
"""

import fcntl
import gc
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from tests import template_cache
from timecount.local import assets, ground, postgres
from timecount.local.children import ServiceError
from timecount.local.ground import temporary_root
from timecount.local.services import Services, running

ROOT = Path(__file__).resolve().parent.parent
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
MOST_PROCESSES = 16
TEMPLATE = "test_template"
TEMPLATE_DONE = "template.done"
PREFIX = "timecount-tests-"
ALIVE = "alive"  # a file that a test run holds locked as long as it lives
URLS = ("DATABASE_URL", "MIGRATE_DATABASE_URL")
_numbers = itertools.count(1)
# Or each of the many processes of a run would compile the application and the tests anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
base: str | None = None  # the database of this process, for all that do not ask for another one


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    if PROCESS == "main":
        _start(early_config)
    os.environ["S3_BUCKET"] = f"test-{PROCESS}"
    return (yield)


def _start(config: pytest.Config) -> None:
    stack = ExitStack()
    config.add_cleanup(stack.close)
    try:
        services = stack.enter_context(_services())
        os.environ.update(services.environment)
        os.environ["ADMIN_DATABASE_URL"] = services.postgres.url(postgres.SUPERUSER, "postgres")
        # Playwright keeps an event loop in the thread of the test; Django would refuse queries there.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        os.environ["LOG_LEVEL"] = "WARNING"
        assets.prepare(os.environ)
    except ServiceError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_collection_finish() -> None:
    """What is loaded and collected stays until the end: nobody need look through it for garbage again and again."""
    gc.freeze()
    gc.set_threshold(20_000)


@contextmanager
def _services() -> Iterator[Services]:
    buckets = [f"test-{name}" for name in ("main", *(f"gw{n}" for n in range(MOST_PROCESSES)))]
    template = template_cache.key()
    sweep(temporary_root())
    with folder(temporary_root()) as var:
        place = ground.prepare(var)
        if template_cache.restore(template, place):
            (var / TEMPLATE_DONE).touch()
        with running(var, throwaway=True, buckets=buckets, base_url="http://testserver") as services:
            restored = (var / TEMPLATE_DONE).exists()
            yield services
            if not restored and (var / TEMPLATE_DONE).exists():
                services.children[0].stop_signal = signal.SIGINT  # a clean end
                services.children[0].stop()
                template_cache.keep(template, place)


@contextmanager
def folder(root: Path) -> Iterator[Path]:
    """One for this run; it gets the name that sweepers look for when its lock is held, not before."""
    unseen = Path(tempfile.mkdtemp(prefix=f"new-{PREFIX}", dir=root))
    unseen.chmod(0o755)
    with (unseen / ALIVE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        var = unseen.rename(root / unseen.name.removeprefix("new-"))
        try:
            yield var
        finally:
            shutil.rmtree(var, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove what killed test runs left behind: folders whose lock nobody holds."""
    for found in root.glob(f"{PREFIX}*"):
        try:
            with (found / ALIVE).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(found, ignore_errors=True)
        except OSError:
            continue  # in use, or somebody else's


def _administer(statement: str, **names: str) -> None:
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))


def _ensure_template() -> None:
    """Migrate once for all processes; the first one does it, the others wait."""
    folder = Path(os.environ["VAR_DIR"])
    done = folder / TEMPLATE_DONE
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return
        _administer("DROP DATABASE IF EXISTS {name}", name=TEMPLATE)
        _administer("CREATE DATABASE {name} OWNER {owner}", name=TEMPLATE, owner=postgres.OWNER)
        manage("migrate", "--verbosity=0", database=TEMPLATE)
        done.touch()


def manage(*arguments: str, database: str | None = None, timeout: float = 300) -> str:
    """`manage.py …` in a process of its own, on the current test database or the one named."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **(_urls(database) if database else {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    if result.returncode:
        pytest.fail(f"manage.py {' '.join(arguments)} failed:\n{result.stdout}", pytrace=False)
    return result.stdout


def _urls(database: str) -> dict[str, str]:
    return {name: f"{os.environ[name].rpartition('/')[0]}/{database}" for name in URLS}


def clone(template: str = TEMPLATE) -> str:
    """A fresh migrated database, or a copy of one that nobody is connected to; returns its name."""
    _ensure_template()
    name = f"test_{PROCESS}_{next(_numbers)}"
    _administer(
        "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}",
        name=name,
        owner=postgres.OWNER,
        template=template,
    )
    return name


def drop(name: str) -> None:
    _administer("DROP DATABASE {name} WITH (FORCE)", name=name)


def point_at(database: str) -> str:
    """Move every connection of this process, and of children started later; returns the old name.

    All threads share Django's settings dictionary, so a server in this process moves too.
    """
    previous = str(connections.settings["default"]["NAME"])
    if previous == database:
        return previous
    for alias in connections:
        connection = connections[alias]
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
        connections.settings[alias]["NAME"] = database
        connection.settings_dict["NAME"] = database
    os.environ.update(_urls(database))
    return previous


def point_back() -> None:
    """From the world of a module to the database of the process."""
    if base:
        point_at(base)


@contextmanager
def on(database: str) -> Iterator[str]:
    """Hands over the name of the one before, which comes back afterwards."""
    previous = point_at(database)
    try:
        yield previous
    finally:
        point_at(previous)
