"""How a file comes into the archive: announced, sent in parts, checked, filed.

What is acknowledged is stored and was read again: `finish` fetches the bytes back from the storage, reckons their
SHA-256, looks at what they are, and only then is there a document.  Every step may be asked for twice.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from customers.models import Customer
from documents import guessing, keeping, scanning, services, storage, terms
from documents.checking import Flag, Kind, NotAccepted, Verdict, check
from documents.models import Document, DocumentType, Scan, State, StoredFile, Upload, Version
from documents.models.files import NAME_LENGTH
from documents.tasks import file_attachments, read_file
from timecount.errors import Refused
from timecount.texts import clean_line


class TooLarge(Refused):
    """More bytes than a file may have."""


class OutOfStep(Refused):
    """A part that is not the next one; `expected` is where to go on."""

    def __init__(self, expected: int) -> None:
        super().__init__(_("The upload goes on elsewhere."))
        self.expected = expected


class Damaged(Refused):
    """What arrived is not what was sent."""


class Infected(Refused):
    """A virus was found: the file stays in quarantine."""


class UploadGone(Refused):
    """It was cancelled, or given up after a day."""


@dataclass(frozen=True)
class _Looked:
    sha256: str
    verdict: Verdict
    scan: Scan


def start(
    *, customer: Customer, name: str, size: int, sha256: str = "", document: Document | None = None, by: User | None
) -> Upload:
    """The row that everything else refers to; nothing is stored yet."""
    if size < 1:
        raise NotAccepted("empty")
    if size > settings.MAX_DOCUMENT_BYTES:
        raise TooLarge(_("The file is larger than %(limit)d MB.") % {"limit": settings.MAX_DOCUMENT_BYTES // 1024**2})
    with writing(by):
        file = keeping.reserve(name=_short(clean_line(name)), size=size, by=by)
        return Upload.objects.create(file=file, customer=customer, document=document, expected_sha256=sha256.lower())


def _short(name: str) -> str:
    """Its beginning, and its end for the ending: what it is called in the end, the look at it says."""
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 20]}{name[-20:]}"


def receive(*, upload: Upload, offset: int, data: IO[bytes]) -> int:
    """Stores the part that begins at `offset`; where the next one begins.

    All parts but the last are PART_BYTES long.  OutOfStep for any other than the next: what comes again after a lost
    answer is told where to go on.
    """
    size = data.seek(0, SEEK_END)
    data.seek(0)
    last = offset + size == upload.file.size
    if offset != upload.received or not size or offset + size > upload.file.size:
        raise OutOfStep(upload.received)
    if size != storage.PART_BYTES and not last:
        raise OutOfStep(upload.received)
    part = _store(upload, offset, data)
    asked = _under_way(upload).filter(received=offset)
    if not asked.update(received=offset + size, parts=[*upload.parts, part]):
        raise OutOfStep(_as_it_is(upload).received)
    return offset + size


def _store(upload: Upload, offset: int, data: IO[bytes]) -> str:
    """Always as a part, of small files too: whoever is late, and wakes up when the file is filed already or was given
    up, finds no upload any more, and can neither overwrite bytes nor leave some behind.
    """
    if not upload.multipart_id:
        _as_it_is(upload)
        begun = storage.begin(upload.file_id)
        if not _under_way(upload).filter(multipart_id="").update(multipart_id=begun):
            storage.abort(upload.file_id, begun)  # the same part came twice at once
        upload.multipart_id = _as_it_is(upload).multipart_id
    try:
        return storage.put_part(upload.file_id, upload.multipart_id, offset // storage.PART_BYTES + 1, data)
    except storage.BytesGone:
        raise OutOfStep(_as_it_is(upload).received) from None


def _under_way(upload: Upload) -> QuerySet[Upload]:
    return Upload.objects.filter(pk=upload.pk, file__state=State.RESERVED)


def _as_it_is(upload: Upload) -> Upload:
    """In the database now; UploadGone where nothing can be sent for it any more."""
    now = _under_way(upload).first()
    if now is None:
        raise _gone()
    return now


def cancel(*, upload: Upload, by: User) -> None:
    """The reaper takes the bytes away."""
    with writing(by):
        if keeping.move(upload.file, to=State.ABANDONED):
            Upload.objects.filter(pk=upload.pk).delete()


def finish(*, upload: Upload, by: User | None, **values: Any) -> Version:
    """The version that it became; the file is in no list before.  NotAccepted, Damaged, Infected give it up.

    Asked again, because the answer was lost, it says the same: the reaper removes the row of the upload after a day.
    `values` are columns of the new document that are known better than they can be guessed.
    """
    file = upload.file
    if file.state == State.RESERVED:
        if upload.received != file.size:
            raise OutOfStep(upload.received)
        storage.complete(file.pk, upload.multipart_id, upload.parts)
        _move(file, State.UPLOADED)
    if file.state == State.UPLOADED:
        _look(upload)
    return _put_away(upload, values, by)


def file_at_once(
    *, customer: Customer, content: IO[bytes], name: str, size: int, by: User | None, **values: Any
) -> Version:
    """As the browser does it in parts, from a file that is here already."""
    upload = start(customer=customer, name=name, size=size, by=by)
    while upload.received < size:
        data = content.read(storage.PART_BYTES)
        if not data:
            raise Damaged(_("The file is shorter than announced. Please send it again."))
        receive(upload=upload, offset=upload.received, data=BytesIO(data))
        upload.refresh_from_db()
    return finish(upload=upload, by=by, **values)


def same_bytes(user: User, sha256: str, customer: Customer) -> Document | None:
    """The document of this customer that has them already, if the person may see it."""
    found = Document.objects.filter(customer=customer, versions__file__sha256=sha256).select_related("current")
    return visible(user, Action.VIEW_DOCUMENT, found).order_by("pk").first() if sha256 else None


def _gone() -> UploadGone:
    return UploadGone(_("This upload was cancelled. Please send the file again."))


def _move(file: StoredFile, to: State, **values: object) -> None:
    """On with it; whoever was overtaken goes on from where the other one is."""
    if not keeping.move(file, to=to, **values):
        file.refresh_from_db()
        if file.state not in (State.UPLOADED, State.CLEAN, State.AVAILABLE):
            raise _gone()


def _look(upload: Upload) -> None:
    file = upload.file
    try:
        looked = _looked_at(upload)
    except (NotAccepted, Damaged):
        keeping.move(file, to=State.ABANDONED)
        raise
    known = {
        "sha256": looked.sha256,
        "content_type": looked.verdict.content_type,
        "form": looked.verdict.form,
        "kind": looked.verdict.kind.value,
        "flags": sorted(looked.verdict.flags),
        "name": looked.verdict.name,
        "scan": looked.scan,
    }
    if looked.scan == Scan.INFECTED:
        _move(file, State.QUARANTINED, **known)
        raise Infected(_("A virus was found in this file. It was put in quarantine; an administrator can see it."))
    _move(file, State.CLEAN, **known)


def _looked_at(upload: Upload) -> _Looked:
    with _here(upload.file) as (path, sha256):
        if sha256 != (upload.expected_sha256 or sha256):
            raise Damaged(_("The file was damaged on its way. Please send it again."))
        verdict = check(path, upload.file.name)
        if Flag.INFECTED in verdict.flags:
            return _Looked(sha256, verdict, Scan.INFECTED)
        scanned = scanning.scan(path, encrypted=Flag.ENCRYPTED in verdict.flags)
        return _Looked(sha256, verdict, Scan(scanned.result.value))


@contextmanager
def _here(file: StoredFile) -> Iterator[tuple[Path, str]]:
    """The stored bytes as a file on this computer, and their SHA-256."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(prefix="timecount-") as copy:
        for chunk in storage.read(file.pk).chunks:
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        if copy.tell() != file.size:
            raise Damaged(_("The file was damaged on its way. Please send it again."))
        yield Path(copy.name), digest.hexdigest()


