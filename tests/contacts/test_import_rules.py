"""What becomes of the lines of an address book, and what is asked about likely duplicates."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from contacts.importing.kind import KIND
from contacts.models import Assignment, Contact, Email
from contacts.services import assign, create_organisation, create_person
from customers.models import Customer
from lists.imports import services
from lists.imports.decoding import Unreadable
from lists.imports.kinds import IN_FILE
from lists.models import Decision, ImportRun
from tests.cast import CANARY, Browse
from tests.contacts.importing import applied, brought, checked, imported, told, uploaded
from tests.lists.tables import business_tables, differences

EVA = "Frau;Eva;Kurz;Bau AG;Einkauf;040 111111;;eva@bau.example;;;;"


def answered(run: ImportRun, line: int, question: str, decision: str) -> ImportRun:
    return services.decide(run=run, lines={line: (question, decision)}, alike={})


def test_people_get_their_firm_and_a_firm_alone_is_an_organisation(anna: User) -> None:
    imported(
        anna, EVA, ";Kurt;Lang;BAU AG;Fahrer;;0171 2222222;;;;;", ";;;Holz KG;;;;info@holz.example;Weg 1;20457;Hamburg;"
    )
    bau = Contact.objects.get(organisation_name="Bau AG")
    places = Assignment.objects.filter(organisation=bau).order_by("pk")
    assert [(p.person.name, p.roles, p.position, p.is_main) for p in places] == [
        ("Eva Kurz", ["purchasing"], "", True), ("Kurt Lang", [], "Fahrer", False),
    ]  # fmt: skip
    assert str(Contact.objects.get(organisation_name="Holz KG").addresses.get()) == "Weg 1, 20457 Hamburg"
    assert Contact.objects.count() == 4


def test_one_name_is_a_person_unless_it_has_a_legal_form(anna: User) -> None:
    run = imported(anna, "Dr. Eva von Kurz;e@x.example", "Holz & Glas GmbH;", header="Name;E-Mail")
    assert told(run)[3] == ("new", ["„Holz & Glas GmbH“ wird als Firma genommen."])
    eva = Contact.objects.get(kind="person")
    assert (eva.title, eva.first_name, eva.last_name) == ("Dr.", "Eva", "von Kurz")


def test_a_firm_of_the_book_is_found_however_it_is_spelled(anna: User) -> None:
    firm = create_organisation(name="MUELLER-BAU GmbH & Co. KG", by=anna)
    imported(anna, ";Eva;Kurz;Müller Bau;;;;;;;;")
    assert firm.people.get().person.name == "Eva Kurz"


def test_a_firm_that_two_records_may_be_is_not_guessed(anna: User) -> None:
    create_organisation(name="Bau AG", by=anna)
    create_organisation(name="Bau GmbH", by=anna)
    run = imported(anna, ";Eva;Kurz;Bau;;;;;;;;")
    assert told(run)[2] == ("new", ["Es gibt mehrere Firmen „Bau“: ohne Firma übernommen."])


@pytest.mark.parametrize(
    ("line", "question", "usual"),
    [
        (";Eva;Kurz;;;;;EVA@bau.example;;;;Neu", "same_person", "skipped"),
        (";Eva;Kurz;Bau GmbH;;;;;;;;Neu", "same_person", "skipped"),
        (";Eva;Kurz;Holz KG;;;;anders@holz.example;;;;", "same_name", "new"),
        (";Maria;Groß;;;;;eva@bau.example;;;;Neu", "same_email", "new"),
        (";;;BAU Aktiengesellschaft;;;;neu@bau.example;;;;", "same_organisation", "skipped"),
    ],
)
def test_a_likely_duplicate_is_asked_about_and_never_merged_in_silence(
    anna: User, line: str, question: str, usual: str
) -> None:
    imported(anna, EVA)
    before = business_tables()
    run = checked(uploaded(anna, line))
    row = run.rows.get(line=2)
    assert (row.question, row.outcome, run.counts["asking"]) == (question, usual, 1)
    assert told(run)[2][1], "doubtful, with a reason"
    known = row.candidate
    skipped = answered(run, 2, question, Decision.SKIP)
    assert skipped.rows.get(line=2).outcome == "skipped"
    assert answered(run, 2, question, Decision.NEW).rows.get(line=2).outcome == "new"
    same = answered(run, 2, question, Decision.SAME)
    assert (same.rows.get(line=2).outcome, same.rows.get(line=2).target) == ("changed", known)
    assert differences(before, business_tables()) == {}
    foretold = told(same)
    assert told(applied(same)) == foretold


def test_the_same_adds_and_takes_nothing_away(anna: User) -> None:
    imported(anna, EVA)
    run = checked(uploaded(anna, ";Eva;Kurz;;;040 999999;;eva@bau.example;Weg 1;20457;Hamburg;Neu"))
    applied(services.decide(run=run, lines={}, alike={"same_person": "same"}))
    eva = Contact.objects.get(first_name="Eva")
    assert sorted(eva.phones.values_list("number", "is_main")) == [("+4940111111", True), ("+4940999999", False)]
    assert (eva.salutation, eva.notes, eva.addresses.get().street) == ("mrs", "Neu", "Weg 1")


def test_the_same_line_twice_in_a_file_is_asked_about(anna: User) -> None:
    run = checked(uploaded(anna, EVA, ";Eva;Kurz;;;;0171 2222222;eva@bau.example;;;;"))
    assert told(run)[3] == ("skipped", ["Dasselbe wie in Zeile 2? Bleibt weg, bis Sie es entscheiden."])
    assert (run.rows.get(line=3).question, run.rows.get(line=3).twin) == (IN_FILE, 2)
    run = applied(answered(run, 3, IN_FILE, Decision.SAME))
    assert told(run) == {2: ("new", []), 3: ("new", [])}
    assert Contact.objects.get(first_name="Eva").phones.count() == 2


def test_two_in_a_file_can_be_two(anna: User) -> None:
    run = checked(uploaded(anna, EVA, EVA))
    applied(services.decide(run=run, lines={}, alike={IN_FILE: "new"}))
    assert Contact.objects.filter(first_name="Eva").count() == 2


def test_a_decision_for_one_line_counts_more_than_one_for_all(anna: User) -> None:
    imported(anna, EVA, ";Ina;Ist;;;;;ina@x.example;;;;")
    run = checked(uploaded(anna, EVA + "Neu", ";Ina;Ist;;;;;ina@x.example;;;;Neu"))
    run = services.decide(run=run, lines={2: ("same_person", "skip")}, alike={"same_person": "same"})
    assert [run.rows.get(line=line).outcome for line in (2, 3)] == ["skipped", "changed"]


def test_what_one_may_not_see_is_neither_matched_nor_shown(anna: User, hidden: Customer, browse: Browse) -> None:
    closed = hidden.contact.people.get().person
    line = f";{closed.first_name};{closed.last_name};{hidden.contact.name};;;;info@{CANARY.lower()}.example;;;;Neu"
    run = checked(uploaded(anna, line))
    row = run.rows.get(line=2)
    assert (row.question, row.candidate, row.outcome) == ("", None, "new")
    applied(run)
    assert hidden.contact.people.count() == 1, "its own firm, not the closed one"


def test_a_record_that_was_closed_meanwhile_is_not_shown(anna: User, hidden: Customer, browse: Browse) -> None:
    imported(anna, EVA)
    run = checked(uploaded(anna, EVA + "Neu"))
    run.rows.filter(line=2).update(candidate=hidden.contact_id)
    page = browse(anna).get(reverse("contacts:import_questions", args=[run.pk])).content.decode()
    assert CANARY not in page
    assert "Für Sie nicht mehr offen" in page


def test_nobody_becomes_known_to_more_people_through_an_import(boss: User, hidden: Customer, acme: Customer) -> None:
    """A person whom only named people know stays so: the line says why."""
    person = create_person(by=boss, first_name="Geheim", last_name="Rat", emails=[])
    assign(person=person, organisation=hidden.contact, by=boss)
    run = checked(uploaded(boss, f";Geheim;Rat;{acme.contact.name};;;;;;;;"))
    run = applied(services.decide(run=run, lines={}, alike={"same_name": "same"}))
    assert told(run)[2][0] == "skipped"
    assert "Geheim Rat ist bisher nur Berechtigten bekannt" in told(run)[2][1][0]
    person.refresh_from_db()
    assert person.is_closed


def test_a_firm_that_could_not_come_with_one_comes_with_the_next(boss: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for first, last in (("Otto", "Pech"), ("Eva", "Kurz")):
        create_person(by=boss, first_name=first, last_name=last)

    def refusing(*, person: Contact, **values: Any) -> Assignment:
        if person.last_name == "Pech":
            raise IntegrityError
        return assign(person=person, **values)

    monkeypatch.setattr("contacts.services.assign", refusing)
    run = checked(uploaded(boss, ";Otto;Pech;Neu GmbH;;;;;;;;", ";Eva;Kurz;Neu GmbH;;;;;;;;"))
    run = applied(services.decide(run=run, lines={}, alike={"same_name": "same"}))
    assert [told(run)[line][0] for line in (2, 3)] == ["skipped", "changed"]
    eva = Contact.objects.get(first_name="Eva")
    assert eva.assignments.get().organisation == Contact.objects.get(organisation_name="Neu GmbH")


def test_a_mapping_is_remembered_for_the_next_file_of_the_same_program(anna: User, ben: User) -> None:
    header = "Wer;Wo;Was"
    run = uploaded(anna, "Eva Kurz;Bau AG;x", header=header)
    services.choose_columns(run=run, mapping=["name", "organisation", ""], header_line=1)
    assert uploaded(anna, "Ina Ist;Holz KG;y", header=header).mapping == ["name", "organisation", ""]
    assert uploaded(ben, "Ina Ist;Holz KG;y", header=header).mapping != ["name", "organisation", ""]


def test_the_questions_are_answered_in_the_browser(anna: User, browse: Browse) -> None:
    imported(anna, EVA)
    run = checked(uploaded(anna, EVA + "Neu"))
    client, page = browse(anna), reverse("contacts:import_questions", args=[run.pk])
    assert "Vergleichen und entscheiden" in client.get(reverse("contacts:import_run", args=[run.pk])).content.decode()
    text = client.get(page).content.decode()
    assert "Ist es dasselbe?" in text
    assert text.count("eva@bau.example") == 2, "on both sides"
    answer = client.post(page, {"question-2": "same_person", "line-2": "same", "alike-same_person": ""})
    assert answer["Location"] == reverse("contacts:import_run", args=[run.pk])
    assert run.rows.get(line=2).outcome == "changed"
    shown = client.post(f"{page}?show=same_person", {"question-2": "same_person", "line-2": "same", "next": "2"})
    assert shown["Location"] == f"{page}?show=same_person&after=2"
    client.post(page, {"question-2": "nonsense", "line-2": "same", "line-99999999": "x", "alike-nonsense": "same"})
    run.refresh_from_db()
    assert (run.state, run.decisions) == ("checked", {})


def test_pasted_cells_are_a_file_too(anna: User, browse: Browse) -> None:
    client, page = browse(anna), reverse("contacts:import")
    client.post(page, {"pasted": "Vorname\tNachname\tTelefon\r\nEva\tKurz\t040 111111\r\n"})
    run = ImportRun.objects.get()
    assert (run.source, run.mapping, run.separator) == ("pasted", ["first_name", "last_name", "phone"], "\t")
    assert "eingefügte Zellen" in client.get(reverse("contacts:import_columns", args=[run.pk])).content.decode()
    assert "Bitte wählen Sie eine Datei oder fügen Sie Zellen ein." in client.post(page, {}).content.decode()


CELL = st.text(st.sampled_from('12 ;"\näßGmbH@x.example\u202e,'), max_size=10)
LINE = st.lists(CELL, max_size=7).map(";".join)
FILE = st.lists(LINE, max_size=6).map(
    lambda lines: "\n".join(["Vorname;Nachname;Firma;PLZ;E-Mail;Telefon", *lines]).encode()
)
CARD = st.lists(st.sampled_from(["N:", "FN:", "ORG:", "TEL:", "EMAIL:"]).flatmap(lambda n: CELL.map(lambda c: n + c)))
CARDS = st.lists(CARD, min_size=1, max_size=4).map(
    lambda cards: "".join("BEGIN:VCARD\n" + "\n".join(card) + "\nEND:VCARD\n" for card in cards).encode()
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=FILE | CARDS, said=st.sampled_from(["", *Decision.values]))
def test_of_any_file_every_line_is_accounted_for(anna: User, data: bytes, said: str) -> None:
    with transaction.atomic():  # every example begins with the empty book
        account_for_every_line(anna, data, said)
        transaction.set_rollback(True)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=FILE | CARDS, said=st.sampled_from(["", *Decision.values]))
def test_of_hundreds_of_files_every_line_is_accounted_for(anna: User, data: bytes, said: str) -> None:
    with transaction.atomic():  # every example begins with the empty book
        account_for_every_line(anna, data, said)
        transaction.set_rollback(True)


def account_for_every_line(anna: User, data: bytes, said: str) -> None:
    try:
        run = brought(anna, data, "x.csv")
    except Unreadable:
        return
    run = checked(run)
    run = services.decide(run=run, lines={}, alike=dict.fromkeys(KIND.questions, said))
    foretold = told(run)
    assert (run.state, len(foretold)) == ("checked", run.total)
    assert told(applied(run)) == foretold
    assert all(outcome != "skipped" or reasons for outcome, reasons in foretold.values())


def test_a_proposed_email_is_taken_with_a_click_and_never_in_silence(anna: User, browse: Browse) -> None:
    run = checked(uploaded(anna, ";Eva;Kurz;;;;;info at bau.example;;;;", ";Ina;Ist;;;;;kein Wort;;;;"))
    client, page = browse(anna), reverse("contacts:import_run", args=[run.pk])
    assert told(run)[2][1] == [
        "E-Mail: „info at bau.example“ nicht übernommen. Gemeint ist vielleicht info@bau.example."
    ]
    text = client.get(page).content.decode()
    assert "(info at …): 1, bisher nicht übernommen" in text
    click = reverse("contacts:import_questions", args=[run.pk])
    assert client.post(click, {"alike-email_proposed": "same"})["Location"] == page
    assert told(run)[2] == ("new", ["E-Mail: „info at bau.example“ wird als info@bau.example gelesen."])
    assert "wie vorgeschlagen übernommen" in client.get(page).content.decode()
    client.post(click, {"alike-email_proposed": ""})
    assert "nicht übernommen" in told(run)[2][1][0]
    client.post(click, {"alike-email_proposed": "same"})
    applied(ImportRun.objects.get(pk=run.pk))
    assert list(Email.objects.values_list("address", flat=True)) == ["info@bau.example"]
