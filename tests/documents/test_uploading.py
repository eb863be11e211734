"""Files come in: in parts, once, whole; and go out as they came."""

import hashlib
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import may
from accounts.actions import Action
from accounts.models import User
from customers.models import Customer
from documents import attachments, deletion, reading, storage, uploading
from documents.checking import NotAccepted
from documents.models import Document, State, StoredFile, Upload, Version
from tests.cast import Browse
from tests.documents import files

PART = 5 * 1024 * 1024


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "PART_BYTES", PART)


def filed(customer: Customer, content: bytes, name: str, *, by: User) -> Version:
    return uploading.file_at_once(customer=customer, content=BytesIO(content), name=name, size=len(content), by=by)


def begin(client: Client, customer: Customer, content: bytes, name: str, **more: str) -> dict[str, Any]:
    words = {"name": name, "size": str(len(content)), "sha256": hashlib.sha256(content).hexdigest(), **more}
    told: dict[str, Any] = client.post(f"/customers/{customer.pk}/documents/uploads/", words).json()
    return told


def send(client: Client, url: str, part: bytes, offset: int) -> tuple[int, dict[str, int]]:
    answer = client.post(url, part, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)})
    return answer.status_code, answer.json()


def test_a_file_is_sent_in_parts_checked_and_filed(
    anna: User, acme: Customer, browse: Browse, small_parts: None
) -> None:
    client, content = browse(anna), files.pdf("Rahmenvertrag", padding=PART)
    begun = begin(client, acme, content, "Rahmenvertrag_2026-03-01.pdf")
    assert send(client, begun["url"], content[:PART], 0) == (200, {"received": PART})
    # the answer was lost: the same part again is told where it goes on
    assert send(client, begun["url"], content[:PART], 0) == (409, {"received": PART})
    assert client.get(begun["url"]).json() == {"received": PART}
    assert client.post(f"{begun['url']}finish/").status_code == 409
    assert send(client, begun["url"], content[PART:], PART)[0] == 200
    told = client.post(f"{begun['url']}finish/").json()
    document = Document.objects.get()
    assert told == {"title": "Rahmenvertrag 2026-03-01", "url": f"/documents/{document.pk}/"}
    assert (document.type.name, document.dated.isoformat(), document.customer) == ("Vertrag", "2026-03-01", acme)
    file = StoredFile.objects.get()
    assert (file.state, file.sha256) == (State.AVAILABLE, hashlib.sha256(content).hexdigest())
    assert (file.form, file.content_type, file.scan) == ("pdf", "application/pdf", "unchecked")
    # the answer was lost: asked again, it is the same, as long as the document may be seen
    assert client.post(f"{begun['url']}finish/").json() == told
    Document.objects.update(is_confidential=True)
    assert client.post(f"{begun['url']}finish/").status_code == 422
    Document.objects.update(is_confidential=False)
    deletion.reap(now=timezone.now() + deletion.UNFINISHED * 2)
    assert not Upload.objects.exists()
    # and out again, byte by byte
    answer = client.get(f"/documents/{document.pk}/download/")
    assert b"".join(answer) == content
    assert answer["Content-Disposition"] == 'attachment; filename="Rahmenvertrag_2026-03-01.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_bytes_that_changed_on_their_way_are_not_filed(anna: User, acme: Customer, browse: Browse) -> None:
    client, content = browse(anna), files.pdf("Angebot")
    begun = begin(client, acme, content, "a.pdf")
    send(client, begun["url"], content[:-2] + b"xx", 0)
    answer = client.post(f"{begun['url']}finish/")
    assert (answer.status_code, answer.json()["error"][:37]) == (422, "Die Datei ist unterwegs beschädigt wo")
    assert StoredFile.objects.get().state == State.ABANDONED
    assert not Document.objects.exists()


