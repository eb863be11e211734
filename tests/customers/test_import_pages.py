"""The import in the browser: upload, columns, dry run, start, result; and who may."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from accounts.models import User
from customers.models import Customer
from customers.services import change_customer
from lists.imports import working
from lists.models import ImportRun, ImportState
from tests.cast import CANARY, Browse
from tests.customers.importing import checked, imported, uploaded
from timecount.uploads import SizeLimit, too_large

SAMPLE = Path(__file__).parent.parent / "samples" / "kunden.csv"
START = "/customers/import/"


def upload(client: Client, data: bytes, **more: str) -> Any:
    return client.post(START, {"file": SimpleUploadedFile("liste.csv", data), **more})


def text(response: Any) -> str:
    return str(response.content.decode())


def test_from_upload_to_result(anna: User, browse: Browse) -> None:
    client = browse(anna)
    answer = upload(client, SAMPLE.read_bytes())
    run = ImportRun.objects.get()
    columns = f"{START}{run.pk}/columns/"
    assert (answer.status_code, answer["Location"]) == (302, columns)
    page = text(client.get(columns))
    assert "Windows-1252" in page
    assert "+49 385 4127614" in page
    form = {f"column-{place}": key for place, key in enumerate(run.mapping)} | {"header_line": "1"}
    assert client.post(columns, form)["Location"] == f"{START}{run.pk}/"
    page = text(client.get(f"{START}{run.pk}/"))
    assert "Noch ist nichts geändert" in page
    assert "3 Zeilen würden übersprungen" in page
    assert not Customer.objects.exists()
    client.post(f"{START}{run.pk}/start/")
    page = text(client.get(f"{START}{run.pk}/"))
    assert "Die Hintergrundarbeit läuft gerade nicht." in page
    assert 'hx-trigger="load delay:1s"' in page
    while working.apply(run.pk):
        pass
    page = text(client.get(f"{START}{run.pk}/?show=skipped"))
    assert "631 Zeilen neu, 0 geändert, 3 übersprungen" in page
    assert "hx-trigger" not in page.partition('id="import-run"')[2].partition(">")[0]
    assert page.count('class="rows-item"') == 3
    assert "liste.csv" in text(client.get(START))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (bytes(range(256)) * 9, "Das ist keine Textdatei."),
        (b"PK\x03\x04xxxx", "keine CSV-Datei"),
        (("x;" * 299 + "x\n").encode() * 2, "Die Datei hat 300 Spalten, möglich sind höchstens 200."),
        (b"Firma;Ort\n", "Die Datei enthält Spaltennamen, aber darunter keine Zeilen."),
        ("Firma\nMüller\n".encode() + b"S\xf6hne\n", "mischt zwei Zeichensätze"),
    ],
)
def test_a_bad_file_gets_its_sentence_beside_the_field(anna: User, browse: Browse, data: bytes, sentence: str) -> None:
    page = text(upload(browse(anna), data))
    assert sentence in page
    assert "error-summary" in page
    assert not ImportRun.objects.exists()


def test_no_file_at_all(anna: User, browse: Browse) -> None:
    assert "error-summary" in text(browse(anna).post(START, {}))
    assert "error-summary" not in text(browse(anna).get(START))


def test_a_file_that_is_too_large_gets_its_sentence(
    anna: User, browse: Browse, settings: pytest.FixtureRequest
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    page = text(upload(browse(anna), b"Firma;Ort\n" * 200_000))
    assert "Die Datei ist größer als 1 MB. Bitte teilen Sie sie auf mehrere Dateien auf." in page


class Endless(io.RawIOBase):
    """A body of `size` bytes that exists nowhere; notes how much was asked for at once."""

    def __init__(self, size: int) -> None:
        self.head = io.BytesIO(
            b'--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
        )
        self.left = size
        self.tail = io.BytesIO(
            b"\r\n--BoUnDaRyStRiNg\r\n"
            b'Content-Disposition: form-data; name="encoding"\r\n\r\nutf-8\r\n--BoUnDaRyStRiNg--\r\n'
        )
        self.most = 0

    def read(self, size: int = -1) -> bytes:
        self.most = max(self.most, size)
        assert size >= 0, "the whole body at once"
        if head := self.head.read(size):
            return head
        if self.left:
            piece = b"x" * min(size, self.left)
            self.left -= len(piece)
            return piece
        return self.tail.read(size)


def test_200_megabytes_are_read_past_and_kept_nowhere() -> None:
    size = 200 * 1024**2
    body = Endless(size)
    request = RequestFactory().generic("POST", START, CONTENT_TYPE=MULTIPART_CONTENT, CONTENT_LENGTH=str(size + 300))
    request._stream = body  # type: ignore[assignment]  # it is read, nothing else
    assert (request.POST["encoding"], len(request.FILES)) == ("utf-8", 0)
    assert too_large(request) == {"file"}
    assert body.most <= 128 * 1024
    assert isinstance(request.upload_handlers[0], SizeLimit)


def test_columns_can_be_corrected(anna: User, browse: Browse) -> None:
    run = uploaded(anna, "Acme GmbH;20457", header="Wer;Wo")
    client, url = browse(anna), f"{START}{run.pk}/columns/"
    page = text(client.post(url, {"column-0": "", "column-1": "postcode", "header_line": "1"}))
    assert "Bitte geben Sie an, in welcher Spalte der Name steht: mindestens eine von Firma" in page
    page = text(client.post(url, {"column-0": "name", "column-1": "name", "header_line": "1"}))
    assert "„Firma“ ist für zwei Spalten gewählt" in page
    page = text(client.post(url, {"column-0": "nonsense", "column-1": "name", "header_line": "77"}))
    assert "error-summary" in page
    answer = client.post(url, {"column-0": "name", "column-1": "postcode", "header_line": "0"})
    assert answer.status_code == 302
    run.refresh_from_db()
    assert (run.state, run.total, run.counts["new"], run.mapping) == ("checked", 2, 2, ["name", "postcode"])


def test_once_begun_nothing_is_changed_any_more(anna: User, browse: Browse) -> None:
    run = imported(anna, "1;Bau AG;;;;;;;;;")
    client = browse(anna)
    assert client.get(f"{START}{run.pk}/columns/").status_code == 302
    client.post(f"{START}{run.pk}/discard/")
    client.post(f"{START}{run.pk}/start/")
    run.refresh_from_db()
    assert run.state == ImportState.DONE


def test_a_file_can_be_discarded_before_it_begins(anna: User, browse: Browse) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    assert browse(anna).post(f"{START}{run.pk}/discard/")["Location"] == START
    assert not ImportRun.objects.exists()


PATHS = ["", "columns/", "lines.csv"]
POSTS = ["start/", "resume/", "discard/"]


@pytest.mark.parametrize("path", PATHS)
def test_an_import_is_seen_by_whoever_started_it(path: str, anna: User, cleo: User, boss: User, browse: Browse) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    url = f"{START}{run.pk}/{path}"
    answers = [browse(user).get(url).status_code for user in (anna, cleo, boss)]
    assert answers == [200, 404, 200]


@pytest.mark.parametrize("path", POSTS)
def test_only_whoever_started_it_goes_on(path: str, anna: User, ben: User, cleo: User, browse: Browse) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    url = f"{START}{run.pk}/{path}"
    assert [browse(user).post(url).status_code for user in (ben, cleo)] == [404, 404]
    assert browse(anna).get(url).status_code == 405
    assert ImportRun.objects.get().state == ImportState.CHECKED


def test_who_only_reads_imports_nothing(ben: User, browse: Browse) -> None:
    assert browse(ben).get(START).status_code == 403
    assert upload(browse(ben), b"Firma\nAcme\n").status_code == 403


@pytest.mark.parametrize("path", ["999999/", "99999999999999999999999/", "999999/lines.csv"])
def test_nonsensical_ids_are_not_found(path: str, anna: User, browse: Browse) -> None:
    assert browse(anna).get(START + path).status_code == 404


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?after=x", "?after=99999999999", "?after=-1", "?show=new&after=1"]
)
def test_nonsense_in_the_query_shows_the_beginning(query: str, anna: User, browse: Browse) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    assert "Bau AG" in text(browse(anna).get(f"{START}{run.pk}/{query}"))


def test_htmx_gets_the_part(anna: User, browse: Browse) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    part = text(browse(anna).get(f"{START}{run.pk}/", headers={"HX-Request": "true"}))
    assert part.lstrip().startswith("<section")
    assert 'id="import-run"' in part
    assert "<html" not in part


def test_the_download_has_the_reason_in_a_column_of_its_own_and_no_formulas(anna: User, browse: Browse) -> None:
    run = checked(anna, "1;=HYPERLINK(1);Weg 1;;Hamburg;+49 40 123;;;;;", ";;;;;;;;;;nur Text")
    client = browse(anna)
    answer = client.get(f"{START}{run.pk}/lines.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}.csv"'
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert table[0][:5] == ["Zeile", "Ergebnis", "Grund", "Kundennr.", "Firma"]
    assert table[1][:5] == ["2", "neu", "Die Postleitzahl fehlt.", "1", "'=HYPERLINK(1)"]
    assert table[1][8] == "'+49 40 123"
    assert table[2][:3] == ["3", "übersprungen", "In dieser Zeile steht weder eine Firma noch ein Ansprechpartner."]
    only = b"".join(client.get(f"{START}{run.pk}/lines.csv?show=skipped").streaming_content)  # type: ignore[attr-defined]
    assert only.count(b"\r\n") == 2


def test_no_page_of_an_import_tells_of_a_file_that_one_may_not_see(
    anna: User, cleo: User, hidden: Customer, browse: Browse
) -> None:
    number = "4711"
    change_customer(customer=hidden, by=cleo, number=number)
    run = checked(anna, f"{number};Bau AG;;;;;;;;;", ";Holz KG;Hafenstraße 1;20457;;;;;;;")
    client = browse(anna)
    pages = [text(client.get(f"{START}{run.pk}/{path}")) for path in ("", "columns/", "?show=skipped")]
    pages.append(b"".join(client.get(f"{START}{run.pk}/lines.csv").streaming_content).decode())  # type: ignore[attr-defined]
    assert not [page for page in pages if CANARY in page]
    assert "ist schon vergeben" in pages[0]


def test_what_changed_is_not_told_of_a_file_that_closed_meanwhile(anna: User, cleo: User, browse: Browse) -> None:
    imported(anna, "1;Bau AG;Weg 1;20457;Hamburg;;;;;;")
    run = imported(cleo, "1;Bau AG;Weg 2;20457;Hamburg;;;;;;")
    url = f"{START}{run.pk}/"
    assert "Weg 1, 20457 Hamburg" in text(browse(cleo).get(url))
    change_customer(customer=Customer.objects.get(), by=anna, access="restricted")
    assert "Weg 1" not in text(browse(cleo).get(url))


def test_every_url_of_the_import_names_its_action() -> None:
    from customers.urls import urlpatterns

    ours = [pattern for pattern in urlpatterns if str(pattern.name).startswith("import")]
    assert {pattern.name for pattern in ours} == {
        "import", "import_run", "import_columns", "import_csv", "import_start", "import_resume", "import_undo",
        "import_discard", "import_questions",
    }  # fmt: skip
    assert {pattern.callback.action for pattern in ours} == {"customers.import"}  # type: ignore[attr-defined]
    assert reverse("customers:import") == START
