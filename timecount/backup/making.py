"""A backup: the database first, then every object that exists."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timecount.backup import database
from timecount.backup.index import Index, index
from timecount.backup.objects import BATCH, Bucket, Listed, settle, several
from timecount.backup.progress import Progress
from timecount.backup.shelf import Backup, Entry, Manifest, Shelf, digest

Say = Callable[[str], None]


def back_up(*, folder: Path, keep: int | None = None, thorough: bool = False, say: Say) -> Backup:
    """What an earlier one holds is not fetched again; `thorough` reads it, to see whether it is still right.

    Afterwards those go that are older than BACKUP_DAYS, and of the others all but `keep`.
    """
    shelf = Shelf(folder)
    with shelf.held():
        started = datetime.now(UTC)
        backup = shelf.begin(started)
        say(_("Dumping the database"))
        tables = database.dump(backup.dump)
        say(_("Copying the objects of the bucket"))
        with index() as known:
            for earlier in [*shelf.finished()[:1], *shelf.unfinished()]:
                known.add(earlier.entries())
            progress = Progress(say)
            _copy(shelf, backup, known, progress, thorough=thorough)
        settle()
        manifest = Manifest(
            started=started.isoformat(),
            finished=datetime.now(UTC).isoformat(),
            dump_sha256=digest(backup.dump),
            dump_size=backup.dump.stat().st_size,
            tables=tables,
            objects=progress.objects,
            object_bytes=progress.bytes,
            objects_sha256=digest(backup.listing),
        )
        backup = shelf.finish(backup, manifest)
        say(f"{backup.name}: {progress.sentence()}")
        tidy(shelf, keep, say)
        return backup


def _copy(shelf: Shelf, backup: Backup, known: Index, progress: Progress, *, thorough: bool) -> None:
    bucket = Bucket()

    def one(pair: tuple[Listed, Entry | None]) -> tuple[Entry | None, bool]:
        listed, entry = pair
        if entry and shelf.holds(entry) and not (thorough and digest(shelf.path_of(entry.sha256)) != entry.sha256):
            return entry, False
        return bucket.fetch(shelf, listed), True

    with backup.listing.open("w", encoding="utf-8", buffering=1) as lines:
        for entry, fetched in several(one, _with_entries(bucket.listed(), known)):
            if entry:
                lines.write(entry.line())
                progress.count(entry, fetched=fetched)


def _with_entries(listing: Iterable[Listed], known: Index) -> Iterator[tuple[Listed, Entry | None]]:
    """Beside each what an earlier backup holds of it: the same key, size and mark of its bytes."""
    for listed in listing:
        entry = known.find(listed.key)
        same = entry is not None and (entry.size, entry.etag) == (listed.size, listed.etag)
        yield listed, entry if same else None


def tidy(shelf: Shelf, keep: int | None, say: Say) -> None:
    """Never the newest; what was interrupted goes too, and the bytes that no backup names any more."""
    oldest = timezone.now() - timedelta(days=settings.BACKUP_DAYS)
    finished = shelf.finished()
    old = [
        each
        for number, each in enumerate(finished)
        if number and (each.made_at < oldest or number >= (keep or number + 1))
    ]
    gone = [*old, *shelf.unfinished()]
    for each in gone:
        shelf.forget(each)
    if old:
        say(ngettext("Removed %(n)s old backup", "Removed %(n)s old backups", len(old)) % {"n": len(old)})
    if gone:
        _sweep(shelf)


def _sweep(shelf: Shelf) -> None:
    with index() as known:
        for backup in shelf.finished():
            for batch in batched(backup.entries(), BATCH, strict=False):
                for entry in batch:
                    known.mark(entry.sha256)
        for path in shelf.objects.glob("*/*"):
            if not known.marked(path.name):
                path.unlink()
    for torn in shelf.objects.glob(".new-*"):
        torn.unlink()
