"""The list as a file: opened again and compared cell by cell."""

import csv
import re
import threading
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from accounts.models import AccessEvent, User
from contacts.services import change_contact
from customers.listing import CUSTOMERS
from customers.models import Customer
from customers.services import change_customer
from lists import finding, walking
from lists.export import batches, workbook
from lists.export.table import Table
from tests.cast import CANARY, Browse, firm, person

COLUMNS = "name,number,status,call,customer_since,tags,industry,created"
HEADER = [
    "Name",
    "Nummer",
    "Status",
    "Telefon",
    "Kunde seit",
    "Schlagwörter",
    "Branche",
    "Angelegt",
]


@pytest.fixture
def three(anna: User) -> list[Customer]:
    customers = [firm(f"{name} KG", by=anna, number=f"0200{n}") for n, name in enumerate(["Alt", "Bäu", "Cura"])]
    change_customer(customer=customers[0], customer_since=date(2020, 2, 29), industry='=HYPERLINK("http://x")', by=anna)
    change_customer(customer=customers[1], industry='sagt; "ja"\nund <nein> & _x0041_', by=anna)
    change_contact(contact=customers[1].contact, tags=["VIP", "Messe"], by=anna)
    return customers


def as_csv(answer: Any) -> list[list[str]]:
    text = answer.getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:], newline=""), delimiter=";"))


