"""The whole way on the real servers: fill, back up, destroy, restore, compare byte by byte."""

import os
import re
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from accounts.models import User
from contacts.photos import change_photo
from customers.models import Customer
from tests import services
from timecount.backup import database, restoring
from timecount.backup.objects import Bucket, Listed
from timecount.backup.programs import run
from timecount.backup.shelf import Shelf
from timecount.local import postgres

LARGE = 18 * 1024 * 1024  # in several parts
OBJECTS = {
    "documents/large": os.urandom(1024) * (LARGE // 1024) + b"end",
    "documents/empty": b"",
    "documents/äöü ß/%2F+&?#.pdf": b"a name that no file system likes",
    "documents/same bytes": b"a name that no file system likes",
    f"documents/{'x' * 200}/{'y' * 200}": b"longer than the name of a file may be",
}


@pytest.fixture
def filled(committed_db: str, bucket: Bucket, acme: Customer, hidden: Customer, anna: User) -> str:
    for key, data in OBJECTS.items():
        bucket.client.put_object(
            Bucket=bucket.name, Key=key, Body=data, ContentType="application/pdf", Metadata={"made": "by-test"}
        )
    change_photo(contact=acme.contact, photo=ContentFile(b"a photo", "photo.webp"), by=anna)
    return committed_db


def whole_database() -> tuple[list[str], str]:
    """Rows as they are; besides, owners, rights, triggers and their marks.

    Without brackets and casts, which PostgreSQL spells otherwise when it has read its own spelling.
    """
    text = run("pg_dump", "--restrict-key=none", alias="owner")
    rows = re.compile(r"(?ms)^COPY .*?^\\\.$")
    return rows.findall(text), re.sub(r"[()]|::text(\[\])?", "", rows.sub("", text))


def whole_bucket(bucket: Bucket) -> dict[str, tuple[str, str, dict[str, str]]]:
    def one(listed: Listed) -> tuple[str, str, dict[str, str]]:
        answer = bucket.client.get_object(Bucket=bucket.name, Key=listed.key)
        return sha256(answer["Body"].read()).hexdigest(), answer["ContentType"], answer["Metadata"]

    return {listed.key: one(listed) for listed in bucket.listed()}


def test_what_was_destroyed_comes_back_byte_by_byte(
    filled: str, bucket: Bucket, folder: Path, monkeypatch: pytest.MonkeyPatch, acme: Customer
) -> None:
    rows, objects = whole_database(), whole_bucket(bucket)
    assert len(objects) == len(OBJECTS) + 1
    call_command("backup", str(folder), verbosity=0)

    bucket.delete(list(objects))
    empty = services.clone("template1")
    with services.on(empty):
        _interrupt(monkeypatch, folder, bucket)
        call_command("restore", str(folder), verbosity=0)
        assert whole_bucket(bucket) == objects
        assert whole_database() == rows
        assert bucket.marked() is None
        _application_works(acme)
        _what_is_there_is_not_written_over(folder)
        _overwritten(folder, bucket)
        assert (whole_bucket(bucket), whole_database()) == (objects, rows)
    services.drop(empty)


def _interrupt(monkeypatch: pytest.MonkeyPatch, folder: Path, bucket: Bucket) -> None:
    """At the third object.  Nobody takes the rest for Timecount, and the next restore goes on from there."""
    put, done = Bucket.put, []

    def failing(self: Bucket, *words: object) -> object:
        done.append(words)
        if len(done) > 2:
            raise InterruptedError
        return put(self, *words)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "put", failing)
        with pytest.raises(InterruptedError):
            restoring.restore(folder=folder, say=lambda _line: None)
    assert database.is_empty()
    assert bucket.marked() == Shelf(folder).choose(None).name
    assert not bucket.is_empty()


def _application_works(acme: Customer) -> None:
    """Its role has rows, and of history not even those."""
    with Customer.objects.get(pk=acme.pk).contact.photo.open() as photo:
        assert photo.read() == b"a photo"
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.info.user == postgres.APP
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM customers_customerevent")


def _what_is_there_is_not_written_over(folder: Path) -> None:
    with pytest.raises(CommandError, match="Datenbank ist nicht leer"):
        call_command("restore", str(folder))
    database.clear()
    with pytest.raises(CommandError, match="ist nicht leer"):
        call_command("restore", str(folder))


def _overwritten(folder: Path, bucket: Bucket) -> None:
    """Over other rows, other bytes and more objects."""
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE customers_customer (stray int)")
    bucket.client.put_object(Bucket=bucket.name, Key="documents/large", Body=b"x" * LARGE)
    bucket.client.put_object(Bucket=bucket.name, Key="stray", Body=b"x")
    call_command("restore", str(folder), overwrite=True, verbosity=0)
