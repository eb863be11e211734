"""Web, worker, reaper, PostgreSQL and S3 die at any moment: nothing that was acknowledged is lost, nothing is left."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest

from tests.documents.killing.judging import Found, judge
from tests.documents.killing.people import Person
from tests.documents.killing.stand import NAIVE, Stand, kill, processes_of, stand

PEOPLE = 4
TURNS = 10  # what they do between two blows, at most
LARGE = 8 * 1024 * 1024 + 100_000  # two parts
Blow = Callable[[Stand, random.Random], None]


def kill_web(on: Stand, chance: random.Random) -> None:
    assert on.web
    kill(on.web)
    on.everything_runs()


def kill_one_web_process(on: Stand, chance: random.Random) -> None:
    """Granian starts another one."""
    assert on.web
    _send(chance.choice(processes_of(on.web)[1:] or [on.web.process.pid]), signal.SIGKILL)
    on.everything_runs()


def freeze_web(on: Stand, chance: random.Random) -> None:
    """And meanwhile the reaper takes everything for given up."""
    assert on.web
    frozen = processes_of(on.web)[1:] or [on.web.process.pid]
    for process in frozen:
        _send(process, signal.SIGSTOP)
    reaper = on.start_reaper("all")
    reaper.process.wait(60)
    for process in frozen:
        _send(process, signal.SIGCONT)


def kill_reaper(on: Stand, chance: random.Random) -> None:
    reaper = on.start_reaper("trash")
    log = on.services.var / "log" / "reaper.log"
    before = log.stat().st_size
    while reaper.running and log.stat().st_size == before:  # until it says "ready"
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.15))
    if chance.random() < 0.5:
        _send(reaper.process.pid, signal.SIGSTOP)
        time.sleep(chance.uniform(0, 0.5))
        _send(reaper.process.pid, signal.SIGCONT)
        time.sleep(chance.uniform(0, 0.05))
    kill(reaper)


def kill_worker(on: Stand, chance: random.Random) -> None:
    if on.worker:
        kill(on.worker)
    on.start_worker()


def restart_postgres(on: Stand, chance: random.Random) -> None:
    on.restart_postgres()


def restart_s3(on: Stand, chance: random.Random) -> None:
    on.restart_s3()


def _send(process: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, what)


SAMPLE: Sequence[Blow] = (kill_web, restart_s3, freeze_web, restart_postgres, kill_web, kill_reaper)
ALL: Sequence[Blow] = (*SAMPLE, kill_one_web_process, kill_worker)


def attacked(on: Stand, blows: Sequence[Blow], *, naive: bool = False, large: int = LARGE) -> tuple[Found, int]:
    session, customers = on.furnished
    stop, chance = threading.Event(), random.Random()  # noqa: S311 -- no secret
    turns = threading.Semaphore(TURNS)
    people = [Person(n, on.port, session, customers, stop, turns, large=large, naive=naive) for n in range(PEOPLE)]
    threads = [threading.Thread(target=person.work) for person in people]
    for thread in threads:
        thread.start()
    try:
        for blow in blows:
            time.sleep(chance.uniform(0.2, 1.2))
            blow(on, chance)
            turns.release(TURNS)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    # A reaper whose clock is ahead takes away what they are sending.
    assert [refusal for person in people for refusal in person.refused if refusal[:3] not in ("404", "422")] == []
    return judge(on, people)


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_left() -> None:
    """And in the naive order of things, the same people and blows leave orphans."""
    with stand() as on:
        found, downloads = attacked(on, SAMPLE)
        assert (found, downloads > 0) == (Found(), True)
        on.become(NAIVE)
        found, _downloads = attacked(on, [kill_web] * 2, naive=True, large=0)
        assert found.orphans


@pytest.mark.soak
def test_at_two_hundred_moments() -> None:
    chance = random.Random()  # noqa: S311 -- no secret
    with stand(web_processes=2, worker=True) as on:
        found, downloads = attacked(on, [chance.choice(ALL) for _moment in range(200)])
    assert found == Found()
    assert downloads > 100
