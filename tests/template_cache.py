"""The migrated template, kept from one test run to the next: migrating takes seven seconds of CPU.

It is PostgreSQL's whole data folder, named for everything that migrating depends on.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timecount.local.ground import Ground

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".tools" / "template"
KEPT = 3
SOURCES = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "*/apps.py", "timecount/management/commands/migrate.py")


def key() -> str:
    digest = hashlib.sha256()
    found = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))]
    for path in [
        *found,
        ROOT / "uv.lock",
        ROOT / "timecount" / "settings.py",
        *Path(__file__).parent.glob("services.py"),
    ]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def restore(name: str, ground: Ground) -> bool:
    """Lay the kept data folder where the new server will look for it."""
    data = ground.home / "postgres"
    with _lock(fcntl.LOCK_SH):
        if not (CACHE / name).exists():
            return False
        (CACHE / name).touch()
        shutil.copytree(CACHE / name, ground.folder(data.name), dirs_exist_ok=True)
    for path in (data, *data.rglob("*")):
        ground.give(path)
    return True


def keep(name: str, ground: Ground) -> None:
    """After a clean end of the server."""
    with _lock(fcntl.LOCK_EX):
        unfinished = CACHE / "unfinished"
        for folder in (unfinished, CACHE / name):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ground.home / "postgres", unfinished)
        unfinished.rename(CACHE / name)
        _prune()


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    """Several test runs may share a clone: nobody deletes what another one copies."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with CACHE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, kind)
        yield


def _prune() -> None:
    for old in sorted(CACHE.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
