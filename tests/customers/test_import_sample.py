"""The sample list as it is: every line is in the database or named with its reason."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from contacts.models import Address, Assignment, Contact, Email, Phone
from customers.importing.kind import KIND
from customers.models import Customer, Status
from lists.imports import services
from lists.models import ImportRow, ImportRun
from tests.customers.importing import applied, told

SAMPLE = Path(__file__).parent.parent / "samples" / "kunden.csv"
SKIPPED = {
    728: "Name und Anschrift stehen auch in Zeile 8, dort mit Kundennummer: vermutlich dieselbe Firma.",
    729: "In dieser Zeile steht weder eine Firma noch ein Ansprechpartner.",
    730: "Die Kundennummer 10006 steht schon in Zeile 11, dort bei einer anderen Firma.",
}
PROPOSED = [
    "E-Mail: „info at druckereisommer.example“ nicht übernommen. Gemeint ist vielleicht info@druckereisommer.example."
]
COUNTS = {"new": 631, "changed": 0, "unchanged": 0, "skipped": 3, "doubtful": 16, "kept": 383, "asking": 1}


def check_sample(by: User) -> ImportRun:
    run = services.upload(kind=KIND, file_name="kunden.csv", data=SAMPLE.read_bytes(), by=by)
    return services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)


def events() -> int:
    models: list[Any] = [Customer, Contact, Address, Phone, Email, Assignment]
    return sum(model.pgh_event_model.objects.count() for model in models)


def test_the_sample_is_read_as_it_is(anna: User) -> None:
    run = services.upload(kind=KIND, file_name="kunden.csv", data=SAMPLE.read_bytes(), by=anna)
    assert (run.encoding, run.separator, run.header_line, run.total, run.blank) == ("cp1252", ";", 1, 634, 0)
    assert run.mapping == [
        "number", "name", "street", "postcode", "city", "country", "phone", "email", "industry", "status", "person",
        "person_position", "person_phone", "person_email", "payment_term", "hourly_rate", "notes",
    ]  # fmt: skip


def test_every_line_is_in_the_database_or_named_with_its_reason(anna: User) -> None:
    run = check_sample(anna)
    assert run.counts == COUNTS
    assert (Customer.objects.count(), Contact.objects.count()) == (0, 0)  # a dry run
    foretold = told(run)
    assert foretold[2] == ("new", [*PROPOSED, "Die Postleitzahl fehlt."])
    assert applied(run).counts == COUNTS
    outcomes = told(run)
    assert outcomes == foretold
    assert len(outcomes) == 634
    assert {line: reasons[0] for line, (outcome, reasons) in outcomes.items() if outcome == "skipped"} == SKIPPED
    assert (Customer.objects.count(), Assignment.objects.count(), Contact.objects.count()) == (400, 578, 978)
    taken = run.rows.exclude(outcome__in=["skipped", ""])
    assert set(taken.values_list("target", flat=True)) == set(Customer.objects.values_list("pk", flat=True))
    assert set(run.rows.values_list("applied", flat=True)) == {True}
    assert_complete(run, anna)


def assert_complete(run: ImportRun, by: User) -> None:
    """Of some lines everything that they say."""
    file = Customer.objects.select_related("contact").get(number="10001")
    assert (file.contact.name, file.status, file.industry) == ("Druckerei Sommer SE", Status.BLOCKED, "Gastgewerbe")
    assert file.blocked_reason == 'laut Import: zahlt "pünktlich"; Skonto 2 %'
    assert file.contact.notes == 'zahlt "pünktlich"; Skonto 2 %'
    address = file.contact.addresses.get()
    assert (str(address), address.country, address.is_main) == ("Hauptstraße 69, Hamburg", "DE", True)
    assert [phone.number for phone in file.contact.phones.all()] == ["+493854127614"]
    assert not file.contact.emails.exists()
    # What has no home yet stays with its line.
    row = ImportRow.objects.get(run=run, line=2)
    assert (row.target, row.kept) == (file.pk, {"payment_term": "30 Tage", "hourly_rate": "28.75"})
    assert_people(Customer.objects.select_related("contact").get(number="10003"))
    made = Customer.pgh_event_model.objects.get(number="10001")  # type: ignore[attr-defined]
    assert (made.pgh_label, made.pgh_context) == ("insert", {"user": by.pk, "imported": run.pk})


def assert_people(file: Customer) -> None:
    people = file.contact.people.select_related("person").order_by("id")
    assert [(one.person.name, one.roles, one.position, one.is_main) for one in people] == [
        ("Uwe Wagner", ["management"], "", True),
        ("Florian Lüders", ["management"], "", False),
    ]
    assert people[1].person.emails.get().address == "florian.lueders@schusterfensterbau.example"
    assert people[1].person.phones.get().label == "mobile"
    assert (file.contact.notes, file.status) == ("Rückruf\nbis 12 Uhr", Status.LEAD)
    words = ("10003", "schuster", "60536", "frankfurt", "florian lueders", "4929986612393")
    assert all(word in file.search for word in words)


def test_a_second_run_changes_nothing(anna: User) -> None:
    applied(check_sample(anna))
    before = events()
    stamps = list(Customer.objects.order_by("pk").values_list("updated_at", flat=True))
    again = applied(check_sample(anna))
    assert again.counts == {**COUNTS, "new": 0, "unchanged": 631}
    assert events() == before
    assert list(Customer.objects.order_by("pk").values_list("updated_at", flat=True)) == stamps


def test_the_shell_makes_a_dry_run_unless_told_otherwise(anna: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_customers", str(SAMPLE))
    out = capsys.readouterr().out
    assert "neu: 631, geändert: 0, unverändert: 0, übersprungen: 3, zweifelhaft: 16" in out
    assert f"Zeile 730, übersprungen: {SKIPPED[730]}" in out
    assert (Customer.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_the_shell_imports_in_the_name_of_somebody(
    anna: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "klein.csv"
    file.write_bytes(b"\n".join(SAMPLE.read_bytes().splitlines()[:10]))
    call_command("import_customers", str(file), "--apply", "--by", anna.email.upper())
    assert "neu: 7" in capsys.readouterr().out
    run = ImportRun.objects.get()
    assert (run.by, run.state, Customer.objects.count()) == (anna, "done", 5)


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"", "Datei ist leer"), (b"a;b\n1;2\n", "In keiner Spalte steht der Name")]
)
def test_the_shell_refuses_with_the_reason(db: None, tmp_path: Path, data: bytes, sentence: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_customers", str(file))
    assert not ImportRun.objects.exists()