def test_what_a_file_is_decides_and_not_its_name(anna: User, acme: Customer) -> None:
    version = filed(acme, files.picture(), "Stundenzettel.pdf", by=anna)
    assert (version.file.name, version.file.kind) == ("Stundenzettel.jpg", "image")
    with pytest.raises(NotAccepted):
        filed(acme, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.png", by=anna)
    with pytest.raises(NotAccepted):
        filed(acme, b"", "leer.pdf", by=anna)


def test_finishing_twice_files_once(anna: User, acme: Customer) -> None:
    content = files.pdf("einmal")
    upload = uploading.start(customer=acme, name="e.pdf", size=len(content), by=anna)
    uploading.receive(upload=upload, offset=0, data=BytesIO(content))
    upload.refresh_from_db()
    twin = Upload.objects.select_related("file").get(pk=upload.pk)
    assert uploading.finish(upload=upload, by=anna) == uploading.finish(upload=twin, by=anna)
    assert Document.objects.count() == 1


def test_who_is_late_overwrites_nothing(anna: User, acme: Customer) -> None:
    """Somebody who was held up between two lines wakes up when the file was looked at, and is filed."""
    content, other = files.pdf("geprüft"), files.pdf("vertauscht")
    upload = uploading.start(customer=acme, name="e.pdf", size=len(content), by=anna)
    late, never = (Upload.objects.select_related("file").get(pk=upload.pk) for _twin in range(2))
    uploading.receive(upload=upload, offset=0, data=BytesIO(content))
    upload.refresh_from_db()
    late.multipart_id = upload.multipart_id
    version = uploading.finish(upload=upload, by=anna)
    for held_up in (late, never):
        with pytest.raises(uploading.UploadGone):
            uploading.receive(upload=held_up, offset=0, data=BytesIO(other[: len(content)].ljust(len(content))))
    assert b"".join(storage.read_whole(version.file_id, version.file.sha256)) == content
    assert [one for one in storage.begun() if one[0] == version.file_id] == []


def test_the_same_bytes_are_recognised(anna: User, acme: Customer, browse: Browse) -> None:
    content = files.pdf("doppelt")
    document = filed(acme, content, "Erste.pdf", by=anna).document
    told = begin(browse(anna), acme, content, "Zweite.pdf")
    assert told == {"same": {"title": "Erste", "url": f"/documents/{document.pk}/"}}
    assert "url" in begin(browse(anna), acme, content, "Zweite.pdf", anyway="on")


def test_a_cancelled_upload_is_gone(anna: User, cleo: User, acme: Customer, browse: Browse) -> None:
    begun = begin(browse(anna), acme, b"x" * 10, "a.txt")
    assert browse(cleo).get(begun["url"]).status_code == 404
    assert browse(anna).post(f"{begun['url']}cancel/").status_code == 204
    assert browse(anna).get(begun["url"]).status_code == 404
    assert StoredFile.objects.get().state == State.ABANDONED


def test_an_upload_for_a_document_that_became_confidential_is_closed(anna: User, acme: Customer) -> None:
    document = filed(acme, files.pdf("alt"), "Vertrag.pdf", by=anna).document
    upload = uploading.start(customer=acme, document=document, name="neu.pdf", size=3, by=anna)
    assert may(anna, Action.EDIT_DOCUMENT, upload)
    document.is_confidential = True
    assert not may(anna, Action.EDIT_DOCUMENT, upload)


def test_a_new_version_holds_and_the_old_one_stays(anna: User, acme: Customer, browse: Browse) -> None:
    first, second = files.pdf("alt"), files.pdf("neu")
    document = filed(acme, first, "Vertrag.pdf", by=anna).document
    upload = uploading.start(customer=acme, document=document, name="neu.pdf", size=len(second), by=anna)
    uploading.receive(upload=upload, offset=0, data=BytesIO(second))
    upload.refresh_from_db()
    newest = uploading.finish(upload=upload, by=anna)
    document = Document.objects.get()
    assert (document.current, newest.number, document.versions.count()) == (newest, 2, 2)
    old = document.versions.get(number=1)
    assert b"".join(browse(anna).get(f"/documents/versions/{old.pk}/download/")) == first
    assert b"".join(browse(anna).get(f"/documents/{document.pk}/download/")) == second


RANGES: tuple[tuple[str, int, slice], ...] = (
    ("bytes=0-3", 206, slice(0, 4)),
    ("bytes=-4", 206, slice(-4, None)),
    ("bytes=5-", 206, slice(5, None)),
    ("bytes=999999-", 416, slice(0, 0)),
    ("bytes=1-2,4-5", 200, slice(None)),
    ("seiten=1-2", 200, slice(None)),
)


def test_ranges(anna: User, acme: Customer, browse: Browse) -> None:
    client, content = browse(anna), files.pdf("Bereich")
    document = filed(acme, content, "b.pdf", by=anna).document
    for asked, status, got in RANGES:
        answer = client.get(f"/documents/{document.pk}/download/", headers={"Range": asked})
        assert (answer.status_code, b"".join(answer)) == (status, content[got]), asked


def test_bytes_that_changed_in_the_storage_are_not_handed_out_whole(anna: User, acme: Customer, browse: Browse) -> None:
    version = filed(acme, files.pdf("Original"), "o.pdf", by=anna)
    storage.put(version.file_id, files.pdf("Gefaelscht"))
    with pytest.raises(storage.BytesWrong):
        list(storage.read_whole(version.file_id, version.file.sha256))
    page = browse(anna).get(f"/documents/{version.document_id}/download/", follow=True).content.decode()
    assert "andere Bytes, als abgelegt wurden" in page


def test_text_and_pages_are_read_in_the_background(anna: User, acme: Customer, browse: Browse) -> None:
    version = filed(acme, files.pdf("Deckblatt", "Die Kuendigungsfrist betraegt"), "Wartungsvertrag.pdf", by=anna)
    document = version.document
    assert "Vorschau" in browse(anna).get(f"/documents/{document.pk}/").content.decode()
    reading.read(file_id=version.file_id)
    reading.read(file_id=version.file_id)  # once more does no harm
    file = StoredFile.objects.get()
    assert (file.pages, file.reading) == (2, "done")
    assert [page.text.strip() for page in file.texts.order_by("number")] == [
        "Deckblatt",
        "Die Kuendigungsfrist betraegt",
    ]
    assert "kuendigungsfrist" in Document.objects.get().search
    answer = browse(anna).get(f"/documents/{document.pk}/1/2-page.webp")
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == ("image/webp", "inline")
    assert browse(anna).get(f"/documents/{document.pk}/1/3-page.webp").status_code == 404
    assert browse(anna).get(f"/documents/{document.pk}/thumbnail/{version.file_id}/").status_code == 200


def test_a_form_without_javascript_files_several(anna: User, acme: Customer, browse: Browse, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(files.pdf("a"))
    (tmp_path / "b.html").write_bytes(b"<html><script>alert(1)</script></html>")
    with (tmp_path / "a.pdf").open("rb") as a, (tmp_path / "b.html").open("rb") as b:
        answer = browse(anna).post(f"/customers/{acme.pk}/documents/new/", {"file": [a, b]}, follow=True)
    page = answer.content.decode()
    assert "1 Dokument wurde abgelegt" in page
    assert "b.html: Webseiten" in page


def test_nobody_files_in_a_file_that_is_closed(anna: User, hidden: Customer, browse: Browse) -> None:
    words = {"name": "a.pdf", "size": "3"}
    assert browse(anna).post(f"/customers/{hidden.pk}/documents/uploads/", words).status_code == 404


def test_attachments_of_an_e_mail_are_filed_beside_it(anna: User, acme: Customer) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Angebot", "a@b.example", "c@d.example"
    mail.set_content("Anbei das Angebot.")
    offer = files.pdf("Angebot ueber 12 Stunden")
    mail.add_attachment(offer, maintype="application", subtype="pdf", filename="Angebot.pdf")
    mail.add_attachment(b"MZ\x90\x00" + bytes(200), maintype="application", subtype="pdf", filename="angebot2.pdf")
    document = filed(acme, bytes(mail), "Angebot.eml", by=anna).document
    Document.objects.filter(pk=document.pk).update(is_confidential=True)
    for _ in range(2):  # once more does no harm
        attachments.file_all(file_id=document.versions.get().file_id)
    beside = Document.objects.exclude(pk=document.pk).get()
    assert (beside.title, beside.type.name, beside.is_confidential) == ("Angebot", "Angebot", True)
    assert beside.note == "Aus der E-Mail „Angebot“."
    note = Document.objects.get(pk=document.pk).note
    assert note == "Anhang „angebot2.pdf“: " + note.partition(": ")[2]
    assert "Programme werden nicht angenommen" in note
