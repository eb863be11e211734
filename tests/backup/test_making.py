"""Backups into one folder: each complete, and each object only once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from timecount.backup import database, making
from timecount.backup.errors import Damaged, Occupied
from timecount.backup.objects import Bucket, Listed
from timecount.backup.restoring import restore
from timecount.backup.shelf import NAME, Backup, Entry, Shelf

pytestmark = pytest.mark.django_db


def put(bucket: Bucket, *keys: str) -> None:
    for key in keys:
        bucket.client.put_object(Bucket=bucket.name, Key=key, Body=f"bytes of {key}".encode())


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that were asked of the bucket."""
    keys: list[str] = []
    fetch = Bucket.fetch

    def counting(self: Bucket, shelf: Shelf, wanted: Listed) -> Entry | None:
        keys.append(wanted.key)
        return fetch(self, shelf, wanted)

    monkeypatch.setattr(Bucket, "fetch", counting)
    return keys


def back_up(folder: Path, *, keep: int | None = None, thorough: bool = False) -> Backup:
    return making.back_up(folder=folder, keep=keep, thorough=thorough, say=lambda _line: None)


def held(backup: Backup) -> set[str]:
    return {entry.key for entry in backup.entries()}


def test_only_what_is_new_is_fetched(bucket: Bucket, folder: Path, fetched: list[str]) -> None:
    put(bucket, "a", "b")
    assert held(back_up(folder)) == {"a", "b"}
    bucket.delete(["a"])
    put(bucket, "c")
    fetched.clear()
    second = back_up(folder)
    assert (fetched, held(second)) == (["c"], {"b", "c"})
    assert second.manifest().objects == 2
    call_command("backup", str(folder), verify=True)


def test_what_a_row_of_the_dump_may_name_is_copied(
    bucket: Bucket, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An object is there before its row says so: what came until the dump began belongs to it."""
    dump = database.dump

    def late(target: Path) -> dict[str, int]:
        put(bucket, "stored just before the dump")
        return dump(target)

    monkeypatch.setattr(database, "dump", late)
    assert held(back_up(folder)) == {"stored just before the dump"}


def test_what_is_deleted_meanwhile_is_left_out(bucket: Bucket, folder: Path) -> None:
    assert bucket.fetch(Shelf(folder), Listed("gone", 1, "x")) is None


def test_an_interrupted_one_is_none_and_its_work_is_not_lost(
    bucket: Bucket,
    folder: Path,
    fetched: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put(bucket, "a", "b")
    with monkeypatch.context() as patch:
        patch.setattr(making, "settle", _interrupt)
        with pytest.raises(InterruptedError):
            back_up(folder)
    assert Shelf(folder).finished() == []
    with pytest.raises(CommandError, match="keine fertige Sicherung"):
        call_command("backup", str(folder), verify=True)
    assert "unterbrochen" in capsys.readouterr().out
    with pytest.raises(CommandError, match="keine fertige Sicherung"):
        call_command("restore", str(folder))
    with next(iter(Shelf(folder).unfinished())).listing.open("a") as lines:
        lines.write('{"key": "torn o')
    fetched.clear()
    assert held(back_up(folder)) == {"a", "b"}
    assert fetched == []
    assert Shelf(folder).unfinished() == []


def _interrupt() -> None:
    raise InterruptedError


def test_one_at_a_time(bucket: Bucket, folder: Path) -> None:
    with Shelf(folder).held(), pytest.raises(Occupied):
        back_up(folder)


def test_old_ones_go_with_what_only_they_held(bucket: Bucket, folder: Path, settings: Settings) -> None:
    put(bucket, "a")
    first = back_up(folder)
    bucket.delete(["a"])
    put(bucket, "b")
    second = back_up(folder, keep=2)
    assert len(list((folder / "objects").glob("*/*"))) == 2
    (objects,) = second.entries()
    old = f"{datetime.now(UTC) - timedelta(settings.BACKUP_DAYS, seconds=5):{NAME}}"
    first.folder.rename(folder / old)
    shelf = Shelf(folder)
    making.tidy(shelf, None, lambda _line: None)
    assert [each.name for each in shelf.finished()] == [second.name]
    assert [path.name for path in (folder / "objects").glob("*/*")] == [objects.sha256]
    third = back_up(folder, keep=1)
    assert [each.name for each in shelf.finished()] == [third.name]


def test_damage_is_found_and_nothing_of_it_restored(bucket: Bucket, folder: Path) -> None:
    put(bucket, "a")
    backup = back_up(folder)
    (entry,) = backup.entries()
    place = Shelf(folder).path_of(entry.sha256)
    for damaged in (backup.dump, backup.listing, place):
        data = damaged.read_bytes()
        damaged.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        _is_refused(folder)
        damaged.unlink()
        _is_refused(folder)
        if damaged != place:
            damaged.write_bytes(data)
    assert [each.key for each in bucket.listed()] == ["a"]
    assert bucket.marked() is None

    place.write_bytes(b"x" * entry.size)
    back_up(folder, thorough=True)
    call_command("backup", str(folder), verify=True)


def _is_refused(folder: Path) -> None:
    with pytest.raises(CommandError, match="beschädigt"):
        call_command("backup", str(folder), verify=True)
    with pytest.raises(Damaged):
        restore(folder=folder, overwrite=True, say=lambda _line: None)
