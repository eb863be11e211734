"""A run taken back as a whole: what nobody touched goes, what was changed since stays and is named."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from contacts.models import Contact, Phone
from contacts.rows import PhoneRow
from contacts.services import change_contact
from customers.history import history
from customers.importing.kind import KIND
from customers.models import Access, Customer, Status
from customers.services import change_customer, change_status
from customers.sharing import restrict
from lists import tasks
from lists.imports import selectors, services, undoing
from lists.models import ImportRun, ImportState
from tests.cast import Browse
from tests.customers.importing import imported
from tests.customers.test_demo import stale
from tests.lists.tables import business_tables, differences

SAMPLE = Path(__file__).parent.parent / "samples" / "kunden.csv"
BEFORE = (
    "1;Bau AG;Weg 1;20457;Hamburg;040 111111;info@bau.example;aktiv;Eva Kurz;eva@bau.example;Alt",
    "2;Holz KG;Allee 2;20457;Hamburg;;;;Kurt Lang;;",
)
CHANGING = (
    "1;Bau AG;Weg 7;20459;Hamburg;040 222222;post@bau.example;inaktiv;Eva Kurz;eva2@bau.example;Neu",
    ";;;;;;;;Nina Neu;nina@bau.example;",
    "2;Holz KG;Allee 2;20457;Hamburg;;;;Kurt Lang;;",
    "3;Glas GmbH;Gasse 3;20457;Hamburg;040 333333;info@glas.example;;Otto Orth;otto@glas.example;Zerbrechlich",
    ";;;;;;;;Paul Pech;;",
    ";;;;;;;;;;",
)


def undone(run: ImportRun) -> ImportRun:
    services.undo(run=run)
    while undoing.undo(run.pk):
        pass
    run.refresh_from_db()
    return run


def why(run: ImportRun, reader: User | None = None) -> dict[int, tuple[str, list[str]]]:
    rows = selectors.told_rows(reader or run.by, run, KIND, shown="")
    return {row.line: (row.undone, row.undo_reasons) for row in rows if row.undone}


def test_after_run_and_undo_the_tables_are_what_they_were(anna: User) -> None:
    imported(anna, *BEFORE)
    before = business_tables()
    run = imported(anna, *CHANGING)
    assert (run.counts["new"], run.counts["changed"]) == (3, 1)
    assert differences(before, business_tables()).keys() >= {
        "contacts_contact", "contacts_address", "contacts_phone", "contacts_email", "contacts_assignment",
        "customers_customer",
    }  # fmt: skip
    undone(run)
    assert differences(before, business_tables()) == {}
    assert run.state == ImportState.UNDONE
    assert (run.counts["gone"], run.counts["back"], run.counts["stays"]) == (2, 2, 0)
    assert run.progress == run.total


def test_the_sample_goes_in_and_out_again(anna: User) -> None:
    imported(anna, *BEFORE)
    before = business_tables()
    run = services.upload(kind=KIND, file_name="kunden.csv", data=SAMPLE.read_bytes(), by=anna)
    run = services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)
    services.start(run=run)
    tasks.work_on_import(run.pk)
    assert Customer.objects.count() > 300
    assert stale() == (0, 0)
    services.undo(run=run)
    tasks.work_on_import(run.pk)
    assert differences(before, business_tables()) == {}
    assert {undone for undone, _reasons in why(run).values()} == {"gone"}
    assert stale() == (0, 0)


def test_what_was_changed_since_stays_and_is_named(anna: User, ben: User, boss: User) -> None:
    run = imported(anna, *CHANGING, "4;Stein OHG;;;;;;;;;", "5;Kies UG;;;;;;;Ina Ist;;", "6;Sand AG;;;;;;;;;")
    glas, stein, kies = (Customer.objects.get(number=number) for number in "345")
    change_contact(contact=glas.contact, by=boss, phones=[PhoneRow(number="+4940999")])
    change_customer(customer=Customer.objects.get(number="6"), parent=stein, by=boss)
    ina = Contact.objects.get(last_name="Ist")
    change_contact(contact=ina, by=boss, position="Chefin")
    undone(run)
    assert set(Customer.objects.values_list("number", flat=True)) == {"3", "4", "5", "6"}
    told = why(run)
    assert told[5][0] == told[6][0] == "stays", "the file with its people"
    assert told[5][1][0].startswith(f"Geändert von {boss.name} am ")
    assert told[8][1] == ["Etwas hängt davon ab: Kunde."]
    assert told[9] == ("stays", ["Der Ansprechpartner Ina Ist bleibt, wegen späterer Änderungen."])
    assert Contact.objects.filter(last_name="Orth").exists()
    assert run.counts["stays"] == 5
    assert kies.pk in Customer.objects.values_list("pk", flat=True)


def test_of_a_changed_file_only_what_is_still_as_the_run_left_it_goes_back(anna: User, boss: User) -> None:
    imported(anna, *BEFORE)
    run = imported(anna, *CHANGING[:2])
    customer = Customer.objects.get(number="1")
    change_status(customer=customer, status=Status.BLOCKED, reason="Zahlt nicht", by=boss)
    nina = Contact.objects.get(last_name="Neu")
    change_contact(contact=nina, by=boss, phones=[PhoneRow(number="+4940999")])
    undone(run)
    customer.refresh_from_db()
    assert customer.status == Status.BLOCKED
    assert customer.contact.addresses.get().street == "Weg 1"
    assert set(customer.contact.phones.values_list("number", flat=True)) == {"+4940111111"}
    assert customer.contact.notes == "Alt"
    outcome, reasons = why(run)[2]
    assert outcome == "stays"
    assert [r for r in reasons if r.startswith(f"Kunde, Sichtbarkeit-Status: geändert von {boss.name}")], reasons
    assert "Der Ansprechpartner Nina Neu bleibt, wegen späterer Änderungen." in reasons


def test_a_file_that_was_closed_to_the_person_meanwhile_stays(anna: User, cleo: User, boss: User) -> None:
    run = imported(anna, "7;Erz AG;;;;;;;;;")
    customer = Customer.objects.get()
    change_customer(customer=customer, responsible=cleo, by=boss)
    restrict(customer=customer, by=cleo)
    undone(run)
    assert Customer.objects.get().access == Access.RESTRICTED
    assert why(run) == {2: ("stays", [])}, "nothing is told of what one may not see"


def test_the_history_says_that_the_import_was_undone(anna: User) -> None:
    imported(anna, *BEFORE)
    undone(imported(anna, *CHANGING[:1]))
    entries = history(anna, Customer.objects.get(number="1")).entries
    assert sorted(entry.through for entry in entries) == ["Import", "Import", "Rücknahme eines Imports"]
    assert {entry.who for entry in entries} == {anna.name}


def test_a_run_that_stopped_in_the_middle_can_be_undone(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = business_tables()
    run = imported(anna, *CHANGING)
    ImportRun.objects.update(state=ImportState.FAILED)
    monkeypatch.setattr(undoing, "BATCH_TARGETS", 1)
    undone(run)
    assert differences(before, business_tables()) == {}


def test_undone_twice_is_refused(anna: User) -> None:
    run = undone(imported(anna, *BEFORE))
    with pytest.raises(services.NotNow):
        services.undo(run=run)


def test_whoever_lost_the_right_undoes_nothing_any_more(anna: User) -> None:
    run = imported(anna, *BEFORE)
    anna.groups.clear()
    assert undone(run).state == ImportState.FAILED
    assert Customer.objects.count() == 2


WORKER = """
import sys, django
django.setup()
from lists.imports import undoing
undoing.BATCH_TARGETS = 1
while undoing.undo(int(sys.argv[1])):
    pass
