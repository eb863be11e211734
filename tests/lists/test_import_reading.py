"""Files of unknown making: read rightly, or refused with a reason."""

import csv
import io
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lists.declaring import Column
from lists.export import semicolons
from lists.export.table import Table
from lists.imports.decoding import Unreadable, decode
from lists.imports.reading import MAX_CELL, MAX_COLUMNS, SEPARATORS, read
from lists.imports.rows import tidy
from lists.imports.table import safe

TABLE = "Kundennr.;Firma;Straße\r\n1;Müller & Söhne;Große Straße 1\r\n2;Ärztehaus;Übelweg 2\r\n"
ROWS = [["Kundennr.", "Firma", "Straße"], ["1", "Müller & Söhne", "Große Straße 1"], ["2", "Ärztehaus", "Übelweg 2"]]


@pytest.mark.parametrize(
    ("written", "named", "sure"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16", True),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
        ("utf-32", "utf-32", True),
        ("cp1252", "cp1252", True),
        ("iso8859-15", "cp1252", True),  # the same letters
        ("cp850", "cp850", False),
        ("mac_roman", "mac_roman", False),
    ],
)
def test_the_character_set_is_told_by_the_bytes(written: str, named: str, sure: bool) -> None:
    table = read(TABLE.encode(written))
    assert [line.cells for line in table.lines] == ROWS
    assert (table.encoding, table.encoding_sure) == (named, sure)


def test_a_person_may_know_better() -> None:
    text = "Firma;Ort\nŁódź Sp;Łódź\n"
    assert read(text.encode("cp1250"), "cp1250").lines[1].cells == ["Łódź Sp", "Łódź"]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_the_one_that_fits_every_line(separator: str) -> None:
    text = "a,b;c|d\te".replace(separator, " ")
    data = "".join(f"{n}{separator}{text}{separator}x\n" for n in range(5))
    table = read(data.encode())
    assert (table.separator, table.width) == (separator, 3)


def test_excel_may_announce_the_separator() -> None:
    table = read(b"sep=|\na|b;c\n1|2;3\n")
    assert [(line.number, line.cells) for line in table.lines] == [(2, ["a", "b;c"]), (3, ["1", "2;3"])]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = read(b'a;b\n"x\ny";1\n;\n\n2;"say ""hi"""\n')
    assert [(line.number, line.cells) for line in table.lines] == [
        (1, ["a", "b"]),
        (2, ["x\ny", "1"]),
        (6, ["2", 'say "hi"']),
    ]
    assert table.blank == 2


REFUSED = [
    (b"", "Datei ist leer"),
    (b"\xef\xbb\xbf \r\n\r\n", "Datei ist leer"),
    (b";;\n;;\n", "Datei ist leer"),
    (b"PK\x03\x04\x14\x00" + b"x" * 50, "keine CSV-Datei"),
    (b"%PDF-1.7 ...", "eine PDF-Datei"),
    (bytes(range(256)) * 20, "keine Textdatei"),
    (b"\x7fELF\x01\x02\x03" + b"\x00\x08\x01" * 400, "keine Textdatei"),
    (b"a;b\n1;x\n2;\0\n", "Zeile 3 enthält NUL-Zeichen"),
    ("a;b\n1;\0\n".encode("utf-16"), "Zeile 2 enthält NUL-Zeichen"),
    ("Müller;1\nSöhne;2\n".encode() + "Böhm;3\n".encode("cp1252"), "mischt zwei Zeichensätze"),
    (b'a;b\n1;"x\n2;y\n3;z\n', "In Zeile 2 beginnt ein Text in Anführungszeichen"),
    ((";".join(["x"] * (MAX_COLUMNS + 100)) + "\n").encode() * 3, "Die Datei hat 300 Spalten"),
    (b"a;b\n1;" + b"x" * (MAX_CELL + 1) + b"\n", "In Zeile 2 hat eine Zelle mehr als"),
    (b"a;b\n1;" + b"x" * 200_000 + b"\n", "In Zeile 2 hat eine Zelle mehr als"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(data)


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lists.imports.reading.MAX_ROWS", 3)
    assert len(read(b"a;b\n" * 3).lines) == 3
    with pytest.raises(Unreadable, match="mehr als 3 Zeilen"):
        read(b"a;b\n" * 4)


def test_a_chosen_character_set_that_is_wrong_is_refused() -> None:
    with pytest.raises(Unreadable, match="nicht in UTF-8 geschrieben: In Zeile 2"):
        read(TABLE.encode("cp1252").replace(b"Kundennr.;Firma;Stra\xdfe", b"a;b;c"), "utf-8")


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b'"')
@example(b"\r")
@example(b"\xef\xbb\xbfsep=;")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = read(data)
    except Unreadable:
        return
    assert table.lines
    assert all("\0" not in cell for line in table.lines for cell in line.cells)
    assert [line.number for line in table.lines] == sorted({line.number for line in table.lines})


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=12).filter(
    lambda text: "\ufeff" not in text
)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6), st.sampled_from(["utf-8-sig", "utf-16"])
)
def test_what_excel_writes_comes_back(rows: list[list[str]], encoding: str) -> None:
    rows = [["Nr", "Firma", "Ort"], *rows]
    assume(all(any(cell.strip(string.whitespace + "\xa0;,|") for cell in row) for row in rows))
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    table = read(text.getvalue().encode(encoding))
    assert table.separator == ";"
    assert [line.cells for line in table.lines] == rows


TEXTS = ["=1+1", "-Bau-", "@work", "+49-40", "+49 40 123", "'t Hooft", "'", "a'=b"]


def test_an_exported_list_is_read_back_without_the_apostrophes() -> None:
    columns = [Column("name", "Firma"), Column("city", "Ort")]
    exported = b"".join(semicolons.pieces(Table("Kunden", columns, iter([[[text, "Kiel"] for text in TEXTS]]))))
    assert b"'=1+1" in exported
    assert [tidy(line.cells[0]) for line in read(exported).lines[1:]] == TEXTS


@given(st.text(st.sampled_from("=+-@\t\r'\n aß"), max_size=6))
def test_the_lines_of_an_import_mean_the_same_when_they_come_back(cell: str) -> None:
    assert tidy(safe(cell)) == tidy(cell)


def test_decoding_names_what_it_guessed() -> None:
    decoded = decode("Früher Käse, süße Öle".encode("cp850"))
    assert (decoded.text, decoded.encoding, decoded.sure) == ("Früher Käse, süße Öle", "cp850", False)
