"""What is made from sources before the first page: German texts, icons, styles, collected static files."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from timecount import icons, styles
from timecount.local.children import ServiceError

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / ".tools"
KEPT = 3  # collections; another copy of this clone may still serve an older one


def _silent(_line: str) -> None:
    pass


def prepare(environment: MutableMapping[str, str], say: Callable[[str], None] = _silent) -> None:
    """Make them where sources changed, and tell `environment` where the static files are."""
    TOOLS.mkdir(exist_ok=True)
    with _lock():
        _compile_texts()
        _draw_icons(say)
        _join_styles()
        environment["STATIC_ROOT"] = str(_collected(environment, say))


@contextmanager
def _lock() -> Iterator[None]:
    with (TOOLS / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compile_texts() -> None:
    """Where a `.po` is newer; in a process of its own, which spares other starts the loading of Babel."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _run(["-m", "timecount.local.translations", "compile"], os.environ, "The texts could not be compiled")


def _draw_icons(say: Callable[[str], None]) -> None:
    """A wrong name leaves the sprite as it was, if there is one; `make check` insists."""
    try:
        icons.build()
    except icons.UnknownIcon as error:
        if not icons.SPRITE.exists():
            raise ServiceError(str(error)) from error
        say(str(error))


def _join_styles() -> None:
    try:
        styles.build()
    except styles.WrongRooms as error:
        raise ServiceError(str(error)) from error


def _collected(environment: Mapping[str, str], say: Callable[[str], None]) -> Path:
    """A folder named for its sources: made once, never changed, shared by every copy of this clone."""
    target = TOOLS / "static" / _digest(_sources())
    if target.exists():
        target.touch()
        return target
    say("Collecting static files")
    unfinished = target.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _run(
        ["manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        {**os.environ, **environment, "STATIC_ROOT": str(unfinished)},
        "The static files could not be collected",
    )
    unfinished.rename(target)
    for old in sorted(target.parent.iterdir(), key=os.path.getmtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def _sources() -> Iterable[Path]:
    """Our own files, and for packages the lists of their versions."""
    yield from (path for path in sorted((ROOT / "static").rglob("*")) if path.is_file())
    yield from (ROOT / name for name in ("package-lock.json", "uv.lock", "timecount/settings.py"))
    yield from sorted((ROOT / "node_modules").glob(".package-lock.json"))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _run(words: list[str], env: Mapping[str, str], complaint: str) -> None:
    result = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        raise ServiceError(f"{complaint}:\n{result.stdout}")
