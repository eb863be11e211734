"""Child processes that cannot outlive their parent, not even after `kill -9`."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class ServiceError(Exception):
    """A server could not be started or died; the text says what to do about it."""


@dataclass(frozen=True)
class Account:
    """The system user a server runs as."""

    uid: int
    gid: int

    @classmethod
    def owning(cls, path: Path) -> "Account":
        status = path.stat()
        return cls(status.st_uid, status.st_gid)

    @classmethod
    def named(cls, name: str) -> "Account":
        entry = pwd.getpwnam(name)
        return cls(entry.pw_uid, entry.pw_gid)


@dataclass
class Child:
    """A running process and the polite way to end it."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask, wait, and only then kill."""
        if self.running:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The end of the log: what somebody wants to read when the process died."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def die_with_parent(signum: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to signal this process when its parent (thread) dies; Linux only."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)


def spawn(
    name: str,
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    log: Path | None = None,
    cwd: Path | str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    orphan_signal: signal.Signals | None = None,
    patience: float = 15,
) -> Child:
    """Start a child in a session of its own, so that Ctrl-C reaches the supervisor alone.

    Call it from a thread that lives as long as the child: the kernel watches that thread.
    """
    output = log.open("ab") if log else None
    try:
        process = subprocess.Popen(
            [os.fspath(word) for word in argv],
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            # Runs after the change of user, which would clear the setting again.
            preexec_fn=_tie_to(os.getpid(), orphan_signal or stop_signal),  # noqa: PLW1509
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    finally:
        if output:
            output.close()
    return Child(name, process, log, stop_signal, patience)


def _tie_to(parent: int, signum: signal.Signals) -> Callable[[], None]:
    def tie() -> None:
        die_with_parent(signum)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return tie


def run_as(
    account: Account | None, argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end, as the given user, from a folder everybody can stand in."""
    return subprocess.run(
        [os.fspath(word) for word in argv],
        env=env,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
