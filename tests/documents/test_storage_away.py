"""The storage is down, slow, broken, full; the database goes away in the middle: a sentence, and nothing half done."""

import os
from collections.abc import Iterator
from copy import deepcopy

import psycopg
import pytest
from botocore.config import Config
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import User
from customers.models import Customer
from documents import checking, reading, storage, uploading
from documents.models import Document, State, StoredFile, Upload, Version
from tests.cast import Browse
from tests.documents import files
from tests.documents.s3_proxy import Proxy, Trouble, proxy
from tests.documents.test_uploading import PART, begin, filed, send
from timecount import storage as s3

AWAY = "Das Archiv antwortet gerade nicht"
FULL = "Der Speicher des Archivs ist voll"
CONTENT = files.pdf("Rahmenvertrag")
TROUBLES = {
    "down": (Trouble(cut=0), 503, AWAY),
    "slow": (Trouble(seconds=0.6), 503, AWAY),
    "broken": (Trouble(status=500), 503, AWAY),
    "full": (Trouble(status=507), 422, FULL),
}


@pytest.fixture
def between(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The product asks the storage through it."""
    monkeypatch.setattr(s3, "PATIENCE", Config(read_timeout=0.3, retries={"total_max_attempts": 1}))
    with proxy() as server:
        storages = deepcopy(settings.STORAGES)
        storages["default"]["OPTIONS"]["endpoint_url"] = server.url
        settings.STORAGES = storages
        yield server


def well(client: Client, acme: Customer) -> bool:
    """All the rest works."""
    return {client.get(url).status_code for url in ("/customers/", f"/customers/{acme.pk}/", "/todos/")} == {200}


@pytest.mark.parametrize("name", TROUBLES)
def test_an_upload_waits_and_goes_on(name: str, anna: User, acme: Customer, browse: Browse, between: Proxy) -> None:
    trouble, status, words = TROUBLES[name]
    client = browse(anna)
    begun = begin(client, acme, CONTENT, "v.pdf")
    between.trouble = trouble
    answer = client.post(begun["url"], CONTENT, content_type="application/octet-stream", headers={"Upload-Offset": "0"})
    assert (answer.status_code, answer.json()["error"][: len(words)]) == (status, words)
    assert client.get(begun["url"]).json() == {"received": 0}
    assert well(client, acme)
    between.trouble = None
    assert send(client, begun["url"], CONTENT, 0) == (200, {"received": len(CONTENT)})
    between.trouble = trouble
    answer = client.post(f"{begun['url']}finish/")
    assert (answer.status_code, answer.json()["error"][: len(words)]) == (status, words)
    assert (StoredFile.objects.get().state, Document.objects.count()) == (State.RESERVED, 0)
    between.trouble = Trouble(("GET",), trouble.status, trouble.cut, trouble.seconds)  # stored, and cannot be read
    assert client.post(f"{begun['url']}finish/").status_code == status
    assert (StoredFile.objects.get().state, Document.objects.count()) == (State.UPLOADED, 0)
    between.trouble = None
    assert client.post(f"{begun['url']}finish/").status_code == 200
    assert b"".join(client.get(f"/documents/{Document.objects.get().pk}/download/")) == CONTENT


@pytest.mark.parametrize("name", TROUBLES)
def test_what_is_filed_is_named_and_can_be_had_later(
    name: str, anna: User, acme: Customer, browse: Browse, between: Proxy
) -> None:
    version, client = filed(acme, CONTENT, "v.pdf", by=anna), browse(anna)
    StoredFile.objects.update(pages=1)
    page, url = f"/documents/{version.document_id}/", f"/documents/{version.document_id}/download/"
    between.trouble, _status, words = TROUBLES[name]
    assert words in client.get(url, follow=True).content.decode()
    assert client.get(f"{page}1/1-page.webp").status_code == 503
    assert client.get(reverse("documents:thumbnail", args=[version.document_id, version.file_id])).status_code == 503
    answer = client.post(f"/customers/{acme.pk}/documents/new/", {"file": SimpleUploadedFile("n.txt", b"Notiz")})
    assert f"n.txt: {words}" in answer.content.decode()
    with pytest.raises(storage.StorageAway):
        reading.read(file_id=version.file_id)  # the worker tries again later
    assert well(client, acme)
    between.trouble = None
    assert b"".join(client.get(url)) == CONTENT
    assert Document.objects.count() == 1


def test_pages_are_shown_although_their_pictures_cannot_be_kept(
    anna: User, acme: Customer, browse: Browse, between: Proxy
) -> None:
    version = filed(acme, CONTENT, "v.pdf", by=anna)
    StoredFile.objects.update(pages=1)
    between.trouble = Trouble(("PUT",), status=507)
    assert browse(anna).get(f"/documents/{version.document_id}/1/1-page.webp").status_code == 200


def test_a_download_that_breaks_off_does_not_look_whole(
    anna: User, acme: Customer, browse: Browse, between: Proxy
) -> None:
    content = files.pdf("lang", padding=PART // 4)
    version = filed(acme, content, "v.pdf", by=anna)
    between.trouble = Trouble(cut=len(content) // 2)
    answer = browse(anna).get(f"/documents/versions/{version.pk}/download/")
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(content)))
    with pytest.raises(storage.StorageAway):
        b"".join(answer)


def test_the_database_goes_away_in_the_middle(
    committed_db: str, anna: User, acme: Customer, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the bytes are read again.  Asked again, it goes on from there."""
    client, look = browse(anna), checking.check
    client.raise_request_exception = False
    begun = begin(client, acme, CONTENT, "v.pdf")
    send(client, begun["url"], CONTENT, 0)

    def meanwhile(*about: object) -> object:
        with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [committed_db])
        return look(*about)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(uploading, "check", meanwhile)
        answer = client.post(f"{begun['url']}finish/")
    for one in connections.all():
        one.close()
        one.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one; with the other connections that nobody answers any more
    assert answer.status_code == 503  # the browser asks again
    assert "Was schon gespeichert war, ist sicher" in answer.content.decode()
    assert (StoredFile.objects.get().state, Version.objects.count()) == (State.UPLOADED, 0)
    assert client.post(f"{begun['url']}finish/").status_code == 200
    assert (Version.objects.count(), Upload.objects.count()) == (1, 1)
    assert well(client, acme)
