"""What can be brought in beside CSV: vCards of three versions and many makers, Excel workbooks, pasted cells."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lists.imports.decoding import Unreadable
from lists.imports.reading import Table, read


def told(table: Table) -> list[dict[str, str]]:
    """Every card by column, empty ones left out."""
    names, *cards = [line.cells for line in table.lines]
    return [{name: text for name, text in zip(names, card, strict=True) if text} for card in cards]


def card(*lines: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


OUTLOOK = b"""BEGIN:VCARD\r
VERSION:2.1\r
N;LANGUAGE=de;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Herr Dr.;\r
FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Dr. J=F6rg =\r
M=FCller\r
ORG:Bau AG;Einkauf\r
TITLE:Leiter\r
TEL;WORK;VOICE:040 123\r
TEL;WORK;VOICE;PREF:040 456\r
TEL;CELL:0171 222\r
TEL;HOME:040 777\r
TEL;WORK;FAX:040 3\r
ADR;WORK;ENCODING=QUOTED-PRINTABLE:;2. OG;Weg 1=0D=0AHof;Hamburg;;20457;Deutschland\r
ADR;HOME:;;Allee 2;Kiel;;24103;\r
PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r
 /9j/4AAQbroken=\r
\r
EMAIL;PREF;INTERNET:a@bau.example\r
END:VCARD\r
"""


def test_a_card_of_outlook() -> None:
    assert told(read(OUTLOOK)) == [
        {
            "Anrede": "Herr", "Titel": "Dr.", "Vorname": "Jörg", "Nachname": "Müller", "Firma": "Bau AG",
            "Abteilung": "Einkauf", "Position": "Leiter", "Telefon geschäftlich": "040 456",
            "Telefon geschäftlich 2": "040 123", "Telefon privat": "040 777", "Mobil": "0171 222", "Fax": "040 3",
            "E-Mail geschäftlich": "a@bau.example", "Straße": "Weg 1 Hof", "Adresszusatz": "2. OG", "PLZ": "20457",
            "Ort": "Hamburg", "Land": "Deutschland", "Straße privat": "Allee 2", "PLZ privat": "24103",
            "Ort privat": "Kiel",
        }
    ]  # fmt: skip


def test_a_card_of_apple_with_groups_labels_and_folded_lines() -> None:
    data = card(
        "N:Meyer;Anna;Maria;;M.A.", "FN:Anna", "  Maria Meyer", "item1.TEL:+49 40 1", "item1.X-ABLabel:_$!<Home>!$_",
        "item2.EMAIL;type=INTERNET:x@y.example", "item2.X-ABLabel:privat", "ORG:Müller\\, Söhne\\; Co;Werk\\, Nord",
        "NOTE:eins\\nzwei", "BDAY:1980-05-01T00:00:00Z", "URL:https://x.example", "CATEGORIES:Kunde,VIP",
    )  # fmt: skip
    assert told(read(data)) == [
        {
            "Vorname": "Anna Maria", "Nachname": "Meyer", "Titel": "M.A.", "Firma": "Müller, Söhne; Co",
            "Abteilung": "Werk, Nord", "Telefon privat": "+49 40 1", "E-Mail privat": "x@y.example",
            "Webseite": "https://x.example", "Geburtstag": "1980-05-01", "Kategorien": "Kunde,VIP",
            "Notizen": "eins\nzwei",
        }
    ]  # fmt: skip


def test_a_card_of_version_4() -> None:
    data = card(
        'TEL;TYPE="work,voice";VALUE=uri:tel:+49-40-1;ext=12', "TEL;TYPE=cell;PREF=1:+49 171 1", "FN:Lukas Kuhn",
        "EMAIL;PREF=1:l@k.example", "ROLE:Technik", version="4.0",
    )  # fmt: skip
    assert told(read(data)) == [
        {
            "Name": "Lukas Kuhn", "Telefon geschäftlich": "+49-40-1 Durchwahl 12", "Mobil": "+49 171 1",
            "E-Mail geschäftlich": "l@k.example", "Position": "Technik",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["KIND:org", "X-ABShowAs:COMPANY", "X-X:1"])
def test_a_card_of_a_company(line: str) -> None:
    assert told(read(card("FN:Bau AG", "ORG:Bau AG", line))) == [{"Firma": "Bau AG"}]


def test_cards_in_other_character_sets_and_without_an_end() -> None:
    data = (
        card("FN:Jörg").decode().encode("cp1252") + card("FN:Zoë") + b"BEGIN:VCARD\nFN:Ohne Ende\nBEGIN:VCARD\nFN:Zwei"
    )
    assert [one["Name"] for one in told(read(data))] == ["Jörg", "Zoë", "Ohne Ende", "Zwei"]
    assert told(read(card("FN:Jörg").decode().encode("utf-16"))) == [{"Name": "Jörg"}]
    assert told(read(b"\xef\xbb\xbf" + card("FN:Jörg"))) == [{"Name": "Jörg"}]


def test_what_is_beyond_the_columns_is_a_note() -> None:
    data = card("FN:Viel", *(f"TEL;TYPE=work:040 {n}" for n in range(1, 8)), *(f"ADR:;;Weg {n};Ort;;;" for n in "123"))
    (one,) = told(read(data))
    assert (one["Straße"], one["Straße 2"], one["Telefon geschäftlich 5"]) == ("Weg 1", "Weg 2", "040 5")
    assert one["Notizen"] == "Weg 3, Ort\n\nTelefon geschäftlich 6: 040 6\n\nTelefon geschäftlich 7: 040 7"


@pytest.mark.parametrize(
    "data", [b"BEGIN:VCARD", b"BEGIN:VCARD\nEND:VCARD", b"BEGIN:VCARD\nfoo\n:\nPHOTO:x\nEND:VCARD"]
)
def test_cards_that_say_nothing_are_named(data: bytes) -> None:
    with pytest.raises(Unreadable, match="Keine der Karten"):
        read(data)


PIECES = st.sampled_from(
    b"BEGIN:VCARD\n|END:VCARD\n|N:|TEL;|ADR:;;|ENCODING=QUOTED-PRINTABLE:|=|=C3|\n |\n|CHARSET=klingon|;|\\|\0|\xff"
    b'|item1.|X-ABLABEL:|FN:x\n|"|\xc3\xb6'.split(b"|")
)


@given(st.lists(PIECES | st.binary(max_size=4), max_size=40).map(lambda pieces: b"BEGIN:VCARD\n" + b"".join(pieces)))
def test_of_any_cards_none_is_a_crash(data: bytes) -> None:
    try:
        table = read(data)
    except Unreadable:
        return
    assert all(len(line.cells) == len(table.lines[0].cells) for line in table.lines)
    assert "\0" not in str(told(table))


def workbook(*rows: str, sheet: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The smallest workbook that Excel writes; `rows` are the insides of the sheet's rows."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    styles = f'<styleSheet {space}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{relations}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{relations}"><sheets>'
        '<sheet name="Tabelle1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}"><Relationship Id="r1"'
        f' Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2"'
        f' Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
        sheet: f"<worksheet {space}><sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData></worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def cells(row: int, *texts: str) -> str:
    return "".join(
        f'<c r="{chr(ord("A") + place)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for place, text in enumerate(texts)
    )


def test_a_workbook_reads_like_what_one_sees_in_it() -> None:
    typed = (
        '<c r="A3"><v>4711</v></c><c r="B3"><v>31.9</v></c><c r="C3" s="1"><v>45992</v></c><c r="D3" t="b"><v>1</v></c>'
    )
    table = read(workbook(cells(1, "Firma", "Preis", "Seit", "Aktiv"), cells(2, "Müller & Söhne", "", "", ""), typed))
    assert [line.cells for line in table.lines] == [
        ["Firma", "Preis", "Seit", "Aktiv"], ["Müller & Söhne", "", "", ""], ["4711", "31,9", "01.12.2025", "ja"],
    ]  # fmt: skip
    assert (table.source, table.separator, table.lines[2].number) == ("workbook", "", 3)


def test_a_cell_far_outside_does_not_fill_the_memory() -> None:
    with pytest.raises(Unreadable, match="weit außerhalb"):
        read(workbook('<c r="XFD1048576"><v>1</v></c>'))


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"PK\x03\x04" + bytes(200), workbook(sheet="word/document.xml"), workbook(cells(1, "x"))[:-80]],
)
def test_what_is_no_workbook_is_named(data: bytes) -> None:
    with pytest.raises(Unreadable, match="keine CSV-Datei"):
        read(data)


def test_an_empty_workbook_is_named() -> None:
    with pytest.raises(Unreadable, match="Die Datei ist leer"):
        read(workbook())


@given(st.binary(max_size=60), st.integers(0, 1500))
def test_a_damaged_workbook_is_no_crash(noise: bytes, place: int) -> None:
    whole = workbook(cells(1, "Firma", "Ort"), cells(2, "Bau AG", "Kiel"))
    try:
        read(whole[:place] + noise + whole[place + len(noise) :])
    except Unreadable:
        return


def test_all_categories_of_a_card_stand_in_one_column() -> None:
    assert told(read(card("FN:Eva", "CATEGORIES:Messe", "CATEGORIES:VIP,Kunde")))[0]["Kategorien"] == "Messe, VIP,Kunde"
