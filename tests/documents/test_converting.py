"""Text and pictures of honest files, and that hostile ones cannot hold anything up."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from documents import converting
from documents.checking import Kind, NotAccepted
from documents.converting import CannotConvert, attachments_of, limits, make_pdf, page_count, raster, text_of
from documents.formats import FORMATS
from tests.documents.corpus import compound, every, mails, papers, zipped
from tests.documents.corpus.honest import letter, prices


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "bytes"


def _texts(folder: Path, *files: tuple[str, bytes]) -> list[list[str]]:
    """Of several files in one process."""
    calls = []
    for number, (form, data) in enumerate(files):
        path = folder / str(number)
        path.write_bytes(data)
        calls.append((path, form, 10))
    return [answer["parts"] for answer in limits.run_many("text", calls)]


SLIDE = zipped.document("<w:p><w:r><w:t>Folie {}</w:t></w:r></w:p>")
PAGES = "<draw:page><text:p>Eins</text:p></draw:page><draw:page><text:p>Zwei<text:s/>drei</text:p></draw:page>"


def test_every_kind_has_its_text(tmp_path: Path) -> None:
    mail = mails.mail(("Vertrag.pdf", b"%PDF", "application/pdf"))
    html = b"From: a@b.c\nTo: c@d.e\nContent-Type: text/html\n\n<style>x{}</style><p>Guten <b>Tag</b></p><p>Gru&szlig;"
    slides = {f"ppt/slides/slide{number}.xml": SLIDE.format(number) for number in (10, 2)}
    field = "Siehe \x13 HYPERLINK x \x14Anlage\x15"

    pdf, word, excel, odt, odp, pptx, doc, xls, ppt, eml, page, text, windows = _texts(
        tmp_path,
        ("pdf", papers.pdf("Seite eins", "Seite zwei")),
        ("docx", letter()),
        ("xlsx", prices()),
        ("odt", zipped.opendocument()),
        ("odp", zipped.opendocument("presentation", body=PAGES)),
        ("pptx", zipped.openxml("pptx", slides)),
        ("doc", compound.doc(text=field)),
        ("xls", compound.xls()),
        ("ppt", compound.ppt()),
        ("eml", mail),
        ("eml", html),
        ("txt", "Größe".encode("utf-16")),
        ("txt", "Größe".encode("cp1252")),
    )

    assert pdf == ["Seite eins", "Seite zwei"]
    assert word[0].splitlines()[:2] == ["Wartungsvertrag", "Der Vertrag beginnt am 1. Januar 2027."]
    assert "Stundensatz" in word[0]
    assert "Kopfzeile Muster GmbH" in word[0]
    assert excel == [
        "Preisliste\nLeistung\tSatz\nElektriker\t48.5\nhttps://example.com/preise",
        "Zuschläge\nNachtarbeit",
    ]
    assert odt == ["Guten Tag"]
    assert odp == ["Eins", "Zwei drei"]
    assert pptx == ["Folie 2", "Folie 10"]
    assert doc == ["Siehe Anlage"]
    assert xls == ["Tabelle1\nZeile\t42"]
    assert ppt == ["Guten Tag"]
    assert "Subject: Wartungsvertrag für die Förderanlage" in eml[0]
    assert "anbei der Vertrag" in eml[0]
    assert eml[0].endswith("Vertrag.pdf")
    assert page[0].endswith("Guten Tag\nGruß")
    assert [text, windows] == [["Größe"], ["Größe"]]


def _drawn(path: Path, form: str, page: int, width: int) -> Image.Image:
    return Image.open(BytesIO(raster(path, form, page, width)))


def test_a_page_is_drawn_on_white_as_wide_as_asked(kept: Path) -> None:
    kept.write_bytes(papers.pdf("Seite eins", "Seite zwei"))

    page = _drawn(kept, "pdf", 2, 300)

    assert (page.format, page.size, page.getpixel((1, 1))) == ("WEBP", (300, 425), (255, 255, 255))
    assert page_count(kept, "pdf") == 2
    with pytest.raises(CannotConvert, match="Diese Seite gibt es"):
        raster(kept, "pdf", 3, 300)


def test_a_page_of_kilometres_stays_small(kept: Path) -> None:
    kept.write_bytes(papers.pdf(box="0 0 200 40000000"))

    assert max(_drawn(kept, "pdf", 1, 99_999).size) <= 4000


def test_a_photo_is_upright_and_no_larger_than_it_is(kept: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (300, 200), "red").save(kept, "JPEG", exif=turned)

    assert _drawn(kept, "jpeg", 1, 1000).size == (200, 300)
    assert _drawn(kept, "jpeg", 1, 100).size == (100, 150)


def test_what_shines_through_is_white(kept: Path) -> None:
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(kept, "PNG")

    assert _drawn(kept, "png", 1, 100).getpixel((4, 4)) == (255, 255, 255)


def test_a_locked_file_says_so(kept: Path) -> None:
    kept.write_bytes(papers.locked(papers.pdf(), "offen"))

    with pytest.raises(CannotConvert, match="Kennwort") as refused:
        text_of(kept, "pdf")

    assert isinstance(refused.value, NotAccepted)


def test_attachments_come_as_files(kept: Path, tmp_path: Path) -> None:
    kept.write_bytes(mails.mail(("../Vertrag.pdf", b"eins", "application/pdf"), ("b.txt", b"zwei", "text/plain")))
    folder = tmp_path / "attachments"
    folder.mkdir()

    found = attachments_of(kept, folder)

    assert [(name, path.read_bytes()) for name, path in found] == [("../Vertrag.pdf", b"eins"), ("b.txt", b"zwei")]
    assert all(path.parent == folder for _name, path in found)


# --- programs that may be installed -----------------------------------------------------------

OFFICE = """#!/bin/sh
grep -q 'BlockUntrustedRefererLinks" oor:op="fuse"><value>true' profile/user/registrymodifications.xcu || exit 1
mkdir out && cp "$(readlink source.docx).pdf" out/source.pdf
"""
TESSERACT = "#!/bin/sh\necho Gelesen"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs beside which there are only those of the system that are needed."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "grep", "mkdir", "cp", "readlink"):
        (folder / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _install(path: Path, script: str) -> None:
    path.write_text(script)
    path.chmod(0o755)


def test_without_libreoffice_it_is_said_that_office_files_are_not_drawn(
    kept: Path, tmp_path: Path, installed: Path
) -> None:
    kept.write_bytes(letter())

    assert not converting.can_make_pdf("docx")
    assert page_count(kept, "docx") == 0
    with pytest.raises(CannotConvert, match="nicht dargestellt"):
        make_pdf(kept, "docx", tmp_path / "target")


def test_libreoffice_draws_and_fetches_nothing(kept: Path, tmp_path: Path, installed: Path) -> None:
    _install(installed / "soffice", OFFICE)
    kept.write_bytes(letter())
    Path(f"{kept}.pdf").write_bytes(papers.pdf())

    assert converting.can_make_pdf("docx")
    make_pdf(kept, "docx", tmp_path / "target")

    assert page_count(tmp_path / "target", "pdf") == 1


def test_pages_without_text_are_read_by_tesseract(kept: Path, installed: Path) -> None:
    kept.write_bytes(papers.pdf("", "Seite zwei"))
    assert text_of(kept, "pdf").parts == ["", "Seite zwei"]

    _install(installed / "tesseract", TESSERACT)

    assert text_of(kept, "pdf").parts == ["Gelesen", "Seite zwei"]
    assert text_of(kept, "pdf", scans=False).parts == ["", "Seite zwei"]


# --- hostile files ----------------------------------------------------------------------------


@pytest.mark.soak
def test_whatever_is_accepted_holds_nothing_up(tmp_path: Path) -> None:
    for number, case in enumerate(case for case in every() if not case.expected.startswith("!")):
        path = tmp_path / str(number)
        path.write_bytes(case.make())
        form, *flags = case.expected.split()
        answer = _text_or_code(path, form)
        if "encrypted" in flags and form != "eml":
            assert answer == "locked", case.about
        elif FORMATS[form].kind in (Kind.PDF, Kind.IMAGE, Kind.EMAIL, Kind.TEXT):
            assert answer == "text", case.about
            assert form not in ("pdf", "jpeg", "png", "gif", "tiff", "webp") or raster(path, form, 1, 400), case.about
        else:
            assert answer in ("text", "damaged"), case.about  # some are too small to be workbooks


def _text_or_code(path: Path, form: str) -> str:
    try:
        text_of(path, form)
    except CannotConvert as refused:
        return refused.code
    return "text"
