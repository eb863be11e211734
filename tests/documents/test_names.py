"""Names of files: kept for people, harmless for paths, headers and eyes."""

import pytest

from documents.checking.naming import clean_name
from documents.formats import FORMATS

LONG = "Ä" * 300


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Vertrag.pdf", "Vertrag.pdf"),
        ("Vertrag.PDF", "Vertrag.PDF"),
        ("Vertrag v1.2", "Vertrag v1.2.pdf"),
        ("Angebot vom 12.11.2026", "Angebot vom 12.11.2026.pdf"),
        ("Rechnung.pdf.exe", "Rechnung.pdf.pdf"),
        ("Rechnung.docx", "Rechnung.pdf"),
        ("Größe – „Maß“ 2026 ✓ 契約書 🧰.pdf", "Größe – „Maß“ 2026 ✓ 契約書 🧰.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\Windows\\a.pdf", "a.pdf"),
        ("C:\\Users\\anna\\Vertrag.pdf", "Vertrag.pdf"),
        ("/etc/shadow", "shadow.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("a\x00/../b.pdf", "b.pdf"),
        ("a.pdf\r\nSet-Cookie: x=1", "a.pdf Set-Cookie- x=1.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.pdf"),
        ("a\u200bb\ufeffc.pdf", "abc.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
        ("a\x1b[31mrot.pdf", "a[31mrot.pdf"),
        ('<img src=x onerror="alert(1)">.pdf', "-img src=x onerror=-alert(1)--.pdf"),
        ("a.pdf:evil.exe", "a.pdf-evil.pdf"),
        ("was?*.pdf", "was--.pdf"),
        ("CON", "_CON.pdf"),
        ("con.pdf", "_con.pdf"),
        ("nul.tar.pdf", "_nul.tar.pdf"),
        ("LPT¹.pdf", "_LPT¹.pdf"),
        ("Contract.pdf", "Contract.pdf"),
        ("", "Dokument.pdf"),
        (".", "Dokument.pdf"),
        ("..", "Dokument.pdf"),
        (".pdf", "pdf.pdf"),
        ("   ", "Dokument.pdf"),
        ("\u202e\u202e", "Dokument.pdf"),
        ("///", "Dokument.pdf"),
        ("???", "Dokument.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a.pdf. . .", "a.pdf"),
        ("%2e%2e%2fa.pdf", "%2e%2e%2fa.pdf"),
        (f"{LONG}.pdf", f"{'Ä' * 125}.pdf"),
        ("x" * 300, f"{'x' * 250}.pdf"),
    ],
)
def test_names_are_cleaned_and_end_honestly(name: str, kept: str) -> None:
    cleaned = clean_name(name, FORMATS["pdf"])

    assert cleaned == kept
    assert len(cleaned.encode()) <= 255
    assert clean_name(cleaned, FORMATS["pdf"]) == cleaned


def test_an_honest_ending_stays_as_it_was_written() -> None:
    assert clean_name("foto.jpeg", FORMATS["jpeg"]) == "foto.jpeg"
    assert clean_name("foto.png", FORMATS["jpeg"]) == "foto.jpg"
    assert clean_name("notizen.md", FORMATS["txt"]) == "notizen.md"
