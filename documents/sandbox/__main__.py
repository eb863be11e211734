"""`python -m documents.sandbox JOB ARGUMENTS…`: one job within limits, its answer as JSON lines on stdout."""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 1024**3
LARGEST_FILE = 300 * 1024**2


def confine(seconds: int) -> None:
    """For this process and all that it starts; before anything of a user is looked at."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.umask(0o077)


def answer(job: str, arguments: list[str]) -> dict[str, Any]:
    from documents.sandbox import jobs
    from documents.sandbox.content import Unfit

    try:
        return jobs.JOBS[job](*arguments)
    except Unfit as unfit:
        return {"refused": unfit.code}
    except MemoryError:
        return {"refused": "too_much"}
    except RecursionError:
        return {"refused": "bomb"}


def main() -> None:
    seconds, job = sys.argv[1:]
    confine(int(seconds))
    for arguments in json.loads(Path("calls").read_text()):
        print(json.dumps(answer(job, arguments)), flush=True)


main()
