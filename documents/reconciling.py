"""Both sides compared: what the database says about files, and what lies in the storage.

Streams over both in the order of their keys, so that an archive of any size costs no memory.  Work goes on meanwhile:
what seems wrong is asked for again, one by one, before it is reported.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import storage
from documents.models import State, StoredFile, Version
from timecount.errors import Refused

CHUNK = 5_000
SHOWN = 50
# What these say about the bytes.
HOLD_BYTES = (State.UPLOADED, State.CLEAN, State.AVAILABLE, State.QUARANTINED)
WITHOUT_BYTES = (State.PURGED, State.DELETED)


class Unsorted(Refused):
    """The storage does not list its objects in the order of their keys, so they cannot be compared."""


class Wrong(models.TextChoices):
    MISSING = "missing", gettext_lazy("bytes are missing: the database knows the file, the storage does not")
    SIZE = "size", gettext_lazy("wrong size")
    CONTENT = "content", gettext_lazy("other bytes than were stored (SHA-256)")
    UNKNOWN = "unknown", gettext_lazy("in the storage, and the database does not know it")
    LEFT_OVER = "left", gettext_lazy("left over: deleted in the database, still in the storage")
    NOTHING = "nothing", gettext_lazy("documents without bytes: the file of a version is not available")


@dataclass
class Report:
    files: int = 0
    objects: int = 0
    hashed: int = 0
    repaired: int = 0
    # Of each kind the number, and the first names.
    counts: dict[Wrong, int] = field(default_factory=dict)
    named: dict[Wrong, list[str]] = field(default_factory=dict)

    @property
    def is_fine(self) -> bool:
        return sum(self.counts.values()) == self.repaired

    def add(self, wrong: Wrong, name: str) -> None:
        self.counts[wrong] = self.counts.get(wrong, 0) + 1
        names = self.named.setdefault(wrong, [])
        if len(names) < SHOWN:
            names.append(name)


@dataclass(frozen=True)
class _Row:
    id: UUID
    state: str
    size: int
    sha256: str


def reconcile(*, hashes: bool = False, repair: bool = False) -> Report:
    """`hashes` reads every file again; `repair` deletes only what the database says is deleted."""
    report = Report()
    for row, found in _pairs(report):
        name = str(row.id) if row else found.key if found else ""
        file_id = row.id if row else found.file_id if found else None
        if _wrong(row, found.size if found else None) and (wrong := _again(file_id)):
            report.add(wrong, name)
            if repair and wrong == Wrong.LEFT_OVER and row:
                storage.delete(row.id)
                report.repaired += 1
        elif hashes and row and row.state == State.AVAILABLE:
            _hash(row, report)
    for key in Version.objects.exclude(file__state=State.AVAILABLE).order_by("pk").values_list("file_id", flat=True):
        report.add(Wrong.NOTHING, str(key))
    return report


def _pairs(report: Report) -> Iterator[tuple[_Row | None, storage.Stored | None]]:
    """Row and object of the same key, in the order of keys; one of them is None where the other side has none."""
    rows, objects = _rows(), _objects()
    row, found = next(rows, None), next(objects, None)
    while row or found:
        key = storage.key_of(row.id) if row else None
        take_row = key is not None and (found is None or key <= found.key)
        take_object = found is not None and (key is None or found.key <= key)
        report.files += take_row
        report.objects += take_object
        yield row if take_row else None, found if take_object else None
        row = next(rows, None) if take_row else row
        found = next(objects, None) if take_object else found


def _rows() -> Iterator[_Row]:
    rows = StoredFile.objects.order_by("pk").values_list("pk", "state", "size", "sha256")
    return (_Row(*row) for row in rows.iterator(chunk_size=CHUNK))


def _objects() -> Iterator[storage.Stored]:
    last = ""
    for found in storage.stored():
        if found.key <= last:
            raise Unsorted(_("The storage does not list its objects in order; the archive cannot be checked."))
        last = found.key
        yield found


def _wrong(row: _Row | None, size: int | None) -> Wrong | None:
    """A file that is reserved, given up or being deleted may have bytes or not."""
    if row is None:
        return None if size is None else Wrong.UNKNOWN
    if size is None:
        return Wrong.MISSING if row.state in HOLD_BYTES else None
    if row.state in WITHOUT_BYTES:
        return Wrong.LEFT_OVER
    return Wrong.SIZE if row.state in HOLD_BYTES and size != row.size else None


def _again(file_id: UUID | None) -> Wrong | None:
    """As both sides are now."""
    if file_id is None:
        return Wrong.UNKNOWN
    size = storage.size(file_id)
    row = StoredFile.objects.filter(pk=file_id).values_list("pk", "state", "size", "sha256").first()
    return _wrong(_Row(*row) if row else None, size)


def _hash(row: _Row, report: Report) -> None:
    digest = hashlib.sha256()
    try:
        for chunk in storage.read(row.id).chunks:
            digest.update(chunk)
    except storage.BytesGone:
        if wrong := _again(row.id):
            report.add(wrong, str(row.id))
        return
    report.hashed += 1
    if digest.hexdigest() != row.sha256:
        report.add(Wrong.CONTENT, str(row.id))


def in_words(report: Report) -> list[str]:
    """Line by line, for people."""
    lines = [_("%(files)d files in the database, %(objects)d in the storage.") % vars(report)]
    if report.hashed:
        lines.append(_("%(hashed)d files read again and compared.") % vars(report))
    for wrong, count in report.counts.items():
        lines += ["", f"{count} × {wrong.label}", *(f"  {name}" for name in report.named[wrong])]
        if count > SHOWN:
            lines.append(_("  and %(count)d more") % {"count": count - SHOWN})
    if report.repaired:
        lines += ["", _("%(repaired)d left over files were deleted.") % vars(report)]
    return [*lines, "", _("The archive is in order.") if report.is_fine else _("The archive is not in order.")]