def _put_away(upload: Upload, values: dict[str, Any], by: User | None) -> Version:
    """One transaction: the document, its version, and that the file is available."""
    with writing(by):
        file = StoredFile.objects.select_for_update().get(pk=upload.file_id)
        if file.state == State.AVAILABLE:
            return _filed_before(file, by)
        if file.state != State.CLEAN or not keeping.move(file, to=State.AVAILABLE):
            raise _gone()
        document = upload.document or _document(upload, file, values, by)
        version = _version(document, file, by)
        read_file.defer(file_id=str(file.pk))
        if file.kind == Kind.EMAIL:
            file_attachments.defer(file_id=str(file.pk))
        return version


def _filed_before(file: StoredFile, by: User | None) -> Version:
    """If the person may still see what became of it."""
    versions = Version.objects.filter(file=file, document__trashed_at=None).select_related("document")
    version = (visible(by, Action.VIEW_DOCUMENT, versions) if by else versions).first()
    if version is None:
        raise _gone()
    return version


def _document(upload: Upload, file: StoredFile, values: dict[str, Any], by: User | None) -> Document:
    guess = guessing.guess(file.name, file.kind, today=timezone.localdate())
    types = DocumentType.objects.filter(is_active=True)
    type_ = types.filter(name=guess.type_name).first() or types.order_by("-position").first()
    if type_ is None:
        raise Refused(_("There is no type of documents in use. An administrator can define one."))
    guessed = {"title": guess.title, "type": type_, "dated": guess.dated, "retention": type_.retention}
    made = Document(customer=upload.customer, created_by=by, **{**guessed, **values})
    terms.reckon(made)
    made.save()
    return made


def _version(document: Document, file: StoredFile, by: User | None) -> Version:
    """The new one holds from now on."""
    services.lock(document)
    last = Version.objects.filter(document=document).order_by("-number").values_list("number", flat=True).first()
    version = Version.objects.create(document=document, number=(last or 0) + 1, file=file, created_by=by)
    document.current = version
    document.save(update_fields=["current", "updated_at"])
    return version
