"""PDFs, written by hand, so that every one is wrong in one place only."""

import zlib
from collections.abc import Sequence
from io import BytesIO

import pikepdf

TEXT = b"BT /F1 24 Tf 50 700 Td (%s) Tj ET"


def pdf(
    *texts: str,
    catalog: str = "",
    page: str = "",
    more: Sequence[bytes] = (),
    box: str = "0 0 595 842",
    head: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
) -> bytes:
    """A page for each text.  `more`: objects, numbered from 10; `catalog` and `page` are written into those."""
    said = texts or ("Guten Tag",)
    first = 10 + len(more)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(said)))
    objects: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(said)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **{10 + number: thing for number, thing in enumerate(more)},
    }
    for number, text in enumerate(said):
        at = first + 2 * number
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {at + 1} 0 R {page} "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[at + 1] = stream(TEXT % text.encode("latin-1"))
    return _written(objects, head)


def stream(data: bytes, words: str = "") -> bytes:
    return f"<< /Length {len(data)} {words} >>\nstream\n".encode() + data + b"\nendstream"


def attached(data: bytes, *, name: str = "beilage.txt", packed: bool = True) -> bytes:
    """A PDF that carries another file."""
    body = stream(
        zlib.compress(data, 1) if packed else data, "/Type /EmbeddedFile" + (" /Filter /FlateDecode" * packed)
    )
    spec = f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F 10 0 R >> >>".encode()
    return pdf(catalog=f"/Names << /EmbeddedFiles << /Names [({name}) 11 0 R] >> >>", more=[body, spec])


def rewritten(data: bytes, **how: object) -> bytes:
    """As another program saves it: `object_stream_mode`, `encryption`."""
    answer = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(answer, **how)  # type: ignore[arg-type]  # words of that function
    return answer.getvalue()


def locked(data: bytes, user: str) -> bytes:
    return rewritten(data, encryption=pikepdf.Encryption(owner="geheim", user=user))


def _written(objects: dict[int, bytes], head: bytes) -> bytes:
    answer, places = bytearray(head), {}
    for number, thing in sorted(objects.items()):
        places[number] = len(answer)
        answer += b"%d 0 obj\n" % number + thing + b"\nendobj\n"
    start, most = len(answer), max(objects)
    answer += b"xref\n0 %d\n" % (most + 1)
    for number in range(most + 1):
        answer += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    answer += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (most + 1, start)
    return bytes(answer)