"""


def test_a_killed_worker_leaves_nothing_half_undone(committed_db: str, anna: User) -> None:
    imported(anna, *BEFORE)
    before = business_tables()
    run = imported(anna, *(f"{n};Firma {n} GmbH;Weg {n};20457;Hamburg;;;;Kurt {n};;" for n in range(10, 70)))
    services.undo(run=run)
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(run.pk)], cwd=Path(__file__).parents[2])
    try:
        until = time.monotonic() + 60
        while Customer.objects.count() == 62 and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    left = Customer.objects.count() - 2
    assert 0 < left < 60
    assert run.rows.filter(undone="gone").count() == 60 - left
    while undoing.undo(run.pk):
        pass
    run.refresh_from_db()
    assert (run.state, run.counts["gone"]) == ("undone", 60)
    assert differences(before, business_tables()) == {}


def test_the_pages_offer_it_and_tell_what_became_of_it(anna: User, browse: Browse) -> None:
    run = imported(anna, *BEFORE)
    client, page = browse(anna), reverse("customers:import_run", args=[run.pk])
    assert "Ganzen Import zurücknehmen" in client.get(page).content.decode()
    assert client.post(reverse("customers:import_undo", args=[run.pk]))["Location"] == page
    assert "Zeilen zurückgenommen" in client.get(page).content.decode()
    while undoing.undo(run.pk):
        pass
    text = client.get(page).content.decode()
    assert "Der Import ist zurückgenommen: 2 Zeilen wieder entfernt" in text
    assert "Ganzen Import zurücknehmen" not in text
    assert client.get(page + "?show=gone").content.decode().count('class="rows-item"') == 2
    assert "neu, wieder entfernt" in b"".join(client.get(f"{page}lines.csv")).decode()
    assert not Phone.objects.exists()
