"""Words in a column, or categories of a card, become tags."""

from accounts.models import User
from contacts.models import Contact
from customers.models import Customer
from lists.imports import services, undoing
from lists.models import ImportRun, Tag
from tests.contacts.importing import applied, checked, imported, told, uploaded
from tests.customers.importing import imported as customers_imported
from tests.lists.tables import business_tables, differences


def tags() -> dict[str, list[str]]:
    found = Contact.objects.order_by("name").prefetch_related("tags")
    return {contact.name: sorted(tag.name for tag in contact.tags.all()) for contact in found}


def undone(run: ImportRun) -> None:
    services.undo(run=run)
    while undoing.undo(run.pk):
        pass


def test_words_become_tags_and_go_again(anna: User) -> None:
    header = "Vorname;Nachname;Kategorien"
    imported(anna, "Ina;Ist;VIP", "Kurt;Lang;", header=header)
    before = business_tables()
    run = checked(uploaded(anna, "Eva;Kurz;Messe", "Ina;Ist;Vip, Neu", "Kurt;Lang;", header=header))
    run = applied(services.decide(run=run, lines={}, alike={"same_name": "same"}))
    assert [told(run)[line][0] for line in (2, 3, 4)] == ["new", "changed", "unchanged"]
    assert tags() == {"Eva Kurz": ["Messe"], "Ina Ist": ["Neu", "VIP"], "Kurt Lang": []}
    undone(run)
    assert differences(before, business_tables()) == {}


def test_words_that_are_no_tags_are_named(anna: User) -> None:
    run = imported(anna, f'Eva;Kurz;"Messe; {"x" * 41}, vip"', header="Vorname;Nachname;Schlagwörter")
    assert tags() == {"Eva Kurz": ["Messe", "vip"]}
    assert "höchstens 30 Wörter" in told(run)[2][1][0]


def test_a_customer_has_tags_too(anna: User) -> None:
    header = "Kundennr.;Firma;Schlagworte"
    customers_imported(anna, "1;Bau AG;VIP", "2;Holz KG;vip,Neu", header=header)
    assert tags() == {"Bau AG": ["VIP"], "Holz KG": ["Neu", "VIP"]}
    assert Tag.objects.count() == 2
    before = business_tables()
    run = customers_imported(anna, "1;Bau AG;Messe", "2;Holz KG;neu", header=header)
    assert (run.counts["changed"], run.counts["unchanged"]) == (1, 1)
    assert tags()["Bau AG"] == ["Messe", "VIP"]
    undone(run)
    assert differences(before, business_tables()) == {}
    assert Customer.objects.count() == 2
