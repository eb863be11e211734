"""The bytes of documents in S3: the only place that asks for them.

A key is the id of the file's row, so nothing is ever overwritten.  Everything streams: no call holds more than a part.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from timecount.errors import Refused
from timecount.storage import Storage

FOLDER, PREVIEWS = "documents/", "previews/"
# S3 wants parts of 5 MB at least, the last one aside.
PART_BYTES = 8 * 1024 * 1024
READ_BYTES = 256 * 1024
INSUFFICIENT = 507
_FULL = ("XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded", "InsufficientStorage")
_GONE = ("404", "NoSuchKey", "NotFound", "NoSuchUpload")


class StorageAway(Refused):
    """The storage does not answer, or answers with an error: later it may."""


class StorageFull(StorageAway):
    """The storage takes nothing any more, and says so."""


class BytesGone(Refused):
    """The storage has no such object."""


class BytesWrong(Refused):
    """What came is not what was stored."""


@dataclass(frozen=True)
class Answer:
    """What the storage says about an object while it sends it."""

    chunks: Iterator[bytes]
    size: int


def key_of(file_id: UUID) -> str:
    return f"{FOLDER}{file_id}"


def put(file_id: UUID, data: bytes | IO[bytes]) -> None:
    """A file that is one part."""
    _call("put_object", Key=key_of(file_id), Body=data)


def begin(file_id: UUID) -> str:
    """The id of an upload in several parts."""
    return str(_call("create_multipart_upload", Key=key_of(file_id))["UploadId"])


def put_part(file_id: UUID, multipart_id: str, number: int, data: IO[bytes]) -> str:
    """Its name in the storage; a part that comes again replaces itself.  Parts count from 1."""
    answer = _call("upload_part", Key=key_of(file_id), UploadId=multipart_id, PartNumber=number, Body=data)
    return str(answer["ETag"])


def complete(file_id: UUID, multipart_id: str, parts: Iterable[str]) -> None:
    """Once more does no harm: what is complete already stays so."""
    named = [{"ETag": name, "PartNumber": number} for number, name in enumerate(parts, 1)]
    try:
        _call(
            "complete_multipart_upload",
            Key=key_of(file_id),
            UploadId=multipart_id,
            MultipartUpload={"Parts": named},
        )
    except BytesGone:
        if size(file_id) is None:
            raise


def abort(file_id: UUID, multipart_id: str) -> None:
    try:
        _call("abort_multipart_upload", Key=key_of(file_id), UploadId=multipart_id)
    except BytesGone:
        return


def delete(file_id: UUID) -> None:
    """What is not there is deleted."""
    _call("delete_object", Key=key_of(file_id))


def size(file_id: UUID) -> int | None:
    """None: there is no such object."""
    try:
        return int(_call("head_object", Key=key_of(file_id))["ContentLength"])
    except BytesGone:
        return None


def read(file_id: UUID, *, first: int = 0, last: int | None = None) -> Answer:
    """From byte `first` to byte `last`, both included."""
    asked = {"Range": f"bytes={first}-{'' if last is None else last}"} if first or last is not None else {}
    answer = _call("get_object", Key=key_of(file_id), **asked)
    return Answer(_chunks(answer["Body"]), int(answer["ContentLength"]))


def put_preview(file_id: UUID, name: str, data: bytes) -> None:
    """Made from the file, and made again where it is missing."""
    _call("put_object", Key=f"{PREVIEWS}{file_id}/{name}", Body=data, ContentType="image/webp")


def preview(file_id: UUID, name: str) -> bytes | None:
    try:
        return b"".join(_chunks(_call("get_object", Key=f"{PREVIEWS}{file_id}/{name}")["Body"]))
    except BytesGone:
        return None


def delete_previews(file_id: UUID) -> None:
    storage: Storage = default_storage  # type: ignore[assignment]  # as below
    storage.bucket.objects.filter(Prefix=f"{PREVIEWS}{file_id}/").delete()


def read_whole(file_id: UUID, sha256: str) -> Iterator[bytes]:
    """All bytes; the last of them only when all are what was stored, so that nobody keeps a wrong file for a right
    one.
    """
    digest, held = hashlib.sha256(), b""
    for chunk in read(file_id).chunks:
        if held:
            yield held
        digest.update(chunk)
        held = chunk
    if digest.hexdigest() != sha256:
        raise BytesWrong(_("The archive holds other bytes than were filed. Please tell an administrator."))
    yield held


@contextmanager
def on_disk(file_id: UUID, sha256: str) -> Iterator[Path]:
    """All bytes as a file on this computer, for programs that want one; gone afterwards."""
    with tempfile.NamedTemporaryFile(prefix="timecount-") as copy:
        copy.writelines(read_whole(file_id, sha256))
        copy.flush()
        yield Path(copy.name)


@dataclass(frozen=True)
class Stored:
    """An object as the storage lists it; `file_id` is None where its key is none of ours."""

    key: str
    file_id: UUID | None
    size: int


def stored() -> Iterator[Stored]:
    """All objects, in the order of their keys, which is that of the ids."""
    token: dict[str, str] = {}
    while True:
        page = _call("list_objects_v2", Prefix=FOLDER, **token)
        for found in page.get("Contents", ()):
            yield Stored(found["Key"], _id_in(found["Key"]), found["Size"])
        if not page.get("IsTruncated"):
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}


def begun() -> Iterator[tuple[UUID | None, str, str]]:
    """Uploads in several parts that nobody completed: the id of the file, the key and the id of the upload."""
    marker: dict[str, str] = {}
    while True:
        page = _call("list_multipart_uploads", Prefix=FOLDER, **marker)
        for found in page.get("Uploads", ()):
            yield _id_in(found["Key"]), found["Key"], found["UploadId"]
        if not page.get("IsTruncated"):
            return
        marker = {"KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page["NextUploadIdMarker"]}


def _id_in(key: str) -> UUID | None:
    try:
        found = UUID(key.removeprefix(FOLDER))
    except ValueError:
        return None
    return found if key == key_of(found) else None


def _chunks(body: Any) -> Iterator[bytes]:
    try:
        yield from body.iter_chunks(READ_BYTES)
    except (BotoCoreError, OSError) as error:
        raise StorageAway(_away()) from error
    finally:
        body.close()


def _call(what: str, **arguments: Any) -> Any:
    storage: Storage = default_storage  # type: ignore[assignment]  # whatever the settings name; they name this
    client = storage.connection.meta.client
    try:
        return getattr(client, what)(Bucket=storage.bucket_name, **arguments)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise BytesGone(_("The archive has lost this file.")) from error
        if _is_full(error.response):
            raise StorageFull(
                _("The storage of the archive is full. Nothing is lost; please tell an administrator.")
            ) from error
        raise StorageAway(_away()) from error
    except (BotoCoreError, OSError) as error:
        raise StorageAway(_away()) from error


def _is_full(answer: Any) -> bool:
    """There is no standard: by the status, or as MinIO and Ceph call it."""
    code = answer.get("Error", {}).get("Code", "")
    return answer.get("ResponseMetadata", {}).get("HTTPStatusCode") == INSUFFICIENT or code in _FULL


def _away() -> str:
    return _("The archive does not answer at the moment. Nothing is lost; please try again in a minute.")
