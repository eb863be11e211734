"""A worker is killed in the middle of a bulk change: no record twice, none missing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import OperationalError

from accounts.models import User
from customers.models import Customer
from lists import tasks
from lists.bulk import rows, services, working
from lists.models import BulkRun
from tests.cast import firm
from tests.lists.bulk import started, undone, worked_off

MANY = 30
BLOCK = {"status": "blocked", "blocked_reason": "zahlt nicht"}
WORKER = """
import sys, django
django.setup()
from lists.bulk import working
working.BATCH = 2
while working.work(int(sys.argv[1])):
    pass
"""


@pytest.fixture
def run(anna: User, monkeypatch: pytest.MonkeyPatch) -> BulkRun:
    for number in range(MANY):
        firm(f"Firma{number} GmbH", by=anna, number=str(30000 + number))
    monkeypatch.setattr(services, "AT_ONCE", 0)
    return started("status", BLOCK, "all=1", anna)


def work(run: BulkRun) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", WORKER, str(run.pk)], cwd=Path(__file__).parents[2])


def events() -> int:
    return int(Customer.pgh_event_model.objects.filter(pgh_label="update").count())  # type: ignore[attr-defined]


def assert_complete(run: BulkRun) -> None:
    run.refresh_from_db()
    assert (run.state, run.progress, run.counts["changed"]) == ("done", MANY, MANY)
    assert Customer.objects.filter(status="blocked").count() == MANY == events()


def test_a_killed_worker_leaves_no_record_half_done(committed_db: str, anna: User, run: BulkRun) -> None:
    worker = work(run)
    try:
        until = time.monotonic() + 60
        while not (done := Customer.objects.filter(status="blocked").count()) and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    assert done > 0
    assert run.rows.filter(outcome="changed").count() == Customer.objects.filter(status="blocked").count() == events()
    worked_off(run)
    assert_complete(run)
    assert undone(run, anna).counts["back"] == MANY


def test_two_workers_at_once_do_no_record_twice(committed_db: str, run: BulkRun) -> None:
    workers = [work(run), work(run)]
    try:
        assert [worker.wait(60) for worker in workers] == [0, 0]
    finally:
        for worker in workers:
            worker.kill()
    worked_off(run)  # whoever found the run held has left
    assert_complete(run)


def test_an_error_in_the_middle_undoes_only_its_own_batch(run: BulkRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 10)
    store, calls = rows.store, iter(range(100))

    def breaking(*args: object) -> None:
        if next(calls) == 1:
            raise RuntimeError
        store(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "store", breaking)
    with pytest.raises(RuntimeError):
        working.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.progress) == ("failed", 10)
    assert Customer.objects.filter(status="blocked").count() == 10
    assert run.by
    services.resume(run=run, by=run.by)
    worked_off(run)
    assert_complete(run)


def test_a_silent_run_goes_on_by_itself(run: BulkRun, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks, "enqueue_bulk", asked.append)
    tasks.resume_bulk(0)
    assert asked == []
    BulkRun.objects.update(touched_at="2026-01-01T00:00Z")
    tasks.resume_bulk(0)
    assert asked == [run.pk]


def test_what_cannot_be_done_at_once_is_left_to_the_worker(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    firm("Acme GmbH", by=anna)
    asked: list[int] = []

    def held(run_id: int) -> bool:
        raise OperationalError

    monkeypatch.setattr(tasks, "enqueue_bulk", asked.append)
    with monkeypatch.context() as patch:
        patch.setattr(working, "work", held)
        run = started("status", BLOCK, "all=1", anna)
    assert (run.state, asked) == ("gathering", [run.pk])
    assert worked_off(run).counts["changed"] == 1
