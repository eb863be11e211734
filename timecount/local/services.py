"""PostgreSQL and S3 in one folder, and the environment in which Timecount uses them.

with running(Path("var")) as services:
    subprocess.run([...], env={**os.environ, **services.environment})
"""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from timecount.local import ground, postgres, seaweed
from timecount.local.children import Child, ServiceError
from timecount.local.postgres import Postgres
from timecount.local.seaweed import Keys, Seaweed

BUCKET = "timecount"


@dataclass(frozen=True)
class Services:
    var: Path
    postgres: Postgres
    seaweed: Seaweed
    children: tuple[Child, ...]
    environment: dict[str, str]


def _silent(_line: str) -> None:
    pass


@contextmanager
def running(
    var: Path,
    *,
    throwaway: bool = False,
    buckets: Sequence[str] = (BUCKET,),
    base_url: str = "http://127.0.0.1:8000",
    say: Callable[[str], None] = _silent,
    meanwhile: Callable[[MutableMapping[str, str]], None] = lambda _environment: None,
) -> Iterator[Services]:
    """Start both servers, yield when both answer, stop them in order.

    `meanwhile` works while they start and may add to the environment.

    `throwaway` is for data that nobody misses: nothing is synced, and the end is abrupt.
    Call it from the main thread (see `children.spawn`).
    """
    var = var.absolute()
    var.mkdir(parents=True, exist_ok=True)
    var = var.resolve()
    with ExitStack() as stack:
        stack.enter_context(_alone(var))
        place = ground.prepare(var)
        kept = _secrets(var / "secrets.json")
        database = Postgres(place, throwaway)
        storage = Seaweed(place, Keys(kept["s3_access_key"], kept["s3_secret_key"]), buckets)
        say("Starting PostgreSQL and the S3 server")
        environment: dict[str, str] = {}

        def prepare() -> None:
            environment.update(_environment(var, database, storage, kept["secret_key"], base_url))
            meanwhile(environment)

        children = _start(stack, database, storage, prepare, abrupt=throwaway)
        environment["S3_ENDPOINT_URL"] = storage.endpoint  # another one, if a port was taken
        yield Services(var, database, storage, children, environment)


def _start(
    stack: ExitStack, database: Postgres, storage: Seaweed, meanwhile: Callable[[], None], *, abrupt: bool
) -> tuple[Child, ...]:
    """Both at once; what is entered last is stopped first: S3, then PostgreSQL."""
    first = database.start()
    stack.callback(first.stop)
    second = storage.start()
    stop = ExitStack()
    stop.callback(second.kill if abrupt else second.stop)
    stack.push(stop)
    meanwhile()
    database.wait(first)
    if (answering := storage.wait(second)) is not second:
        stop.callback(answering.kill if abrupt else answering.stop)
    return first, answering


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    """One supervisor for a folder; the lock ends with the process, however that dies."""
    with (var / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ServiceError(_occupied(var, lock)) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _occupied(var: Path, lock: IO[str]) -> str:
    lock.seek(0)
    return (
        f"Timecount already runs on {var} (process {lock.read() or 'unknown'}). "
        "Stop it, or run a second copy beside it:  make run PORT=8001 VAR_DIR=var2"
    )


def _secrets(path: Path) -> dict[str, str]:
    """Random once, then kept: sessions and signed links survive a restart."""
    if not path.exists():
        made = {name: secrets.token_urlsafe(40) for name in ("secret_key", "s3_secret_key")}
        made["s3_access_key"] = secrets.token_hex(10)
        unfinished = path.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(made))
        unfinished.rename(path)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _environment(var: Path, database: Postgres, storage: Seaweed, secret_key: str, base_url: str) -> dict[str, str]:
    mail = var / "mail"
    mail.mkdir(exist_ok=True)
    return {
        "DJANGO_SETTINGS_MODULE": "timecount.settings",
        "LOCAL_MODE": "1",
        "SECRET_KEY": secret_key,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BASE_URL": base_url,
        "DATABASE_URL": database.url(postgres.APP),
        "MIGRATE_DATABASE_URL": database.url(postgres.OWNER),
        "POSTGRES_BIN": str(database.bin),
        "S3_ENDPOINT_URL": storage.endpoint,
        "S3_BUCKET": storage.buckets[0],
        "S3_ACCESS_KEY_ID": storage.keys.access,
        "S3_SECRET_ACCESS_KEY": storage.keys.secret,
        "S3_REGION": seaweed.REGION,
        "EMAIL_URL": f"file:///{mail}",  # four slashes in all: the parser takes three away
        "DEFAULT_FROM_EMAIL": "Timecount <timecount@localhost>",
        "VAR_DIR": str(var),
        "STATIC_ROOT": str(var / "static"),
    }
