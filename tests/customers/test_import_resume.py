"""A worker is killed in the middle: no line twice, none missing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from contacts.models import Assignment, Contact
from customers.importing import writing
from customers.importing.kind import KIND
from customers.models import Customer
from lists import tasks
from lists.imports import rows, services, working
from lists.imports.decoding import Unreadable
from lists.imports.kinds import Plan
from lists.models import ImportRun, ImportState
from tests.customers.importing import applied, checked, imported, told

LINES = [
    line
    for n in range(40)
    for line in (f"{n};Firma {n} GmbH;Weg {n};20457;Hamburg;;;;Kurt Lang {n};;", f";;;;;;;;Eva Kurz {n};;")
]
WORKER = """
import sys, django
django.setup()
from lists.imports import working
working.BATCH_LINES = int(sys.argv[2])
while working.apply(int(sys.argv[1])):
    pass
"""


def assert_complete(run: ImportRun) -> None:
    assert (run.state, run.progress) == ("done", 80)
    assert run.counts == {"new": 80, "changed": 0, "unchanged": 0, "skipped": 0, "doubtful": 0, "kept": 0, "asking": 0}
    assert (Customer.objects.count(), Assignment.objects.count(), Contact.objects.count()) == (40, 80, 120)


def work(run: ImportRun) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(run.pk), "2"], cwd=Path(__file__).parents[2])


def test_a_killed_worker_leaves_no_line_half_done(committed_db: str, anna: User) -> None:
    run = checked(anna, *LINES)
    services.start(run=run)
    worker = work(run)
    try:
        until = time.monotonic() + 60
        while not (done := Customer.objects.count()) and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    assert done > 0
    assert run.rows.filter(applied=True).count() == 2 * Customer.objects.count() == Assignment.objects.count()
    while working.apply(run.pk):
        pass
    run.refresh_from_db()
    assert_complete(run)


def test_two_workers_at_once_do_no_line_twice(committed_db: str, anna: User) -> None:
    run = checked(anna, *LINES)
    services.start(run=run)
    workers = [work(run), work(run)]
    try:
        assert [worker.wait(60) for worker in workers] == [0, 0]
    finally:
        for worker in workers:
            worker.kill()
    while working.apply(run.pk):  # whoever found the run held has left
        pass
    run.refresh_from_db()
    assert_complete(run)


def test_an_error_in_the_middle_undoes_only_its_own_batch(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH_LINES", 20)
    run = checked(anna, *LINES)
    calls = iter(range(100))
    store = rows.store_plans

    def breaking(*args: object, **kwargs: object) -> int:
        if next(calls) == 2:
            raise RuntimeError
        return store(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "store_plans", breaking)
    services.start(run=run)
    with pytest.raises(RuntimeError):
        working.apply(run.pk)
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert run.rows.filter(applied=True).count() == 2 * Customer.objects.count() == run.progress == 40
    services.resume(run=run)
    tasks.work_on_import(run.pk)
    run.refresh_from_db()
    assert_complete(run)


def test_a_record_that_the_database_refuses_does_not_hurt_the_others(
    anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;", "2;Holz KG;;;;;;;;;", "3;Glas KG;;;;;;;;;")
    create = writing._create

    def refusing(plans: Sequence[Plan]) -> None:
        if any(plan.work.wanted.get("number") == "2" for plan in plans):
            raise IntegrityError
        create(plans)

    monkeypatch.setattr(writing, "_create", refusing)
    assert told(applied(run)) == {
        2: ("new", []),
        3: ("skipped", ["Nicht gespeichert: Die Datenbank hat diese Werte abgelehnt."]),
        4: ("new", []),
    }
    assert Customer.objects.count() == 2


def test_a_silent_run_goes_on_by_itself(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = checked(anna, *LINES)
    services.start(run=run)
    asked: list[int] = []
    monkeypatch.setattr(tasks, "enqueue", asked.append)
    tasks.resume_imports(0)
    assert asked == []
    ImportRun.objects.update(touched_at="2026-01-01T00:00Z")
    tasks.resume_imports(0)
    assert asked == [run.pk]


def test_changed_columns_take_the_check_out_of_the_hands_of_a_sleeping_worker(
    anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "CHECKED_AT_ONCE", 0)
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    stale = ImportRun.objects.get(pk=run.pk)
    services.choose_columns(run=run, mapping=run.mapping, header_line=1)
    monkeypatch.setattr(ImportRun.objects, "get", lambda **_: stale, raising=False)
    working.check(run.pk)
    monkeypatch.undo()
    assert ImportRun.objects.get(pk=run.pk).state == ImportState.CHECKING
    working.check(run.pk)
    assert ImportRun.objects.get(pk=run.pk).state == ImportState.CHECKED


CELL = st.text(st.sampled_from('12 ;"\näß@x.example\u202e'), max_size=8)
LINE = st.lists(CELL, max_size=7).map(";".join)
FILE = st.lists(LINE, max_size=6).map(
    lambda lines: "\n".join(["Kundennr.;Firma;PLZ;Ansprechpartner;E-Mail", *lines]).encode()
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=FILE | st.binary(max_size=300).map(lambda some: b"Firma;Ort\n" + some))
def test_of_any_file_every_line_is_accounted_for(anna: User, data: bytes) -> None:
    with transaction.atomic():  # every example begins with the empty book
        account_for_every_line(anna, data)
        transaction.set_rollback(True)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=FILE | st.binary(max_size=300).map(lambda some: b"Firma;Ort\n" + some))
def test_of_hundreds_of_files_every_line_is_accounted_for(anna: User, data: bytes) -> None:
    with transaction.atomic():  # every example begins with the empty book
        account_for_every_line(anna, data)
        transaction.set_rollback(True)


def account_for_every_line(anna: User, data: bytes) -> None:
    try:
        run = services.upload(kind=KIND, file_name="x.csv", data=data, by=anna)
    except Unreadable:
        return  # with a sentence, as the tests of the reading hold it to
    before = Customer.objects.count()
    run = services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)
    foretold = told(run)
    assert (run.state, len(foretold)) == ("checked", run.total)
    assert told(applied(run)) == foretold
    assert all(outcome != "skipped" or reasons for outcome, reasons in foretold.values())
    heads = run.rows.filter(outcome="new", head__isnull=False).values_list("head", "target").distinct()
    assert len({target for _head, target in heads}) == Customer.objects.count() - before


def test_an_import_twice_is_an_import_once(anna: User) -> None:
    imported(anna, *LINES)
    again = imported(anna, *LINES)
    assert again.counts["unchanged"] == 80