def as_xlsx(answer: Any) -> list[list[Any]]:
    return list(CalamineWorkbook.from_filelike(BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python())


def test_csv_says_what_the_list_says_as_german_excel_reads_it(
    three: list[Customer], hidden: Customer, anna: User, browse: Browse
) -> None:
    answer = browse(anna).get(f"/customers/export.csv?columns={COLUMNS}&sort=-name")
    header, *lines = as_csv(answer)
    created = f"{Customer.objects.get(pk=three[0].pk).created_at.astimezone():%d.%m.%Y %H:%M}"
    assert header == HEADER
    assert lines == [
        ["Cura KG", "02002", "aktiv", "+49 40 123456", "", "", "", created],
        ["Bäu KG", "02001", "aktiv", "+49 40 123456", "", "Messe, VIP", 'sagt; "ja"\nund <nein> & _x0041_', created],
        ["Alt KG", "02000", "aktiv", "+49 40 123456", "29.02.2020", "", '\'=HYPERLINK("http://x")', created],
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="Kunden-')
    assert answer["Cache-Control"] == "no-store"


def test_a_workbook_has_texts_days_and_moments_and_no_formula(
    three: list[Customer], hidden: Customer, anna: User, browse: Browse
) -> None:
    header, *lines = as_xlsx(browse(anna).get(f"/customers/export.xlsx?columns={COLUMNS}"))
    created = Customer.objects.get(pk=three[0].pk).created_at.astimezone().replace(tzinfo=None)
    assert header == HEADER
    alt, bau, _cura = lines
    assert alt[:7] == ["Alt KG", "02000", "aktiv", "+49 40 123456", date(2020, 2, 29), "", '=HYPERLINK("http://x")']
    assert bau[5:7] == ["Messe, VIP", 'sagt; "ja"\nund <nein> & _x0041_']
    assert isinstance(alt[7], datetime)
    assert abs((alt[7] - created).total_seconds()) < 1


def test_batches_meet_without_a_seam(anna: User, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 3)
    names = [f"Firma {n:02} GmbH" for n in range(10)]
    for name in reversed(names):
        firm(name, by=anna)
    for sort in ("name", "-name", "-changed", "number", "place"):
        lines = as_csv(browse(anna).get(f"/customers/export.csv?columns=name&sort={sort}"))[1:]
        assert sorted(lines) == [[name] for name in names], sort
    assert as_csv(browse(anna).get("/customers/export.csv?columns=name&q=hamburg&sort=-name"))[1:] == [
        [name] for name in reversed(names)
    ]


def test_more_rows_than_are_counted_are_all_in_the_file(
    anna: User, boss: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they are open, or restricted and reached through a principal; whether walked or searched for."""
    monkeypatch.setattr(batches, "BATCH", 5)
    monkeypatch.setattr(walking, "COUNT_LIMIT", 3)
    names = [f"Firma {n:02} GmbH" for n in range(12)]
    for number, name in enumerate(names):
        firm(name, by=anna, responsible=anna, access="restricted" if number < 8 else "module")
    for who in (anna, boss):
        for query in ("", "&q=firma", "&q=gmbh&sort=-name", "&all=1"):
            lines = as_csv(browse(who).get(f"/customers/export.csv?columns=name{query}"))[1:]
            assert sorted(lines) == [[name] for name in names], (who, query)
    monkeypatch.setattr(finding, "is_common", lambda *_asked: False)
    assert len(as_csv(browse(anna).get("/customers/export.csv?columns=name&q=firma"))) == 13


def test_search_filters_and_picked_rows_count(
    three: list[Customer], hidden: Customer, anna: User, browse: Browse
) -> None:
    client = browse(anna)

    def names(query: str) -> list[str]:
        return [line[0] for line in as_csv(client.get(f"/customers/export.csv?{query}"))[1:]]

    assert names("q=cura") == ["Cura KG"]
    assert names("tag=VIP") == ["Bäu KG"]
    assert names("status=archived") == []
    assert names(f"selected={three[2].pk}&selected={hidden.pk}&selected=x") == ["Cura KG"]
    assert names("selected=x") == []
    assert names(f"all=1&selected={three[2].pk}") == ["Alt KG", "Bäu KG", "Cura KG"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_one_may_not_see_is_not_in_the_file(
    ending: str, three: list[Customer], hidden: Customer, anna: User, browse: Browse
) -> None:
    ben = person("Ben", "Lesen")
    read = {"csv": as_csv, "xlsx": as_xlsx}[ending]
    for query in ("", f"q={CANARY}", f"selected={hidden.pk}", "access=restricted&all=1"):
        for who in (anna, ben):
            answer = browse(who).get(f"/customers/export.{ending}?{query}")
            assert answer.status_code == 200, (query, who)
            assert CANARY not in str(read(answer)), (query, who)
    contacts = str(read(browse(ben).get(f"/contacts/export.{ending}")))
    assert "Uwe Alt" in contacts
    assert CANARY not in contacts


def test_an_export_is_recorded_before_the_first_byte(three: list[Customer], anna: User, browse: Browse) -> None:
    answer: Any = browse(anna).get("/customers/export.csv")
    event = AccessEvent.objects.get(kind="export")
    assert (event.who, event.model, event.hits, event.action) == (anna, "customers.Customer", 3, "customers.view")
    assert len(as_csv(answer)) == 4


def test_one_person_exports_once_at_a_time(committed_db: str, anna: User, ben: User, browse: Browse) -> None:
    firm("Alt KG", by=anna)
    seen: list[Any] = []

    def meanwhile() -> None:
        seen.append(browse(anna).get("/customers/export.csv?q=alt"))
        seen.append(browse(ben).get("/customers/export.csv?q=alt").getvalue())
        connection.close()

    running: Any = browse(anna).get("/customers/export.csv")
    thread = threading.Thread(target=meanwhile)
    thread.start()
    thread.join(30)
    assert (seen[0].status_code, seen[0].url) == (302, "/customers/?q=alt&view=list")
    assert b"Alt KG" in seen[1]
    assert b"Alt KG" in running.getvalue()
    running.close()
    assert b"Alt KG" in browse(anna).get("/customers/export.csv").getvalue()


def test_an_export_that_is_broken_off_gives_its_turn_back(committed_db: str, anna: User, browse: Browse) -> None:
    firm("Alt KG", by=anna)
    broken: Any = browse(anna).get("/customers/export.xlsx")
    broken.close()  # the browser went away before the first byte
    half: Any = browse(anna).get("/customers/export.csv")
    next(iter(half.streaming_content))
    half.close()
    assert not connection.in_atomic_block
    assert browse(anna).get("/customers/export.csv").status_code == 200


def test_what_others_change_meanwhile_does_not_tear_the_list(
    committed_db: str, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lists.bulk.actions import bulk_list
    from tests.lists.bulk import selection

    monkeypatch.setattr(batches, "BATCH", 2)
    customers = [firm(f"Firma {n} GmbH", by=anna) for n in range(6)]
    oldest_first = selection("all=1&sort=-changed", anna)
    rows = batches.batches(anna, bulk_list("customers"), oldest_first)
    names = [row.name for row in next(rows)]

    def meanwhile() -> None:
        with transaction.atomic():
            for customer in customers[:2]:
                change_customer(customer=customer, industry="Bau", by=anna)
        connection.close()

    thread = threading.Thread(target=meanwhile)
    thread.start()
    thread.join(30)
    names += [row.name for batch in rows for row in batch]
    assert names == [f"Firma {n} GmbH" for n in reversed(range(6))]


def test_more_rows_than_a_sheet_holds_are_refused_in_words(
    three: list[Customer], anna: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    answer = browse(anna).get("/customers/export.xlsx", follow=True)
    assert "Ein Excel-Blatt fasst höchstens 2 Zeilen." in answer.content.decode()
    assert not AccessEvent.objects.filter(kind="export").exists()
    assert browse(anna).get("/customers/export.csv").status_code == 200


def test_texts_that_only_look_like_telephones_are_no_formulas() -> None:
    from lists.export.values import is_formula

    assert not is_formula("+49 40 123456")
    assert all(map(is_formula, ["+49-40", "+49+1", "=1", "-1", "@x", "\tx", "\rx", "+1 (2)", "+49\n=1"]))


CELL = r'<c r="A(?!1")\d+"(?: s="(\d+)")? t="inlineStr"'
TEXTS = [
    "Müller & Söhne",
    "a<b",
    "a>b",
    "_x0041_",
    "snake_case",
    "\x01Bell\x1f",
    "\ufffe\uffff",
    " Rand ",
    "a\nb",
    "+49 40 1",
]


def test_each_text_stands_in_a_workbook_as_it_was_and_a_formula_is_marked() -> None:
    texts = [*TEXTS, "=1+1", "-1", "@x", "x" * 40_000]
    column = CUSTOMERS.columns[0]
    data = b"".join(workbook.pieces(Table("Probe", [column], iter([[[text] for text in texts]]))))
    read = [line[0] for line in CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]]
    assert read == [*TEXTS[:5], "Bell", "", *TEXTS[7:], "=1+1", "-1", "@x", "x" * workbook.MOST_CHARACTERS]
    with ZipFile(BytesIO(data)) as archive:
        sheet, styles = (archive.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    formats = re.findall(r"<xf [^>]*>", styles.partition("<cellXfs")[2])
    marked = [bool(style) and "quotePrefix" in formats[int(style)] for style in re.findall(CELL, sheet)]
    assert marked == [text in ("=1+1", "-1", "@x") for text in texts]
