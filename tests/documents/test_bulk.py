"""What is done to many documents at once, and takes nobody further than they may go."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from accounts.actions import AccessKind, FileLevel
from accounts.models import AccessEvent, User
from customers import sharing
from customers.models import Access, Customer
from documents import searchable, storage
from documents.models import Document, DocumentType, TrashedDocument
from documents.zipping import safe, unique
from tests.cast import Browse, firm, person
from tests.documents.making import document
from tests.lists.bulk import outcomes, started, undone


def change(do: str, values: dict[str, Any], by: User, *documents: Document) -> Any:
    query = "&".join(f"selected={one.pk}" for one in documents)
    return started(do, values, query, by, "documents")


def where(one: Document) -> Customer:
    customer: Customer = Document.objects.select_related("customer").get(pk=one.pk).customer
    return customer


def test_type_and_tags_change_and_come_back(anna: User, acme: Customer, browse: Browse) -> None:
    both = document(acme, "Eins", retention="none"), document(acme, "Zwei", type="Foto", retention="none")
    photo = DocumentType.objects.get(name="Foto")
    run = change("type", {"type": photo.pk, "name": photo.name}, anna, *both)
    assert {outcome for outcome, _reason in outcomes(run).values()} == {"changed", "unchanged"}
    undone(run, anna)
    assert [Document.objects.get(pk=one.pk).type.name for one in both] == ["Vertrag", "Foto"]
    query = f"selected={both[0].pk}&do=tag"
    browse(anna).post(f"/documents/bulk/?{query}", {"expected": "1", "tags": "Rahmen, Alt"})
    assert sorted(both[0].tags.values_list("name", flat=True)) == ["Alt", "Rahmen"]


def test_a_document_moves_where_nobody_gains_by_it(anna: User, acme: Customer) -> None:
    beta = firm("Beta AG", by=anna)
    closed = firm("Zu AG", by=anna, responsible=anna, access=Access.RESTRICTED)
    shared = firm("Geteilt AG", by=anna, responsible=anna, access=Access.RESTRICTED)
    sharing.share(customers=[shared.pk], to=person("Otto", "Lesen"), level=FileLevel.SEE, by=None)
    free, secret = document(acme, "Frei", retention="none"), document(closed, "Geheim", retention="none")
    run = change("move", {"customer": beta.pk}, anna, free, secret)
    assert (where(free), where(secret)) == (beta, closed)
    assert [outcome for _key, (outcome, _why) in sorted(outcomes(run).items())] == ["changed", "refused"]
    change("move", {"customer": shared.pk}, anna, secret)
    assert where(secret) == closed
    undone(run, anna)
    assert where(free) == acme


def test_nobody_names_a_file_that_is_closed_to_them(
    anna: User, acme: Customer, hidden: Customer, browse: Browse
) -> None:
    made, client = document(acme, "Frei"), browse(anna)
    address = f"/documents/bulk/?selected={made.pk}&do=move"
    for typed in (hidden.number, "99999"):
        assert (
            "Kein Kunde hat diesen Namen" in client.post(address, {"expected": "1", "customer": typed}).content.decode()
        )
    change("move", {"customer": hidden.pk}, anna, made)
    assert where(made) == acme


def test_the_trash_is_undone_as_a_whole(acme: Customer) -> None:
    lena = person("Lena", "Leitung")
    kept, held = document(acme, "Weg", retention="none"), document(acme, "Gesperrt", legal_hold=True)
    run = change("trash", {}, lena, kept, held)
    assert [outcome for _key, (outcome, _why) in sorted(outcomes(run).items())] == ["changed", "refused"]
    assert TrashedDocument.objects.filter(pk=kept.pk, trashed_by=lena).exists()
    undone(run, lena)
    assert Document.objects.filter(pk=kept.pk).exists()


def with_bytes(made: Document, content: bytes) -> None:
    assert made.current
    file = made.current.file
    file.size, file.sha256 = len(content), hashlib.sha256(content).hexdigest()
    file.save()
    default_storage.save(storage.key_of(file.pk), ContentFile(content))


def test_many_are_taken_home_as_one_file_and_each_is_recorded(
    anna: User, acme: Customer, hidden: Customer, browse: Browse
) -> None:
    beta = firm("Beta AG", by=anna)
    names = ["../Größe.pdf", "../Größe.pdf", "weg.pdf", "b.pdf"]
    made = [document(beta if name == "b.pdf" else acme, "Brief", file={"name": name}) for name in names]
    for number, one in enumerate(made):
        if number != 2:
            with_bytes(one, b"%d" % number)
    foreign = document(hidden, "Geheim")
    picked = "&".join(f"selected={one.pk}" for one in [*made, foreign])
    answer: Any = browse(anna).get(f"/documents/zip/?{picked}")
    recorded = AccessEvent.objects.filter(kind=AccessKind.DOWNLOAD).values_list("object_id", flat=True)
    assert sorted(map(str, recorded)) == sorted(str(one.pk) for one in made)  # before the first byte
    with zipfile.ZipFile(BytesIO(answer.getvalue())) as packed:
        assert packed.testzip() is None
        folder = "10001 Acme GmbH"
        missing = packed.read("Fehlende Dateien.txt").decode()
        assert {name for name in packed.namelist() if name.startswith(folder)} == {
            f"{folder}/Größe.pdf",
            f"{folder}/Größe (2).pdf",
        }
        assert packed.read(f"{beta.number} Beta AG/b.pdf") == b"3"
    assert f"{folder}/weg.pdf" in missing
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("CON.pdf", "CON_.pdf"),
        (".htaccess", "htaccess"),
        ("a\u202efdp.exe", "a fdp.exe"),
        ("\0\r\n", "Dokument"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_safe_wherever_they_are_unpacked(db: None, name: str, expected: str) -> None:
    assert safe(name) == expected
    assert list(unique(["a.txt", "A.txt", "a (2).txt"])) == ["a.txt", "A (2).txt", "a (2) (2).txt"]


def test_the_columns_for_lists_stay_in_step_and_are_made_anew(anna: User, acme: Customer) -> None:
    made = document(acme, "Brief", "Die Kündigung.", tags=["Rahmen"])
    Customer.objects.filter(pk=acme.pk).update(number="K-7", access=Access.RESTRICTED)
    acme.contact.organisation_name = "Neu GmbH"
    acme.contact.save()
    made.refresh_from_db()
    assert made.search == "brief k-7 neu gmbh datei.pdf rahmen die kuendigung"
    assert made.is_closed
    assert searchable.rebuild() == 0
    with connection.cursor() as cursor:  # nothing watches these columns themselves
        cursor.execute("UPDATE documents_document SET search = 'x', sort_key = 'x'")
    assert searchable.rebuild() == 1
    made.refresh_from_db()
    assert made.sort_key == "brief"
