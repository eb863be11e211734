"""Archives: bombs, lies, names that lead out, and those that only pretend to be documents."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile

from tests.documents.corpus import cases
from tests.documents.corpus.honest import letter
from tests.documents.corpus.mails import mail
from tests.documents.corpus.zipped import opendocument, openxml, overlapping, patched, zipped

MB = 1024**2
NAME = "word/document.xml"


def _large(size: int, *, form: str = "docx") -> bytes:
    return openxml(form, {"word/media/a.bmp": bytes(size)})


def _nested(levels: int) -> bytes:
    data = zipped({"a.txt": "unten"})
    for _ in range(levels):
        data = zipped({"a.zip": data})
    return openxml("docx", {"word/a.zip": data})


def _many_large() -> bytes:
    """Each inner archive is small enough, together they are not."""
    inner = zipped({"a": bytes(9 * MB)})
    return openxml("docx", {f"word/{number}.zip": inner for number in range(25)})


def _with_name(name: str) -> bytes:
    return openxml("docx", {name: "x"})


def _with_nul() -> bytes:
    return openxml("docx", {"word/media/aXb.png": "x"}).replace(b"media/aXb", b"media/a\0b")


def _link() -> bytes:
    answer = io.BytesIO(letter())
    with zipfile.ZipFile(answer, "a") as archive:
        link = zipfile.ZipInfo("word/media/image1.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return answer.getvalue()


def _twice() -> bytes:
    return openxml("docx", {"word/copyAAAA.xml": "<a/>"}).replace(b"word/copyAAAA.xml", NAME.encode())


def _size(value: int) -> bytes:
    return patched(openxml("docx"), NAME, 22, 24, struct.pack("<I", value))


def _packed_elsewise() -> bytes:
    answer = io.BytesIO(letter())
    with zipfile.ZipFile(answer, "a") as archive:
        archive.writestr("word/a.bin", bytes(100), zipfile.ZIP_BZIP2)
    return answer.getvalue()


def _tar() -> bytes:
    answer = io.BytesIO()
    with tarfile.open(fileobj=answer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../etc/passwd"))
    return answer.getvalue()


def _locked() -> bytes:
    return patched(openxml("docx"), NAME, 6, 8, b"\x01\x00")


def _broken_checksum() -> bytes:
    return patched(openxml("docx"), NAME, 14, 16, b"\x01\x02\x03\x04")


CASES = cases(
    "archives",
    ("an archive", "a.zip", lambda: zipped({"a.txt": "x"}), "!archive"),
    ("called a letter", "a.docx", lambda: zipped({"a.txt": "x"}), "!archive"),
    ("called a picture", "a.jpg", lambda: zipped({"a.txt": "x"}), "!archive"),
    ("with nothing inside", "a.zip", lambda: zipped({}), "!archive"),
    ("a Java program", "a.jar", lambda: zipped({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": "x"}), "!archive"),
    ("a book", "a.epub", lambda: zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<c/>"}),
     "!archive"),
    ("a drawing of Visio", "a.vsdx", lambda: zipped({"[Content_Types].xml": "<Types/>"}), "!archive"),
    ("gzip", "a.gz", lambda: gzip.compress(b"x"), "!archive"),
    ("a packed SVG", "a.svgz", lambda: gzip.compress(b"<svg/>"), "!archive"),
    ("bzip2", "a.bz2", lambda: bz2.compress(b"x"), "!archive"),
    ("xz", "a.xz", lambda: lzma.compress(b"x"), "!archive"),
    ("7-Zip", "a.pdf", lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(50), "!archive"),
    ("RAR", "a.docx", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(50), "!archive"),
    ("tar", "a.txt", _tar, "!archive"),
    ("zstd", "a.txt", lambda: b"\x28\xb5\x2f\xfd" + bytes(50), "!archive"),
    ("a cabinet", "a.txt", lambda: b"MSCF" + bytes(50), "!archive"),
    ("12 MB of nothing in a letter", "a.docx", lambda: _large(12 * MB), "!bomb"),
    ("9 MB of nothing in a letter are no bomb", "a.docx", lambda: _large(9 * MB), "docx"),
    ("250 MB in a letter, hardly packed", "a.docx", lambda: _size(250 * MB), "!bomb"),
    ("4 GB, it says", "a.docx", lambda: _size(0xFFFFFFF0), "!bomb"),
    ("larger than it says", "a.docx", lambda: _size(10), "!damaged"),
    ("smaller than it says", "a.docx", lambda: _size(5000), "!damaged"),
    ("2,001 entries", "a.docx", lambda: openxml("docx", {f"word/{number}": "" for number in range(2001)}), "!bomb"),
    ("too many entries in an archive inside", "a.docx",
     lambda: openxml("docx", {"word/a.zip": zipped({str(number): "" for number in range(1999)})}), "!bomb"),
    ("twenty-five large archives inside", "a.docx", _many_large, "!bomb"),
    ("archives in archives", "a.docx", lambda: _nested(9), "!bomb"),
    ("a few archives in archives", "a.docx", lambda: _nested(2), "docx"),
    ("entries that share their bytes", "a.docx", lambda: overlapping(openxml("docx", {"word/aaaaaa": bytes(1000)}), 50),
     "!bomb"),
    ("a bomb on an e-mail", "a.eml", lambda: mail(("a.zip", zipped({"a": bytes(12 * MB)}), "application/zip")),
     "!bomb"),
    ("a bomb in OpenDocument", "a.odt", lambda: opendocument(more={"Pictures/a.bmp": bytes(12 * MB)}), "!bomb"),
    ("a name that leads out", "a.docx", lambda: _with_name("../../etc/cron.d/a"), "!archive_names"),
    ("a name that leads out in the middle", "a.docx", lambda: _with_name("word/../../../a"), "!archive_names"),
    ("a name that leads out as Windows writes it", "a.docx", lambda: _with_name("..\\..\\a.exe"), "!archive_names"),
    ("a name from the root", "a.docx", lambda: _with_name("/etc/passwd"), "!archive_names"),
    ("a name with a drive", "a.docx", lambda: _with_name("C:/Windows/a.dll"), "!archive_names"),
    ("a name with NUL", "a.docx", _with_nul, "!archive_names"),
    ("a name with a line break", "a.docx", lambda: _with_name("word/a\nb.png"), "!archive_names"),
    ("a link out", "a.docx", _link, "!archive_names"),
    ("two parts of one name", "a.docx", _twice, "!archive_names"),
    ("packed in a way that Office does not know", "a.docx", _packed_elsewise, "!archive"),
    ("locked inside", "a.docx", _locked, "!archive"),
    ("another checksum", "a.docx", _broken_checksum, "!damaged"),
    ("cut off", "a.docx", lambda: letter()[:-300], "!damaged"),
    ("its head only", "a.docx", lambda: letter()[:100], "!damaged"),
    ("something before it", "a.docx", lambda: b"PK\x03\x04" + letter(), "!two_kinds"),
    ("two letters one after the other", "a.docx", lambda: letter() + openxml("docx"), "!two_kinds"),
)  # fmt: skip
