"""`make run`: the whole product on this computer, in one process tree that ends as one.

PORT (8000) and VAR_DIR (var/) from the environment; two copies run side by side with other values.
"""

import hashlib
import os
import shlex
import signal
import socket
import sys
import time
from pathlib import Path
from types import FrameType

from timecount.local import assets
from timecount.local.children import Child, ServiceError, die_with_parent
from timecount.local.programs import ROOT, manage, start_web, start_worker, wait_for_page
from timecount.local.services import Services, running

DEMO_PASSWORD = "kundenakte"  # noqa: S105 -- of the local demo only
UNFINISHED = "unfinished"
DEMO_PEOPLE = {
    "anna@demo.example": "Sachbearbeitung",
    "ben@demo.example": "Lesen",
    "cleo@demo.example": "Sachbearbeitung in einem anderen Team",
    "paula@demo.example": "Buchhaltung",
    "boss@demo.example": "Administration",
}


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or asked us to end."""


def say(text: str) -> None:
    print(f"• {text}", flush=True)


def main() -> int:
    if "--with-parent" in sys.argv[1:]:  # of `make run`: make itself may be killed outright
        die_with_parent(signal.SIGTERM)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop)
    try:
        _run(int(os.environ.get("PORT") or 8000), Path(os.environ.get("VAR_DIR") or ROOT / "var"))
    except Stopped:
        say("Stopped.")
    except ServiceError as error:
        print(f"✗ {error}", file=sys.stderr, flush=True)
        return 1
    return 0


def _stop(_signum: int, _frame: FrameType | None) -> None:
    """Once; a second Ctrl-C must not interrupt the orderly end."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    raise Stopped


def _run(port: int, var: Path) -> None:
    _check_port(port)
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    with running(
        var,
        base_url=f"http://localhost:{port}",
        say=say,
        meanwhile=lambda environment: assets.prepare(environment, say),
    ) as services:
        environment = services.environment
        _tell_shells(services)
        _forget_interrupted_start(services)
        _migrate(services, environment)
        _load_demo(services, environment)
        _serve(services, environment, port)


def _serve(services: Services, environment: dict[str, str], port: int) -> None:
    say("Starting the web server and the worker")
    programs = [start_web(environment, port)]
    try:
        wait_for_page(programs[0], port)
        programs.append(start_worker(environment))  # not at once: the first page comes sooner
        _greet(port)
        _watch([*programs, *services.children])
    finally:
        for program in programs:
            program.stop()


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise ServiceError(f"Port {port} is taken. Take another:  make run PORT={port + 1}") from None


def _tell_shells(services: Services) -> None:
    """`. var/environment` lets manage.py work in another terminal on what runs here."""
    path = services.var / "environment"
    path.touch(mode=0o600)
    lines = [f"export {name}={shlex.quote(value)}" for name, value in services.environment.items()]
    path.write_text("\n".join(lines) + "\n")


def _migrate(services: Services, environment: dict[str, str]) -> None:
    """Only where migrations or packages changed since the last time: it takes two seconds to see that."""
    home = services.postgres.ground.home
    stamp, wanted = home / "migrated", _migrations()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Migrating the database")
    manage(environment, "migrate", "--verbosity=0")
    if (home / "demo").exists():  # a new version may show more than the one that loaded the demo
        manage(environment, "demo", "--missing")
    stamp.write_text(wanted)


def _migrations() -> str:
    digest = hashlib.sha256()
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "uv.lock"]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _load_demo(services: Services, environment: dict[str, str]) -> None:
    stamp = services.postgres.ground.home / "demo"
    if not stamp.exists():
        say("Loading the demo data")
        stamp.write_text(UNFINISHED)
        manage(environment, "demo", "--if-empty", "--customers", os.environ.get("DEMO_CUSTOMERS") or "400")
        stamp.write_text("")


def _forget_interrupted_start(services: Services) -> None:
    """Half a demo would pass for data of somebody; nobody can have worked with it yet."""
    home = services.postgres.ground.home
    if (home / "demo").exists() and (home / "demo").read_text() == UNFINISHED:
        say("The first start was interrupted; beginning again")
        services.postgres.recreate_database()
        (home / "demo").unlink()
        (home / "migrated").unlink(missing_ok=True)


def _greet(port: int) -> None:
    print(f"\n  Timecount läuft:  http://localhost:{port}\n")
    print(f"  Anmelden mit dem Passwort  {DEMO_PASSWORD}  als")
    for email, role in DEMO_PEOPLE.items():
        print(f"    {email:<20} {role}")
    print("\n  Beenden mit Strg-C\n", flush=True)


def _watch(children: list[Child]) -> None:
    while True:
        for child in children:
            if not child.running:
                raise ServiceError(f"{child.name} ended unexpectedly.\n{child.last_words()}")
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
