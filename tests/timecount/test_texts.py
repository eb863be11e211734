import pytest

from timecount.texts import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Müller \t Bau\u00a0GmbH \n", "Müller Bau GmbH"),
        ("Mu\u0308ller", "Müller"),
        ("Mül\0ler\x07", "Müller"),
        ("Mül\ud800ler", "Müller"),
        ("\ufeffMül\u200bl\u00ader\u2060", "Müller"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("\u2066Acme\u2069", "Acme"),
        ("Café 👩\u200d🔧 🇩🇪 ❤️", "Café 👩\u200d🔧 🇩🇪 ❤️"),
        ("👩\u200d", "👩"),
        ("a\u200db", "ab"),
        ("شركة", "شركة"),
        ("\0\u200b \u202e", ""),
    ],
)
def test_a_line_keeps_what_one_sees(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_a_text_keeps_its_line_breaks() -> None:
    assert clean_text(" Rückruf \r\nbis\t12 Uhr\0\r\u2028\n\n") == "Rückruf\nbis    12 Uhr"


def test_length_does_not_matter() -> None:
    assert len(clean_line("ab " * 100_000)) == 299_999
