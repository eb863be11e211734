"""PDFs that act, carry, break or take long."""

import zlib

import pikepdf

from tests.documents.corpus import cases
from tests.documents.corpus.papers import attached, locked, pdf, rewritten, stream
from tests.documents.corpus.zipped import zipped

SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LINK = "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A {} >>]"


def _opens(action: str) -> bytes:
    return pdf(catalog=f"/OpenAction {action}")


def _clicks(action: str) -> bytes:
    return pdf(page=LINK.format(action))


def _circle() -> bytes:
    return pdf().replace(b"/Kids [10 0 R]", b"/Kids [ 2 0 R]")


def _deep() -> bytes:
    return pdf(more=[b"[" * 400 + b"]" * 400])


def _pages(count: int) -> bytes:
    return pdf(*(f"Seite {number}" for number in range(1, count + 1)))


def _boxed(kind: str) -> bytes:
    return pdf(page=f"/Annots [<< /Subtype /{kind} /Rect [0 0 9 9] >>]")


CASES = cases(
    "pdf",
    ("JavaScript when it opens", "a.pdf", lambda: _opens(SCRIPT), "pdf active"),
    ("JavaScript in an object of its own", "a.pdf", lambda: pdf(catalog="/OpenAction 10 0 R", more=[SCRIPT.encode()]),
     "pdf active"),
    ("JavaScript in packed objects", "a.pdf",
     lambda: rewritten(_opens(SCRIPT), object_stream_mode=pikepdf.ObjectStreamMode.generate), "pdf active"),
    ("JavaScript, spelled otherwise", "a.pdf",
     lambda: _opens("<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"), "pdf active"),
    ("JavaScript among the names", "a.pdf",
     lambda: pdf(catalog=f"/Names << /JavaScript << /Names [(a) {SCRIPT}] >> >>"), "pdf active"),
    ("JavaScript behind a link", "a.pdf", lambda: _clicks(SCRIPT), "pdf active"),
    ("JavaScript after a jump", "a.pdf", lambda: _opens(f"<< /S /GoTo /D [12 0 R /Fit] /Next {SCRIPT} >>"),
     "pdf active"),
    ("JavaScript of a page", "a.pdf", lambda: pdf(page=f"/AA << /O {SCRIPT} >>"), "pdf active"),
    ("something when it closes", "a.pdf", lambda: pdf(catalog="/AA << /WC << /S /Named /N /Print >> >>"), "pdf active"),
    ("an address when it opens", "a.pdf", lambda: _opens("<< /S /URI /URI (https://example.com) >>"), "pdf active"),
    ("starts a program", "a.pdf", lambda: _opens("<< /S /Launch /F (cmd.exe) >>"), "pdf active"),
    ("starts a program behind a link", "a.pdf", lambda: _clicks("<< /S /Launch /F (cmd.exe) >>"), "pdf active"),
    ("sends its form", "a.pdf", lambda: _clicks("<< /S /SubmitForm /F (https://example.com) >>"), "pdf active"),
    ("fetches data", "a.pdf", lambda: _clicks("<< /S /ImportData /F (a.fdf) >>"), "pdf active"),
    ("goes to another file", "a.pdf", lambda: _opens("<< /S /GoToR /F (\\\\\\\\server\\\\a) /D [0] >>"), "pdf active"),
    ("goes to a file inside", "a.pdf", lambda: _clicks("<< /S /GoToE /D [0] >>"), "pdf active"),
    ("an XFA form", "a.pdf",
     lambda: pdf(catalog="/AcroForm << /XFA 10 0 R >>", more=[stream(b"<xdp/>")]), "pdf active"),
    ("a film", "a.pdf", lambda: _boxed("RichMedia"), "pdf active"),
    ("a body in space", "a.pdf", lambda: _boxed("3D"), "pdf active"),
    ("a pin with a file", "a.pdf", lambda: _boxed("FileAttachment"), "pdf active"),
    ("carries a text", "a.pdf", lambda: attached(b"Beilage"), "pdf active"),
    ("carries a program called an invoice", "a.pdf",
     lambda: attached(b"MZ\x90\x00", name="factur-x.xml"), "pdf active"),
    ("carries an archive", "a.pdf", lambda: attached(zipped({"a.exe": b"MZ"})), "pdf active"),
    ("carries another PDF that acts", "a.pdf", lambda: attached(_opens(SCRIPT)), "pdf active"),
    ("carries a bomb", "a.pdf", lambda: attached(bytes(60 * 1024**2)), "!bomb"),
    ("carries an archive that is a bomb", "a.pdf", lambda: attached(zipped({"a": bytes(12 * 1024**2)})), "!bomb"),
    ("a page that unpacks to 60 MB", "a.pdf",
     lambda: pdf(more=[stream(zlib.compress(bytes(60 * 1024**2), 1), "/Filter /FlateDecode")]), "pdf"),
    ("locked and active", "a.pdf", lambda: locked(_opens(SCRIPT), "offen"), "pdf encrypted"),
    ("locked for changes and active", "a.pdf", lambda: locked(_opens(SCRIPT), ""), "pdf active"),
    ("cut off in the middle", "a.pdf", lambda: _pages(20)[:3000], "!damaged"),
    ("cut off at the end", "a.pdf", lambda: pdf()[:-6], "!damaged"),
    ("its head only", "a.pdf", lambda: b"%PDF-1.7\n", "!damaged"),
    ("a head and an end", "a.pdf", lambda: b"%PDF-1.7\n%%EOF\n", "!damaged"),
    ("without pages", "a.pdf",
     lambda: pdf().replace(b"/Kids [10 0 R] /Count 1", b"/Kids [      ] /Count 0"), "!damaged"),
    ("pages in a circle", "a.pdf", _circle, "!damaged"),
    ("a wrong table of places", "a.pdf", lambda: pdf().replace(b"startxref\n", b"startxref\n9"), "pdf"),
    ("without a catalogue", "a.pdf", lambda: pdf().replace(b"/Root 1 0 R", b"/Root 7 0 R"), "!damaged"),
    ("hundreds of levels", "a.pdf", _deep, "!bomb"),
    ("a page of 14 km", "a.pdf", lambda: pdf(box="0 0 40000000 40000000"), "pdf"),
    ("noise", "a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 50 + b"\n%%EOF\n", "!damaged"),
)  # fmt: skip

CASES += cases(
    "pdf",
    ("10,000 pages", "a.pdf", lambda: _pages(10_000), "pdf"),
    heavy=True,
)  # fmt: skip
