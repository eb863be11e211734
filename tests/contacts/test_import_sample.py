"""The address book of the samples goes through completely: three versions of vCard in one file."""

from collections import Counter
from pathlib import Path

from accounts.models import User
from contacts.models import Assignment, Contact, Kind
from lists.imports import services, undoing
from lists.models import ImportState
from tests.contacts.importing import applied, brought, checked, told
from tests.lists.tables import business_tables, differences

SAMPLE = Path(__file__).parent.parent / "samples" / "adressbuch.vcf"


def test_every_card_becomes_a_person_at_its_firm(anna: User) -> None:
    run = brought(anna, SAMPLE.read_bytes(), "adressbuch.vcf")
    assert (run.total, run.source, run.blank) == (100, "cards", 0)
    assert "" not in run.mapping
    foretold = told(checked(run))
    assert told(applied(run)) == foretold
    outcomes = Counter(outcome for outcome, _reasons in foretold.values())
    assert outcomes == {"new": 100}, [r for r in foretold.values() if r[0] != "new"]
    people = Contact.objects.filter(kind=Kind.PERSON)
    assert people.count() == Assignment.objects.count() == 100
    uwe = people.get(first_name="Uwe", last_name="Wagner", emails__address="uwe.wagner@schusterfensterbau.example")
    assert [row.number for row in uwe.phones.all()] == ["+491643679715"]
    florian = people.get(first_name="Florian", last_name="Lüders")
    assert str(florian.addresses.get()) == "Waldstraße 149, 60536 Frankfurt am Main"
    assert florian.phones.get().label == "mobile"
    place = florian.assignments.get()
    assert (place.organisation.name, place.roles) == ("Schuster Fensterbau SE", ["management"])
    assert uwe.assignments.get().organisation == place.organisation
    krueger = Contact.objects.get(organisation_name="Krüger Immobilien e.K.")
    assert krueger.people.count() == 2
    assert krueger.people.filter(is_main=True).count() == 1
    assert people.filter(notes="Messe 2026, Halle 4").count() == 60
    assert people.filter(sort_key="", search="").count() == 0


def test_the_same_cards_again_change_nothing(anna: User) -> None:
    applied(checked(brought(anna, SAMPLE.read_bytes(), "adressbuch.vcf")))
    before = business_tables()
    again = checked(brought(anna, SAMPLE.read_bytes(), "adressbuch.vcf"))
    assert again.counts["unchanged"] == 100
    applied(again)
    assert differences(before, business_tables()) == {}


def test_the_cards_go_in_and_out_again(anna: User) -> None:
    before = business_tables()
    run = applied(checked(brought(anna, SAMPLE.read_bytes(), "adressbuch.vcf")))
    services.undo(run=run)
    while undoing.undo(run.pk):
        pass
    run.refresh_from_db()
    assert (run.state, run.counts["gone"]) == (ImportState.UNDONE, 100)
    assert differences(before, business_tables()) == {}
