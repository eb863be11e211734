"""Both sides compared: damage of every kind is found, and only what is safe is repaired."""

import uuid
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from customers.models import Customer
from documents import storage, tasks
from documents.models import State, StoredFile
from documents.reconciling import Wrong, reconcile
from tests.documents.filing import PDF, file_document, stored
from todos.models import Entry
from todos.services import change_status


@pytest.fixture(autouse=True)
def an_empty_bucket(db: None) -> None:
    for found in list(storage.stored()):
        storage._call("delete_object", Key=found.key)


def check(*options: str) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("archive_check", *options, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue()


def test_an_archive_in_order(acme: Customer) -> None:
    file_document(acme)
    for state in (State.RESERVED, State.QUARANTINED, State.DELETING):
        stored(state=state)
    code, said = check("--hashes")
    assert (code, "Das Archiv ist in Ordnung." in said) == (0, True)
    assert "4 Dateien in der Datenbank, 4 im Speicher." in said


def test_every_kind_of_damage_is_found(acme: Customer) -> None:
    unknown, odd = uuid.uuid4(), f"{storage.FOLDER}x.pdf"
    storage.put(unknown, b"x")
    storage._call("put_object", Key=odd, Body=b"x")
    gone, longer, other, purged = stored(), stored(), stored(), stored(state=State.PURGED)
    storage.delete(gone.pk)
    storage.put(longer.pk, PDF + b"x")
    storage.put(other.pk, PDF[:-1] + b"x")
    document = file_document(acme)
    assert document.current
    StoredFile.objects.filter(pk=document.current.file_id).update(state=State.CLEAN)
    stored()
    report = reconcile(hashes=True)
    assert report.named == {
        Wrong.UNKNOWN: [storage.key_of(unknown), odd],
        Wrong.MISSING: [str(gone.pk)],
        Wrong.SIZE: [str(longer.pk)],
        Wrong.CONTENT: [str(other.pk)],
        Wrong.LEFT_OVER: [str(purged.pk)],
        Wrong.NOTHING: [str(document.current.file_id)],
    }
    code, said = check("--repair")
    assert (code, str(gone.pk) in said, str(other.pk) in said) == (1, True, False)
    assert storage.size(purged.pk) is None
    assert storage.size(unknown) == 1


def test_what_is_deleted_anyway_is_repaired(acme: Customer) -> None:
    left = [stored(state=state) for state in (State.PURGED, State.DELETED)]
    assert check()[0] == 1
    code, said = check("--repair")
    assert (code, "2 übrig gebliebene Dateien wurden gelöscht." in said) == (0, True)
    assert [storage.size(file.pk) for file in left] == [None, None]
    assert check()[0] == 0


def test_lists_of_many_pages_are_compared_whole(acme: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [stored() for _number in range(5)]
    call, short = storage._call, {"list_objects_v2": {"MaxKeys": 2}}
    monkeypatch.setattr(storage, "_call", lambda what, **given: call(what, **given, **short.get(what, {})))
    report = reconcile()
    assert (report.files, report.objects, report.is_fine) == (5, 5, True)
    assert len(files) == 5


def test_administrators_get_one_to_do_as_long_as_it_is_open(acme: Customer, anna: User, boss: User) -> None:
    storage.delete(stored().pk)
    for _night in range(2):
        tasks.check_archive(timestamp=0)
    told = Entry.objects.filter(assignee__in=[anna, boss])
    assert [(entry.assignee, entry.title) for entry in told] == [(boss, "Das Dokumentenarchiv ist nicht in Ordnung")]
    assert "Bytes fehlen" in told[0].text
    change_status(entry=told[0], status="done", by=boss)
    StoredFile.objects.all().delete()
    tasks.check_archive(timestamp=0)
    assert not Entry.objects.open().exists()
