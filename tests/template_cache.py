"""The migrated template, kept from one test run to the next: migrating takes seven seconds of CPU.

It is PostgreSQL's whole data folder, named for everything that migrating depends on.
"""

import hashlib
import shutil
import tempfile
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
    kept = CACHE / name
    if not kept.exists():
        return False
    kept.touch()
    data = ground.folder("postgres")
    shutil.copytree(kept, data, dirs_exist_ok=True)
    for path in (data, *data.rglob("*")):
        ground.give(path)
    return True


def keep(name: str, ground: Ground) -> None:
    """After a clean end of the server."""
    CACHE.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=CACHE))
    shutil.copytree(ground.home / "postgres", unfinished, dirs_exist_ok=True)
    if (CACHE / name).exists():
        shutil.rmtree(unfinished)
    else:
        unfinished.rename(CACHE / name)
    for old in sorted(CACHE.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
