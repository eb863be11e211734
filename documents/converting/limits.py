"""A process of its own for everything that parses what users send: the only way into `documents.sandbox`.

Limited: time on the clock and on the processor, memory, the size of files and of the answer; no core files, none of
our environment, a temporary folder that goes away, and at the end the whole group of processes is killed.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "documents.sandbox"
SECONDS = 20
MAX_ANSWER = 64 * 1024**2
_PIECE = 1024**2

Answer = dict[str, Any]


class GaveUp(Exception):
    """The work was not done; the code is one of `checking.refusals`: it broke a limit, or the file broke the work."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run(job: str, *arguments: str | Path | int, seconds: int = SECONDS) -> Answer:
    """What the job answers; GaveUp for what it refused or could not do."""
    answer = next(iter(run_many(job, [arguments], seconds=seconds)), None)
    if answer is None or "refused" in answer:
        raise GaveUp(answer["refused"] if answer else "damaged")
    return answer


def run_many(job: str, calls: Iterable[Iterable[str | Path | int]], *, seconds: int = SECONDS) -> list[Answer]:
    """One process for several calls, where one that fails may take those after it along."""
    lists = [[_word(argument) for argument in call] for call in calls]
    with tempfile.TemporaryDirectory(prefix="timecount-", ignore_cleanup_errors=True) as folder:
        lines = _output([str(seconds), job], json.dumps(lists).encode(), Path(folder), seconds)
    try:
        return [json.loads(line) for line in lines]
    except ValueError as error:
        raise GaveUp("damaged") from error


def _output(words: list[str], calls: bytes, folder: Path, seconds: int) -> list[bytes]:
    (folder / "calls").write_bytes(calls)
    process = subprocess.Popen(
        [sys.executable, "-s", "-P", "-m", PROGRAM, *words],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # parsers quote what they choke on: no text of a file gets into our log
        start_new_session=True,
    )
    until = time.monotonic() + seconds
    try:
        output = _read(cast("IO[bytes]", process.stdout), until)
        _ended(process.pid, until)
    finally:
        # Before it is waited for: as long as it is a zombie, nobody else can get its number.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        code = process.returncode
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise GaveUp("too_much")
    return output.splitlines()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OMP_THREAD_LIMIT": "1",
    }


def _read(pipe: IO[bytes], until: float) -> bytes:
    """Everything to the end, within time and size."""
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while waiting.select(max(0.0, until - time.monotonic())):
            piece = os.read(pipe.fileno(), _PIECE)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            if sum(map(len, pieces)) > MAX_ANSWER:
                break
    raise GaveUp("too_much")


def _ended(pid: int, until: float) -> None:
    """It has said everything; it may take a moment to go, but not to stay."""
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() > until:
            raise GaveUp("too_much")
        time.sleep(0.001)


def _word(argument: str | Path | int) -> str:
    return str(argument.resolve() if isinstance(argument, Path) else argument)
