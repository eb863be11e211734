"""What goes in comes out, and what came out changes nothing when it goes in again."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from accounts.models import User
from contacts.models import Contact
from contacts.services import change_contact
from customers.models import Status
from lists.imports import selectors, services, working
from lists.imports.kinds import kind_of
from lists.models import ImportRun
from tests.cast import Browse
from timecount.extensions import registry

SAMPLES = Path(__file__).parent.parent / "samples"
SOURCES = {"customers": "kunden.csv", "contacts": "adressbuch.vcf"}
ALL_OF = {"customers": "".join(f"&status={status}" for status in Status.values), "contacts": ""}
NOT_IMPORTED = {
    "customers": {"Geändert", "Angelegt", "Sprache", "Zugriff", "Grund der Sperre"},
    "contacts": {"Geändert", "Angelegt"},
}


def checked(key: str, name: str, data: bytes, by: User) -> ImportRun:
    run = services.upload(kind=kind_of(key), file_name=name, data=data, by=by)
    return services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)


def applied(run: ImportRun) -> ImportRun:
    services.start(run=run)
    while working.apply(run.pk):
        pass
    run.refresh_from_db()
    return run


def events() -> dict[str, int]:
    """How much the history knows."""
    models = [model for app in ("contacts", "customers") for model in apps.get_app_config(app).get_models()]
    return {
        model._meta.label: model._default_manager.count()
        for model in models
        if model._meta.label.endswith("Event") and model._meta.managed
    }


@pytest.mark.parametrize("key", SOURCES)
def test_import_export_import_changes_nothing(key: str, anna: User, browse: Browse) -> None:
    applied(checked(key, SOURCES[key], (SAMPLES / SOURCES[key]).read_bytes(), anna))
    for contact, tags in zip(Contact.objects.order_by("sort_key"), (["Messe", "VIP"], ["=Neu"]), strict=False):
        change_contact(contact=contact, by=anna, tags=tags)
    before = events()
    assert before["contacts.ContactEvent"] > 0
    columns = ",".join(column.key for column in registry.lists[key].columns)
    for ending in ("csv", "xlsx"):
        answer: Any = browse(anna).get(f"/{key}/export.{ending}?columns={columns}&all=1{ALL_OF[key]}")
        assert_nothing_new(key, checked(key, f"wieder.{ending}", answer.getvalue(), anna), anna)
        assert events() == before


def assert_nothing_new(key: str, run: ImportRun, by: User) -> None:
    rows = list(selectors.told_rows(by, run, kind_of(key), shown=""))
    assert [(row.line, row.outcome, row.reasons, row.changes) for row in rows if row.outcome != "unchanged"][:5] == []
    assert {reason for row in rows for reason in row.reasons} <= {"Die Postleitzahl fehlt."}
    left_out = {name for name, meaning in zip(run.header, run.mapping, strict=True) if not meaning}
    assert left_out == NOT_IMPORTED[key]
    assert applied(run).counts["unchanged"] == len(rows) == registry.lists[key].model._default_manager.count()
