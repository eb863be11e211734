"""Works within limits, and answers as JSON lines on stdout."""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MEMORY = 1024**3
LARGEST_FILE = 300 * 1024**2
Job = Callable[..., dict[str, Any]]


def serve(jobs: Mapping[str, Job]) -> None:
    """`python -m … SECONDS JOB`; what the job is called with stands in the file `calls`."""
    seconds, job = sys.argv[1:]
    _confine(int(seconds))
    for arguments in json.loads(Path("calls").read_text()):
        print(json.dumps(_answer(jobs[job], arguments)), flush=True)


def _confine(seconds: int) -> None:
    """This process and all that it starts, before anything of a user is looked at."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.umask(0o077)
    _go_offline()


def _go_offline() -> None:
    """A network of its own, with nobody in it, where the system lets us have one (most containers do not)."""
    user = os.getuid()
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    except (OSError, AttributeError):
        return


def _answer(job: Job, arguments: list[str]) -> dict[str, Any]:
    from documents.sandbox.content import Unfit

    try:
        return job(*arguments)
    except Unfit as unfit:
        return {"refused": unfit.code}
    except MemoryError:
        return {"refused": "too_much"}
    except RecursionError:
        return {"refused": "bomb"}
