"""The programs of the product as processes: web, worker, and commands that run to their end."""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from timecount.local.children import Child, ServiceError, spawn

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
WEB_PROCESSES = 2
THREADS = 4  # per process; each holds a connection only while it works


def start_web(environment: Mapping[str, str], port: int, *, log: Path | None = None) -> Child:
    """Granian on loopback; `environment` adds to ours."""
    command: list[str | Path] = [
        *(BIN / "granian", "timecount.local.wsgi:application", "--interface=wsgi", "--no-ws"),
        *("--host=127.0.0.1", f"--port={port}", f"--workers={WEB_PROCESSES}", f"--blocking-threads={THREADS}"),
        *("--respawn-failed-workers", "--workers-kill-timeout=5", "--log-level=warning"),
    ]
    return spawn("The web server", command, env={**os.environ, **environment}, cwd=ROOT, log=log)


def start_worker(environment: Mapping[str, str], *, log: Path | None = None) -> Child:
    """Procrastinate; its jobs may take as long as they need."""
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout=10"]
    env = {**os.environ, **environment, "STATEMENT_TIMEOUT": "0"}
    return spawn("The worker", command, env=env, cwd=ROOT, log=log, patience=20)


def wait_for_page(web: Child, port: int, timeout: float = 60) -> None:
    """Until /healthz answers."""
    deadline = time.monotonic() + timeout
    while web.running and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            raise ServiceError(f"Timecount is not well: {error.read().decode(errors='replace')}") from None
        except OSError:
            time.sleep(0.05)
    raise ServiceError(f"The web server does not answer.\n{web.last_words()}")


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """`manage.py …` to its end, its output shown; ends with us."""
    child = spawn(
        f"manage.py {arguments[0]}",
        [sys.executable, "manage.py", *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
    )
    try:
        code = child.process.wait()
    except BaseException:
        child.stop()
        raise
    if code:
        raise ServiceError(f"manage.py {' '.join(arguments)} failed (see above).")
