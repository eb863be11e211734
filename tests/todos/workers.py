"""Workers in processes of their own, that may be killed at any moment."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BEGIN = "import sys, django\ndjango.setup()\nfrom django.utils import timezone\n"
# As `todos.tasks` calls it, in small steps, so that there is a "between" to be killed in.
REMIND = f"""{_BEGIN}
from todos import reminding
reminding.AT_ONCE = 2
print("ready", flush=True)
while reminding.send_due(now=timezone.now()):
    pass
"""
# What leaves the house is written into the file named, a line for each e-mail.
MAIL = f"""{_BEGIN}
from todos import mailing
def deliver(self, letter):
    with open(sys.argv[1], "a") as sent:
        sent.write(letter.extra_headers["Message-ID"] + chr(10))
mailing.Post.deliver = deliver
print("ready", flush=True)
mailing.send(now=timezone.now())
"""


def start(program: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE)


def finish(workers: Sequence["subprocess.Popen[bytes]"]) -> None:
    try:
        for worker in workers:
            worker.communicate(timeout=120)
        assert [worker.returncode for worker in workers] == [0] * len(workers)
    finally:
        for worker in workers:
            worker.kill()


def kill_again_and_again(program: str, *arguments: str, times: int, workers: int = 1) -> None:
    """Each a little later than it began to work; the last one works to the end."""
    for _time in range(times):
        running = [start(program, *arguments) for _worker in range(workers)]
        for worker in running:
            assert worker.stdout
            worker.stdout.readline()
        time.sleep(random.uniform(0.005, 0.12))  # noqa: S311 -- no secret
        for worker in running:
            worker.send_signal(signal.SIGKILL)
            worker.communicate()
    finish([start(program, *arguments)])
