"""The end of documents and files: out of the trash, off the storage, uploads that nobody finished.

A document leaves the trash when it lay there for 30 days and neither law nor a hold wants it kept.  Its row and its
text go at once; its bytes stay DELETING until no backup can be restored in which they are still needed.  Every step
asks for the state that it leaves, so that any number of workers, frozen and revived ones too, do it once.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from accounts.history import writing
from documents import keeping, retention, storage
from documents.models import Page, State, StoredFile, TrashedDocument, Upload

TRASH = timedelta(days=30)
UNFINISHED = timedelta(hours=24)
# Whoever was overtaken notices it in this time.
GRACE = timedelta(hours=24)


def leaves_trash_on(document: TrashedDocument, *, today: date) -> date | None:
    """The first day on which it may be deleted; None where that is not known."""
    assert document.trashed_at  # it is in the trash  # noqa: S101
    free = timezone.localdate(document.trashed_at) + TRASH
    kept = retention.obstacle(document, today=today)
    if kept is None:
        return free
    return kept.earliest and max(free, kept.earliest)


def empty_trash(*, now: datetime) -> int:
    """How many documents went for good."""
    due = TrashedDocument.objects.filter(trashed_at__lt=now - TRASH, legal_hold=False)
    return sum(_delete(key, now) for key in list(due.order_by("pk").values_list("pk", flat=True)))


def _delete(key: int, now: datetime) -> bool:
    with writing(None):
        trashed = TrashedDocument.objects.select_related("type").select_for_update(of=("self",), skip_locked=True)
        document = trashed.filter(pk=key, trashed_at__lt=now - TRASH).first()
        if document is None or retention.obstacle(document, today=timezone.localdate(now)):
            return False
        files = list(StoredFile.objects.select_for_update().filter(version__document=document.pk))
        for file in files:
            if file.state in (State.AVAILABLE, State.QUARANTINED):
                keeping.move(file, to=State.DELETING)
        if document.retained_until is None:
            # The database asks for the day, too.
            TrashedDocument.objects.filter(pk=key).update(retained_until=retention.period_of(document))
        document.delete()
        Page.objects.filter(file__in=files).delete()
        return True


def delete_bytes(*, now: datetime) -> int:
    """Of what is being deleted, when no backup can be restored any more that knows it; how many."""
    due = StoredFile.objects.filter(state=State.DELETING, state_at__lt=now - timedelta(days=settings.BACKUP_DAYS))
    count = 0
    for file in list(due.order_by("state_at", "pk")):
        storage.delete_previews(file.pk)
        storage.delete(file.pk)
        count += keeping.move(file, to=State.DELETED, name="")
    return count


def reap(*, now: datetime) -> int:
    """Takes away what nobody finished; how many files."""
    late = StoredFile.objects.filter(state__in=keeping.UNDER_WAY, state_at__lt=now - UNFINISHED)
    late.update(state=State.ABANDONED, state_at=Now())
    infected = StoredFile.objects.filter(state=State.QUARANTINED, state_at__lt=now - TRASH, version=None)
    infected.update(state=State.DELETING, state_at=Now())
    count = 0
    due = StoredFile.objects.filter(state=State.ABANDONED, state_at__lt=now - GRACE).select_related("upload")
    for file in list(due.order_by("state_at", "pk")):
        if (upload := getattr(file, "upload", None)) and upload.multipart_id:
            storage.abort(file.pk, upload.multipart_id)
        storage.delete(file.pk)
        if keeping.move(file, to=State.PURGED, name=""):
            Upload.objects.filter(file=file).delete()
            count += 1
    Upload.objects.filter(file__state=State.AVAILABLE, file__state_at__lt=now - UNFINISHED).delete()
    abort_left_over()
    return count


def abort_left_over() -> int:
    """Uploads in parts of files that nobody sends any more; how many."""
    count = 0
    for file_id, _key, multipart_id in list(storage.begun()):
        if file_id is None:
            continue
        state = StoredFile.objects.filter(pk=file_id).values_list("state", flat=True).first()
        if state not in (State.RESERVED, State.ABANDONED):
            storage.abort(file_id, multipart_id)
            count += 1
    return count
