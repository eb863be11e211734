"""The text of a file and its first page as a picture, made in the background after it was filed."""

from itertools import batched
from uuid import UUID

from django.db import transaction

from documents import previews, storage
from documents.converting import CannotConvert, text_of
from documents.models import Page, Reading, State, StoredFile

PAGES_AT_ONCE = 100


def read(*, file_id: UUID) -> None:
    """Once more does no harm.  What cannot be read stays without text, and says so."""
    file = StoredFile.objects.filter(pk=file_id, state=State.AVAILABLE).first()
    if file is None:
        return
    with storage.on_disk(file.pk, file.sha256) as path:
        previews.prepare(file, path)
        try:
            texts, outcome = text_of(path, file.form).parts, Reading.DONE
        except CannotConvert:
            texts, outcome = [], Reading.FAILED
    _keep(file, texts, outcome)


def _keep(file: StoredFile, texts: list[str], outcome: Reading) -> None:
    with transaction.atomic():
        Page.objects.filter(file=file).delete()
        pages = [
            Page(file=file, number=number, text=text.replace("\0", "")) for number, text in enumerate(texts, 1) if text
        ]
        for some in batched(pages, PAGES_AT_ONCE, strict=False):
            Page.objects.bulk_create(some)
        StoredFile.objects.filter(pk=file.pk).update(reading=outcome)
