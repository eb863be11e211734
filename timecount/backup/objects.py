"""Objects of the bucket: listed, fetched, put back.  A few at once, in pieces: memory stays flat."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Any, cast

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from timecount.backup.errors import Damaged
from timecount.backup.shelf import Entry, Shelf
from timecount.storage import Storage

MARK = ".timecount-restore"  # an object that is there while a restore fills the bucket
AT_ONCE = 4
BATCH = 200
PIECE = 1024 * 1024
ATTEMPTS = 3
PARTS = TransferConfig(use_threads=False, multipart_threshold=8 * PIECE, multipart_chunksize=8 * PIECE)
# What an object carries beside its bytes, by the names of both `get_object` and `put_object`.
KEPT = ("ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Metadata")


@dataclass(frozen=True)
class Listed:
    key: str
    size: int
    etag: str


class Bucket:
    def __init__(self) -> None:
        storage = cast("Storage", default_storage)
        self.name: str = storage.bucket_name
        self.client: Any = storage.connection.meta.client

    def listed(self) -> Iterator[Listed]:
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name):
            for each in page.get("Contents", ()):
                if each["Key"] != MARK:
                    yield Listed(each["Key"], each["Size"], each["ETag"].strip('"'))

    def is_empty(self) -> bool:
        return next(self.listed(), None) is None

    def fetch(self, shelf: Shelf, wanted: Listed) -> Entry | None:
        """Onto the shelf; None where it was deleted since it was listed."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._fetch(shelf, wanted)
            except ClientError as error:
                if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                    return None
                raise
            except (BotoCoreError, HTTPClientError, OSError):
                if attempt == ATTEMPTS:
                    raise
        return None

    def _fetch(self, shelf: Shelf, wanted: Listed) -> Entry | None:
        answer = self.client.get_object(Bucket=self.name, Key=wanted.key)
        sha256 = hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=shelf.objects, prefix=".new-", delete=False) as file:
            try:
                for piece in answer["Body"].iter_chunks(PIECE):
                    sha256.update(piece)
                    file.write(piece)
                if file.tell() != answer["ContentLength"]:
                    raise OSError(f"{wanted.key}: {file.tell()} of {answer['ContentLength']} bytes")
                file.flush()
                place = shelf.path_of(sha256.hexdigest())
                place.parent.mkdir(mode=0o700, exist_ok=True)
                Path(file.name).rename(place)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        headers = {name: answer[name] for name in KEPT if answer.get(name)}
        return Entry(wanted.key, place.stat().st_size, sha256.hexdigest(), answer["ETag"].strip('"'), headers)

    def put(self, shelf: Shelf, entry: Entry) -> Entry:
        """Its bytes were checked a moment ago."""
        place = shelf.path_of(entry.sha256)
        if not shelf.holds(entry):
            raise Damaged(
                _("The bytes of %(key)s are damaged or missing (%(path)s).") % {"key": entry.key, "path": place}
            )
        self.client.upload_file(str(place), self.name, entry.key, ExtraArgs=entry.headers, Config=PARTS)
        return entry

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.client.delete_object(Bucket=self.name, Key=key)

    def mark(self, name: str) -> None:
        self.client.put_object(Bucket=self.name, Key=MARK, Body=name.encode())

    def marked(self) -> str | None:
        """The backup whose restore was interrupted here."""
        try:
            return cast("str", self.client.get_object(Bucket=self.name, Key=MARK)["Body"].read().decode())
        except self.client.exceptions.NoSuchKey:
            return None

    def unmark(self) -> None:
        self.client.delete_object(Bucket=self.name, Key=MARK)


def several[T, R](work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """In their order, a few at a time; never more than a batch ahead of who takes the results."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in batched(items, BATCH, strict=False):
            yield from pool.map(work, batch)


def settle() -> None:
    """Everything written so far is on the disk, not only on its way there."""
    os.sync()
