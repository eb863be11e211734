"""Old runs go: changes that can be undone no longer, and files that nobody took over."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from lists import tasks
from lists.models import BulkRow, BulkRun, ImportRow, ImportRun
from tests.customers.importing import checked, imported


def test_old_bulk_changes_go_with_their_records(anna: User) -> None:
    for days, state in ((91, "done"), (91, "running"), (89, "done")):
        run = BulkRun.objects.create(list_key="customers", action="status", by=anna, state=state)
        BulkRow.objects.create(run=run, target=1)
        BulkRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(days=days))
    tasks.forget_runs(int(timezone.now().timestamp()))
    left = BulkRun.objects.order_by("pk")
    assert [run.state for run in left] == ["running", "done"]
    assert BulkRow.objects.count() == 2


def test_files_that_nobody_took_over_go_and_imports_stay(anna: User) -> None:
    imported(anna, "1;Bau AG;;;;;;;;;")
    checked(anna, "2;Holz KG;;;;;;;;;")
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=31))
    checked(anna, "3;Glas KG;;;;;;;;;")
    tasks.forget_runs(int(timezone.now().timestamp()))
    assert sorted(ImportRun.objects.values_list("state", flat=True)) == ["checked", "done"]
    assert ImportRow.objects.count() == 4


def test_the_worker_looks_every_night(db: None) -> None:
    assert "lists.forget_runs" in {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
