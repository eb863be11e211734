"""Several documents as one file, put together while it is sent: no more than a part of one is held."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from zipstream import ZIP_STORED, ZipStream

from accounts.access import stood_in_for
from accounts.actions import AccessKind, Action
from accounts.models import User
from accounts.recording import record
from documents import storage
from documents.models import Document, State, StoredFile, Version
from lists.bulk.actions import BulkList
from lists.bulk.selection import Selection
from timecount.errors import Refused
from timecount.jinja import number

MOST_FILES = 1_000
MOST_BYTES = 4 * 1024**3
# What file systems can take, with the folder and a number behind it.
LONGEST_NAME, LONGEST_FOLDER = 120, 60
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class NothingToTake(Refused):
    """Or nothing that the person may see."""


class TooMuch(Refused):
    """For one file."""


@dataclass(frozen=True)
class Packed:
    file_id: UUID
    sha256: str
    size: int
    # Unique among those that are packed, and safe wherever it is unpacked.
    name: str


def pack(*, worked: BulkList, selection: Selection, by: User) -> list[Packed]:
    """What is sent, recorded for each document."""
    documents = selection.records(worked, by).filter(current__file__state=State.AVAILABLE)
    _refuse_too_much(documents.aggregate(size=Sum("current__file__size"))["size"] or 0, documents.count())
    found = list(documents.select_related("customer__contact", "current__file").order_by("customer", "-dated", "-id"))
    with transaction.atomic():
        for document in found:
            by.stands_in_for = stood_in_for(by, document)
            record(AccessKind.DOWNLOAD, who=by, of=document, action=Action.VIEW_DOCUMENT, durable=True)
    several = len({document.customer_id for document in found}) > 1
    names = unique(_name(document, several=several) for document in found)
    files = [_file(document) for document in found]
    return [Packed(file.pk, file.sha256, file.size, name) for file, name in zip(files, names, strict=True)]


def _file(document: Document) -> StoredFile:
    return cast("Version", document.current).file  # whatever has none was not asked for


def _refuse_too_much(size: int, count: int) -> None:
    if not count:
        raise NothingToTake(_("Nothing is selected."))
    if count > MOST_FILES or size > MOST_BYTES:
        most = {"files": number(MOST_FILES), "size": MOST_BYTES // 1024**3}
        raise TooMuch(_("At most %(files)s documents and %(size)s GB at once, please.") % most)


def pieces(packed: Sequence[Packed]) -> Iterator[bytes]:
    """The bytes of the file.  What the storage has lost is named in it; should the storage go away, or send wrong
    bytes, it breaks off, so that nobody takes it for whole.
    """
    whole, missing = ZipStream(compress_type=ZIP_STORED), []
    for one in packed:
        chunks = storage.read_whole(one.file_id, one.sha256)
        try:
            first = next(chunks)
        except storage.BytesGone:
            missing.append(one.name)
            continue
        whole.add(chain([first], chunks), one.name, size=one.size)
        yield from whole.file()
    if missing:
        said = [_("The archive has lost these files. Please tell whoever administers it:"), "", *missing, ""]
        whole.add("\r\n".join(said), _("Missing files") + ".txt")
    yield from whole.finalize()


def _name(document: Document, *, several: bool) -> str:
    name = safe(_file(document).name)
    if not several:
        return name
    customer = document.customer
    return f"{safe(f'{customer.number} {customer.contact.name}'[:LONGEST_FOLDER])}/{name}"


def safe(name: str) -> str:
    """Letters, digits and a few signs: no path, nothing hidden, no device, no sign that turns the text around."""
    kept = " ".join(re.sub(r"[^\w.&+()-]+", " ", name).split()).strip(" .")
    path = PurePosixPath(kept or _("document"))
    stem, ending = path.stem[:LONGEST_NAME].rstrip(" ."), path.suffix[:12]
    return f"{stem}_{ending}" if _DEVICES.fullmatch(stem.partition(".")[0]) else f"{stem}{ending}"


def unique(names: Iterable[str]) -> Iterator[str]:
    """A number behind what was there before; file systems do not tell capitals apart."""
    taken: set[str] = set()
    for name in names:
        path, count, given = PurePosixPath(name), 1, name
        while given.casefold() in taken:
            count += 1
            given = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
        taken.add(given.casefold())
        yield given
