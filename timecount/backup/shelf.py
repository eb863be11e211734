"""The folder of the backups.

objects/ab/ab12…         the bytes of every object once, named for their SHA-256
2026-11-03T021500.123456Z/
    database.dump        pg_dump, custom format
    objects.jsonl        one line for each object of the bucket: key, size, hash, what S3 knows of it
    manifest.json        written last: hashes of the two, rows of every table
unfinished-…/            a backup that is being made, or was interrupted
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from timecount.backup.errors import Damaged, NoBackup, Occupied

UNFINISHED = "unfinished-"
NAME = "%Y-%m-%dT%H%M%S.%fZ"
DUMP, OBJECTS, MANIFEST = "database.dump", "objects.jsonl", "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """An object of the bucket as the backup holds it."""

    key: str
    size: int
    sha256: str
    etag: str
    # Content type and whatever else was stored with it, by the names of boto3.
    headers: dict[str, object]

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True) + "\n"


@dataclass(frozen=True)
class Manifest:
    started: str
    finished: str
    dump_sha256: str
    dump_size: int
    tables: dict[str, int]
    objects: int
    object_bytes: int
    objects_sha256: str
    format: int = FORMAT


@dataclass(frozen=True)
class Backup:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def made_at(self) -> datetime:
        return datetime.strptime(self.name, NAME).replace(tzinfo=UTC)

    @property
    def dump(self) -> Path:
        return self.folder / DUMP

    @property
    def listing(self) -> Path:
        return self.folder / OBJECTS

    def manifest(self) -> Manifest:
        try:
            return Manifest(**json.loads((self.folder / MANIFEST).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise Damaged(_("The manifest of %(name)s cannot be read.") % {"name": self.name}) from error

    def entries(self) -> Iterator[Entry]:
        """Up to a line that was torn off, where a backup was interrupted."""
        if not self.listing.exists():
            return
        with self.listing.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    yield Entry(**json.loads(line))
                except (ValueError, TypeError):
                    return


@dataclass(frozen=True)
class Shelf:
    folder: Path

    @property
    def objects(self) -> Path:
        return self.folder / "objects"

    def path_of(self, sha256: str) -> Path:
        return self.objects / sha256[:2] / sha256

    def holds(self, entry: Entry) -> bool:
        """There, and as long as it should be; whether its bytes are right says only their hash."""
        try:
            return self.path_of(entry.sha256).stat().st_size == entry.size
        except OSError:
            return False

    def finished(self) -> list[Backup]:
        """The newest first."""
        folders = self.folder.glob("*Z/") if self.folder.is_dir() else ()
        return sorted(
            (Backup(path) for path in folders if (path / MANIFEST).exists()), key=lambda each: each.name, reverse=True
        )

    def unfinished(self) -> list[Backup]:
        return [Backup(path) for path in sorted(self.folder.glob(f"{UNFINISHED}*/"))]

    def choose(self, name: str | None) -> Backup:
        """The one of that name, or the newest."""
        found = [each for each in self.finished() if name in (None, each.name)]
        if not found:
            raise NoBackup(
                _("There is no finished backup in %(folder)s.") % {"folder": self.folder}
                if name is None
                else _("There is no finished backup %(name)s.") % {"name": name}
            )
        return found[0]

    def begin(self, now: datetime) -> Backup:
        """Personal data: for nobody else's eyes."""
        self.objects.mkdir(mode=0o700, exist_ok=True)
        folder = self.folder / f"{UNFINISHED}{now:{NAME}}"
        folder.mkdir(mode=0o700)
        return Backup(folder)

    def finish(self, backup: Backup, manifest: Manifest) -> Backup:
        """From now on it counts: everything else is on the disk already."""
        path = backup.folder / MANIFEST
        path.with_suffix(".new").write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True))
        path.with_suffix(".new").rename(path)
        return Backup(backup.folder.rename(self.folder / backup.name.removeprefix(UNFINISHED)))

    @contextmanager
    def held(self) -> Iterator[None]:
        """One at a time; the lock ends with the process, however that dies."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Occupied(_("Another backup or restore works on %(folder)s.") % {"folder": self.folder}) from None
            yield

    def forget(self, backup: Backup) -> None:
        """The manifest goes first: a backup that is half gone is none."""
        (backup.folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(backup.folder)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
