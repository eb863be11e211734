"""A backup into a database and a bucket: the objects first, then the rows that name them.

Interrupted, it leaves a bucket with a mark in it and a database without a table, which nobody takes for
Timecount; the same command goes on from there.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from timecount.backup import database
from timecount.backup.errors import Incomplete, NotEmpty
from timecount.backup.index import Index, index
from timecount.backup.objects import Bucket, several
from timecount.backup.progress import Progress
from timecount.backup.shelf import Backup, Entry, Shelf
from timecount.backup.verifying import check_files, check_objects

Say = Callable[[str], None]


def restore(*, folder: Path, name: str | None = None, overwrite: bool = False, say: Say) -> Backup:
    """The newest, or the one of that name.  `overwrite` drops what is there, in database and bucket."""
    shelf = Shelf(folder)
    backup = shelf.choose(name)
    with shelf.held():
        database.check_owner()
        say(_("Checking the backup %(name)s") % {"name": backup.name})
        check_files(backup)
        check_objects(shelf, backup)
        bucket = Bucket()
        if not overwrite:
            _refuse_what_is_there(bucket, backup)
        bucket.mark(backup.name)
        if overwrite:
            database.clear()
        say(_("Restoring the objects of the bucket"))
        _put_objects(bucket, shelf, backup, say)
        say(_("Restoring the database"))
        database.restore(backup.dump, backup.manifest().tables)
        bucket.unmark()
    return backup


def _refuse_what_is_there(bucket: Bucket, backup: Backup) -> None:
    if not database.is_empty():
        raise NotEmpty(_("The database is not empty. --overwrite drops everything in it."))
    if bucket.marked() != backup.name and not bucket.is_empty():
        raise NotEmpty(
            _("The bucket %(name)s is not empty. --overwrite deletes what the backup does not hold.")
            % {"name": bucket.name}
        )


def _put_objects(bucket: Bucket, shelf: Shelf, backup: Backup, say: Say) -> None:
    """What is there with the same size and mark of its bytes stays; what the backup does not hold goes."""
    progress = Progress(say)
    with index() as wanted, index() as there:
        wanted.add(backup.entries())
        for listed in bucket.listed():
            entry = wanted.find(listed.key)
            if entry is None:
                bucket.delete([listed.key])
            elif (entry.size, entry.etag) == (listed.size, listed.etag):
                there.add([entry])
                progress.count(entry, fetched=False)
        for entry in several(lambda each: bucket.put(shelf, each), _missing(backup, there)):
            progress.count(entry)
        say(f"  {progress.sentence()}")
        _compare(bucket, wanted)


def _missing(backup: Backup, there: Index) -> Iterator[Entry]:
    return (entry for entry in backup.entries() if there.find(entry.key) is None)


def _compare(bucket: Bucket, wanted: Index) -> None:
    """Every key with its size, and none besides."""
    wrong = [
        each.key for each in bucket.listed() if (entry := wanted.take(each.key)) is None or entry.size != each.size
    ]
    if wrong := [*wrong, *wanted.left()]:
        raise Incomplete(_("Other objects than in the backup: %(keys)s") % {"keys": ", ".join(wrong[:20])})
