"""Is what a backup holds what was stored?  Reads everything, changes nothing."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from timecount.backup.errors import Damaged
from timecount.backup.index import Index, index
from timecount.backup.shelf import Backup, Entry, Shelf, digest


def complaints(*, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The name of every backup, the newest first, with what is wrong with it.

    Bytes that several share are read once.
    """
    shelf = Shelf(folder)
    with index() as right:
        for backup in shelf.finished():
            yield backup.name, [*_wrong_files(backup), *_wrong_objects(shelf, backup, right)]


def check_files(backup: Backup) -> None:
    """The dump and the list of objects: quickly, before a restore touches anything."""
    for complaint in _wrong_files(backup):
        raise Damaged(complaint)


def check_objects(shelf: Shelf, backup: Backup) -> None:
    with index() as right:
        for complaint in _wrong_objects(shelf, backup, right):
            raise Damaged(complaint)


def _wrong_files(backup: Backup) -> Iterator[str]:
    try:
        manifest = backup.manifest()
    except Damaged as damage:
        yield str(damage)
        return
    for path, sha256 in ((backup.dump, manifest.dump_sha256), (backup.listing, manifest.objects_sha256)):
        if not path.exists() or digest(path) != sha256:
            yield _("%(path)s is damaged or missing.") % {"path": path}


def _wrong_objects(shelf: Shelf, backup: Backup, right: Index) -> Iterator[str]:
    for entry in backup.entries():
        if not right.marked(entry.sha256) and not _is_right(shelf, entry):
            yield _("The bytes of %(key)s are damaged or missing (%(path)s).") % {
                "key": entry.key,
                "path": shelf.path_of(entry.sha256),
            }
        else:
            right.mark(entry.sha256)


def _is_right(shelf: Shelf, entry: Entry) -> bool:
    return shelf.holds(entry) and digest(shelf.path_of(entry.sha256)) == entry.sha256
