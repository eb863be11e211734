"""Servers of the test's own, to be killed, frozen and stopped: PostgreSQL, S3, web, worker, reaper.

Nothing here is a promise given up for speed: what PostgreSQL has committed survives its end.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services import clone, drop, folder
from timecount.local import postgres
from timecount.local.children import Child, ServiceError, spawn
from timecount.local.ground import temporary_root
from timecount.local.programs import ROOT, start_worker, wait_for_page
from timecount.local.services import Services, running

WEB = "timecount.local.wsgi:application"
NAIVE = "tests.documents.killing.naive:application"
CUSTOMERS = 3
_BEGIN = "import sys, json, django\ndjango.setup()\nfrom datetime import timedelta\nfrom django.utils import timezone\n"
# Who signs in, and the files of three customers.
FURNISH = f"""{_BEGIN}
from django.conf import settings
from django.test import Client
from tests.cast import firm, person
boss, browser = person("Boss", superuser=True), Client()
browser.force_login(boss)
firms = [firm(f"Firma {{n}}", by=boss, number=f"K{{n}}").pk for n in range({CUSTOMERS})]
print(json.dumps([browser.cookies[settings.SESSION_COOKIE_NAME].value, firms]))
"""
# As `documents.tasks` calls it, by a clock that is far ahead.  What is under way is given up only at "all".
REAP = f"""{_BEGIN}
from documents import deletion
print("ready", flush=True)
deletion.empty_trash(now=timezone.now() + timedelta(days=31))
deletion.delete_bytes(now=timezone.now() + timedelta(days=400))
if sys.argv[1] == "all":
    deletion.reap(now=timezone.now() + timedelta(days=3))
"""


@dataclass
class Stand:
    services: Services
    port: int
    web_processes: int
    wsgi: str = WEB
    web: Child | None = None
    worker: Child | None = None
    # A session, and the keys of the customers.
    furnished: tuple[str, list[int]] = ("", [])
    children: dict[str, Child] = field(default_factory=dict)
    stray: list[Child] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        given = {**self.services.environment, "LOG_LEVEL": "CRITICAL", "STATIC_ROOT": os.environ["STATIC_ROOT"]}
        return {**os.environ, **given}

    def start_web(self) -> None:
        command: list[str | Path] = [
            *(Path(sys.executable).parent / "granian", self.wsgi, "--interface=wsgi", "--no-ws", "--host=127.0.0.1"),
            *(f"--port={self.port}", f"--workers={self.web_processes}", "--blocking-threads=4", "--log-level=error"),
            *("--respawn-failed-workers", "--workers-kill-timeout=5"),
        ]
        log = self.services.var / "log" / "web.log"
        self.web = spawn("web", command, env=self.environment, cwd=ROOT, log=log)

    def become(self, wsgi: str) -> None:
        """The web server is another application."""
        if self.web:
            kill(self.web)
        self.wsgi = wsgi
        self.everything_runs()

    def start_worker(self) -> None:
        self.worker = start_worker(self.environment, log=self.services.var / "log" / "worker.log")

    def start_reaper(self, what: str) -> Child:
        log = self.services.var / "log" / "reaper.log"
        return spawn("reaper", [sys.executable, "-c", REAP, what], env=self.environment, cwd=ROOT, log=log)

    def restart_postgres(self) -> None:
        """As after a crash: no checkpoint was written."""
        self.children["postgres"].process.send_signal(signal.SIGQUIT)
        self.children["postgres"].process.wait()
        time.sleep(random.uniform(0, 0.5))  # noqa: S311 -- no secret
        child = self.services.postgres.start()
        self.stray.append(child)
        self.services.postgres.wait(child)
        self.children["postgres"] = child

    def restart_s3(self) -> None:
        self.children["s3"].kill()
        time.sleep(random.uniform(0, 0.5))  # noqa: S311 -- no secret
        endpoint, child = self.services.seaweed.endpoint, self.services.seaweed.start()
        self.stray.append(child)
        self.children["s3"] = self.services.seaweed.wait(child)
        assert self.services.seaweed.endpoint == endpoint  # or the web would ask elsewhere

    def run(self, program: str, *arguments: str) -> Any:
        """What it answers, as JSON in its last line."""
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def everything_runs(self) -> None:
        """Its connections of before a restart of the database are refused once each."""
        if not self.web or not self.web.running:
            self.start_web()
        assert self.web
        deadline = time.monotonic() + 60
        while True:
            try:
                return wait_for_page(self.web, self.port)
            except ServiceError:
                if not self.web.running or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


def processes_of(child: Child) -> list[int]:
    """Itself and what it started, as far as it is still in its group."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if int((process / "stat").read_text().rpartition(")")[2].split()[2]) == child.process.pid:
                found.append(int(process.name))
    return found


def kill(child: Child) -> None:
    """The whole group, frozen ones too, without a word.  Of one that was waited for the number may be another's."""
    if child.running:
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


@contextmanager
def stand(*, web_processes: int = 1, worker: bool = False) -> Iterator[Stand]:
    port = _free_port()
    with (
        folder(temporary_root()) as var,
        running(var, base_url=f"http://127.0.0.1:{port}") as services,
    ):
        _fill(services)
        made = Stand(services, port, web_processes)
        made.children = dict(zip(("postgres", "s3"), services.children, strict=True))
        try:
            made.furnished = made.run(FURNISH)
            made.start_web()
            if worker:
                made.start_worker()
            made.everything_runs()
            yield made
        finally:
            _end(made)


def _fill(services: Services) -> None:
    """With what the test run has migrated already."""
    migrated = clone()
    here = os.environ["ADMIN_DATABASE_URL"].rpartition("/")[0]
    there = services.postgres.url(postgres.SUPERUSER)
    programs, dump = services.postgres.bin, services.var / "migrated.sql"
    subprocess.run([programs / "pg_dump", "--file", dump, f"{here}/{migrated}"], check=True)
    subprocess.run([programs / "psql", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-f", dump, there], check=True)
    drop(migrated)


def _end(made: Stand) -> None:
    for child in (made.web, made.worker):
        if child and child.running:
            kill(child)
    for child in made.stray:
        if child.running:
            child.kill() if "S3" in child.name else child.stop()


def _free_port() -> int:
    """Below the range from which the kernel takes the ports of outgoing connections, so that it stays free."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", random.randint(15_000, 19_999)))  # noqa: S311 -- no secret
            return int(probe.getsockname()[1])
