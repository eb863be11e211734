"""What files would do that took the sandbox over; runs in its place, within the same limits."""

import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from documents.sandbox.serving import serve


def sleep(pid_file: str) -> dict[str, Any]:
    with subprocess.Popen(["sleep", "60"]) as child:
        Path(pid_file).write_text(str(child.pid))
    return {}


def compute() -> dict[str, Any]:
    while True:
        pass


def grow() -> dict[str, Any]:
    return {"bytes": len(bytearray(2 * 1024**3))}


def talk() -> dict[str, Any]:
    while True:
        sys.stdout.write("x" * 1024**2)


def fill() -> dict[str, Any]:
    with Path("large").open("wb") as file:
        file.truncate(400 * 1024**2)
    return {}


def crash() -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}


def call_home(port: str) -> dict[str, Any]:
    try:
        socket.create_connection(("127.0.0.1", int(port)), 2).close()
    except OSError:
        return {"reached": False}
    return {"reached": True}


def surroundings() -> dict[str, Any]:
    return {
        "environment": sorted(os.environ),
        "modules": sorted(sys.modules),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "folder": str(Path.cwd()),
    }


if __name__ == "__main__":
    serve({job.__name__: job for job in (sleep, compute, grow, talk, fill, crash, call_home, surroundings)})
