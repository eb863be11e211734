"""Large lists: a file of them without a large process, a change of many of them, a long file that is brought in."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from contacts.models import Assignment, Contact
from customers.importing.kind import KIND
from customers.models import Customer
from lists.imports import services, working
from tests.bench.large import customer_lines, measure
from tests.customers.test_demo import stale
from tests.customers.test_import_resume import WORKER
from tests.lists.bulk import started, undone, worked_off

pytestmark = pytest.mark.usefixtures("without_papers")

# `EXPORT_ROWS=1000000` for the whole promise; it takes minutes.
ROWS = int(os.environ.get("EXPORT_ROWS", "100000"))
CHANGED = 10_000
MEGABYTES = 50

IMPORTED = int(os.environ.get("IMPORT_ROWS", "50000"))
KILLS = 5


@pytest.mark.soak
def test_a_large_list_is_exported_by_a_small_process(committed_db: str) -> None:
    call_command("demo", customers=ROWS, seed=1)
    for ending in ("csv", "xlsx"):
        found = measure(ending, ROWS, {})
        speed = found.rows / found.seconds
        print(f"{ending}: {speed:,.0f} rows/s, {found.megabytes:.0f} MB, grew by {found.grown:.0f} MB")
        assert found.rows == ROWS
        assert found.grown < MEGABYTES
        assert found.megabytes * 1e6 > ROWS * 20


@pytest.mark.soak
def test_a_long_file_survives_killed_workers(committed_db: str, boss: User) -> None:
    data = "\r\n".join(customer_lines(IMPORTED)).encode()
    run = services.upload(kind=KIND, file_name="many.csv", data=data, by=boss)
    run = services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line, wait=True)
    assert run.counts["new"] == IMPORTED
    services.start(run=run)
    began = time.monotonic()
    for _kill in range(KILLS):
        worker = subprocess.Popen([sys.executable, "-c", WORKER, str(run.pk), "200"], cwd=Path(__file__).parents[2])
        time.sleep(random.uniform(3, 12))  # noqa: S311 -- no secret
        worker.kill()
        worker.wait()
        assert run.rows.filter(applied=True).count() == Customer.objects.count() == Assignment.objects.count()
    while working.apply(run.pk):
        pass
    run.refresh_from_db()
    print(f"{IMPORTED / (time.monotonic() - began):,.0f} rows/s with {KILLS} killed workers")
    assert (run.state, run.progress, run.counts["new"]) == ("done", IMPORTED, IMPORTED)
    assert len(set(Customer.objects.values_list("number", flat=True))) == IMPORTED
    assert (Customer.objects.count(), Contact.objects.count()) == (IMPORTED, 2 * IMPORTED)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # it compares the whole book
    assert stale() == (0, 0)


@pytest.mark.soak
def test_many_are_changed_and_taken_back(committed_db: str) -> None:
    call_command("demo", customers=CHANGED, seed=1)
    boss = User.objects.with_rights().get(email="boss@demo.example")
    before = list(Customer.objects.order_by("pk").values_list("pk", "status", "blocked_reason"))
    everything = "all=1&status=lead&status=active&status=inactive&status=blocked&status=archived"
    began = time.monotonic()
    run = worked_off(started("status", {"status": "blocked", "blocked_reason": "Probe"}, everything, boss))
    changed = time.monotonic()
    assert (run.state, run.total, run.counts["changed"]) == ("done", CHANGED, CHANGED)
    run = undone(run, boss)
    print(f"{CHANGED / (changed - began):,.0f} rows/s, back {CHANGED / (time.monotonic() - changed):,.0f} rows/s")
    assert run.counts["back"] == CHANGED
    assert list(Customer.objects.order_by("pk").values_list("pk", "status", "blocked_reason")) == before
