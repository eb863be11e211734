"""`make run` as a whole: slow, so it is judged in `make soak`."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import psutil
import pytest

from tests.services import ROOT

pytestmark = pytest.mark.soak

READY = "Timecount läuft"
PATIENCE = 240
Start = Callable[[str], "Copy"]


class Copy:
    """One `make run`."""

    def __init__(self, port: int, var: Path) -> None:
        self.port = port
        self.started = time.monotonic()
        # As from a terminal: the variables of this test run do not reach it.
        env = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
        self.log = var.with_suffix(".log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={port}", f"VAR_DIR={var}"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> float:
        while READY not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - self.started < PATIENCE, self.log.read_text()
            time.sleep(0.05)
        assert self.answers()
        return time.monotonic() - self.started

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=20) as page:
                return bool(page.status == HTTPStatus.OK)
        except OSError:
            return False

    def family(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return children

    def supervisor(self) -> psutil.Process:
        (found,) = (child for child in self.family() if "timecount.local.run" in child.cmdline())
        return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    tmp_path.chmod(0o755)
    copies = []

    def start(name: str) -> Copy:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        copies.append(Copy(port, tmp_path / name))
        return copies[-1]

    yield start
    for copy in copies:
        copy.process.terminate()
        copy.process.wait(60)
    for link in tmp_path.glob("*/services"):
        if link.is_symlink():
            subprocess.run(["rm", "-r", link.resolve()], check=True)


def all_end(family: list[psutil.Process]) -> bool:
    _gone, alive = psutil.wait_procs(family, timeout=20)
    return not alive


def test_after_ctrl_c_everything_is_gone_and_the_second_start_is_quick(start: Start) -> None:
    first = start("one")
    first.wait_until_ready()
    family = first.family()
    assert {process.name() for process in family} >= {"postgres", "weed", "granian"}
    os.killpg(first.process.pid, signal.SIGINT)  # what a terminal does
    first.process.wait(60)
    assert all_end(family)
    assert "Traceback" not in first.log.read_text()
    assert first.log.read_text().count("• Stopped.") == 1
    second = start("one")
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others may use this computer too
    assert second.wait_until_ready() < 5 * crowd
    assert "demo" not in re.split(READY, second.log.read_text())[0]


@pytest.mark.parametrize("victim", ["supervisor", "make"])
def test_after_kill_9_nothing_is_left_and_the_next_start_works(start: Start, victim: str) -> None:
    first = start("one")
    first.wait_until_ready()
    family = first.family()
    (first.supervisor() if victim == "supervisor" else psutil.Process(first.process.pid)).kill()
    assert all_end(family)
    start("one").wait_until_ready()


def test_two_copies_run_side_by_side(start: Start) -> None:
    copies = [start("one"), start("two")]
    for copy in copies:
        copy.wait_until_ready()
    assert all(copy.process.poll() is None for copy in copies)


def test_killed_web_processes_come_back(start: Start) -> None:
    copy = start("one")
    copy.wait_until_ready()
    web = next(process for process in copy.supervisor().children() if process.name() == "granian")
    for worker in web.children():
        worker.kill()
    deadline = time.monotonic() + 60
    while not copy.answers():
        assert time.monotonic() < deadline
        time.sleep(0.1)
