"""The end of documents: what leaves the trash, when their bytes go, and what is taken away of unfinished uploads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from customers.models import Customer
from documents import deletion, keeping, services, storage
from documents.models import Document, Page, State, StoredFile, TrashedDocument, Upload
from documents.rolling import roll_over
from tests.documents.filing import add_version, file_document, stored
from todos.models import Entry

NOW = timezone.now()
OLD = date(2010, 1, 1)


def after(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def trashed(customer: Customer, by: User, **values: object) -> TrashedDocument:
    document = file_document(customer, **{"type_name": "Foto", **values})  # type: ignore[arg-type]
    services.trash(document=document, by=by)
    return TrashedDocument.objects.get(pk=document.pk)


def state_of(file: StoredFile) -> str:
    file.refresh_from_db()
    return file.state


def test_row_and_text_leave_the_trash_and_bytes_wait_for_the_backups(acme: Customer, anna: User) -> None:
    document = trashed(acme, anna)
    add_version(document)
    files = list(StoredFile.objects.all())
    Page.objects.create(file=files[0], number=1, text="geheim")
    assert deletion.empty_trash(now=after(29.9)) == 0
    assert deletion.empty_trash(now=after(30.1)) == 1
    assert (TrashedDocument.objects.count(), Page.objects.count()) == (0, 0)
    assert {state_of(file) for file in files} == {State.DELETING}
    assert deletion.delete_bytes(now=after(34.9)) == 0
    assert all(storage.size(file.pk) for file in files)
    assert deletion.delete_bytes(now=after(35.1)) == 2
    assert {(state_of(file), file.name, storage.size(file.pk)) for file in files} == {(State.DELETED, "", None)}
    assert deletion.delete_bytes(now=after(35.1)) == 0


@pytest.mark.parametrize(
    ("values", "earliest"),
    [
        ({"type_name": "Rechnung", "dated": date(2026, 11, 23)}, date(2035, 1, 1)),
        ({"type_name": "Foto", "retained_until": date(2099, 6, 30)}, date(2099, 7, 1)),
        ({"type_name": "Vertrag", "dated": OLD, "valid_from": OLD}, None),
    ],
    ids=["a bill", "a day that somebody named", "a contract that goes on"],
)
def test_what_is_kept_stays_in_the_trash(
    acme: Customer, anna: User, values: dict[str, object], earliest: date | None
) -> None:
    document = trashed(acme, anna, **values)
    assert deletion.leaves_trash_on(document, today=timezone.localdate()) == earliest
    assert deletion.empty_trash(now=after(400)) == 0
    services.restore(document=document, by=anna)


def test_what_the_law_has_let_go_leaves_the_trash(acme: Customer, anna: User) -> None:
    document = trashed(acme, anna, type_name="Rechnung", dated=OLD)
    assert document.retained_until == date(2018, 12, 31)
    assert deletion.leaves_trash_on(document, today=timezone.localdate()) == timezone.localdate() + timedelta(days=30)
    TrashedDocument.objects.update(legal_hold=True)
    assert deletion.empty_trash(now=after(31)) == 0
    TrashedDocument.objects.update(legal_hold=False)
    assert deletion.empty_trash(now=after(31)) == 1


@pytest.mark.parametrize(
    "against_the_law",
    [
        lambda: Document.objects.all().delete(),
        lambda: Document.objects.update(retained_until=date(2030, 1, 1)),
        lambda: Document.objects.update(retained_until=None),
        lambda: Document.objects.update(retention="letter"),
    ],
    ids=["deleted", "a day lowered", "a day taken away", "a class lowered"],
)
def test_the_database_itself_keeps_what_the_law_wants_kept(
    acme: Customer, against_the_law: Callable[[], object]
) -> None:
    file_document(acme, type_name="Rechnung")
    with pytest.raises(IntegrityError), transaction.atomic():
        against_the_law()


# --- uploads that nobody finished -------------------------------------------------------------


def under_way(state: str, customer: Customer) -> StoredFile:
    file = stored(state=state)
    if state == State.RESERVED:
        begun = storage.begin(file.pk)
        storage.put_part(file.pk, begun, 1, BytesIO(b"x"))
        Upload.objects.create(file=file, customer=customer, multipart_id=begun)
    return file


@pytest.mark.parametrize("state", keeping.UNDER_WAY)
def test_an_unfinished_upload_is_given_up_and_then_taken_away(acme: Customer, state: str) -> None:
    file = under_way(state, acme)
    stale = StoredFile.objects.get(pk=file.pk)
    deletion.reap(now=after(0.9))
    assert (state_of(file), storage.size(file.pk)) == (state, file.size)
    deletion.reap(now=after(1.1))
    # Given up at the hour of the database, so the day of grace begins now.
    assert (state_of(file), storage.size(file.pk)) == (State.PURGED, None)
    assert not keeping.move(stale, to=State.AVAILABLE)  # a worker that wakes up now
    assert Upload.objects.count() == 0
    assert [one for one in storage.begun() if one[0] == file.pk] == []


def test_whoever_sends_parts_for_nothing_is_stopped(acme: Customer) -> None:
    file = stored()
    left, sent = storage.begin(file.pk), under_way(State.RESERVED, acme)
    assert left in [multipart_id for _file, _key, multipart_id in storage.begun()]
    deletion.abort_left_over()
    assert {one[0] for one in storage.begun()} & {file.pk, sent.pk} == {sent.pk}


def test_quarantine_ends(acme: Customer) -> None:
    file = stored(state=State.QUARANTINED)
    deletion.reap(now=after(29))
    assert state_of(file) == State.QUARANTINED
    deletion.reap(now=after(31))
    assert state_of(file) == State.DELETING


def test_several_workers_delete_each_document_once(committed_db: str, acme: Customer, anna: User) -> None:
    for _number in range(4):
        trashed(acme, anna)
    ready = after(31)

    def work(_number: int) -> tuple[int, int]:
        try:
            return deletion.empty_trash(now=ready), deletion.delete_bytes(now=after(36))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, range(4)))
    deletion.delete_bytes(now=after(36))
    assert sum(documents for documents, _bytes in done) == 4
    assert set(StoredFile.objects.values_list("state", flat=True)) == {State.DELETED}


# --- contracts that renew themselves ----------------------------------------------------------


def test_a_contract_goes_on_by_itself_once(acme: Customer, anna: User) -> None:
    today = timezone.localdate()
    ended = today - timedelta(days=1)
    values = {"valid_from": OLD, "valid_until": ended, "notice": 30, "notice_unit": "days", "renews": 12}
    document = file_document(acme, **values)  # type: ignore[arg-type]
    cancelled = file_document(acme, **values, cancelled_on=OLD)  # type: ignore[arg-type]
    assert [roll_over(today=today), roll_over(today=today)] == [1, 0]
    document.refresh_from_db()
    assert document.valid_until
    assert document.valid_until > today + timedelta(days=360)
    assert document.notice_by == document.valid_until - timedelta(days=30)
    assert Entry.objects.latest("due_on").due_on == document.notice_by
    cancelled.refresh_from_db()
    assert cancelled.valid_until == ended
