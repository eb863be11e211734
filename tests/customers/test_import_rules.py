"""What becomes of lines: new, changed, unchanged, skipped, doubtful, and in which words."""

from typing import Any

import pytest
from django.db.models import Model

from accounts.models import User
from contacts.models import Contact, Email, Phone
from customers.models import Customer, Status
from customers.services import change_customer, change_status
from tests.cast import CANARY, firm, person
from tests.customers.importing import applied, checked, imported, told


def test_a_line_without_number_and_name_is_one_more_person_above(anna: User) -> None:
    imported(anna, "1;Bau AG;;;;;;;Frau Dr. Anna von Berg;anna@bau.example;", ";;;;;;;;Lang, Kurt;;Vertretung")
    people = [one.person for one in Customer.objects.get().contact.people.select_related("person").order_by("id")]
    assert [(p.salutation, p.title, p.first_name, p.last_name, p.notes) for p in people] == [
        ("mrs", "Dr.", "Anna", "von Berg", ""),
        ("", "", "Kurt", "Lang", "Vertretung"),
    ]


def test_a_person_without_a_customer_above_is_skipped(anna: User) -> None:
    run = imported(anna, ";;;;;;;;Kurt Lang;;")
    assert told(run) == {2: ("skipped", ["Darüber steht kein Kunde, zu dem dieser Ansprechpartner gehören könnte."])}


def test_people_of_a_skipped_customer_are_not_given_to_the_one_before(anna: User) -> None:
    run = imported(
        anna, "1;Bau AG;;;;;;;;;", "1;Andere GmbH;;;;;;;Kurt Lang;;", ";;;;;;;;Eva Kurz;;", "2;Holz KG;;;;;;;;;"
    )
    assert told(run) == {
        2: ("new", []),
        3: ("skipped", ["Die Kundennummer 1 steht schon in Zeile 2, dort bei einer anderen Firma."]),
        4: ("skipped", ["Gehört zu Zeile 3, die übersprungen wird."]),
        5: ("new", []),
    }
    assert Contact.objects.filter(kind="person").count() == 0


def test_people_below_an_unreadable_line_are_not_given_to_the_one_before(anna: User) -> None:
    run = imported(anna, "1;Bau AG;;;;;;;;;", "2;Holz KG;;;;;;;;;;;zu viel", ";;;;;;;;Eva Kurz;;")
    assert told(run)[3][1][0].startswith("13 Zellen statt 11")
    assert told(run)[4] == ("skipped", ["Gehört zu Zeile 3, die übersprungen wird."])


def test_the_same_number_and_name_again_is_one_more_person(anna: User) -> None:
    run = imported(anna, "1;Bau AG;Weg 1;;;;;;Kurt Lang;;", "2;Holz KG;;;;;;;;;", "1;BAU AG;Weg 2;;;;;;Eva Kurz;;")
    assert told(run) == {
        2: ("new", ["Die Postleitzahl fehlt."]),
        3: ("new", []),
        4: ("new", ["Straße: „Weg 2“ weicht von Zeile 2 ab; es gilt Zeile 2."]),
    }
    file = Customer.objects.get(number="1")
    assert sorted(one.person.last_name for one in file.contact.people.all()) == ["Kurz", "Lang"]


def test_a_customer_without_a_number_gets_a_running_one(anna: User) -> None:
    imported(anna, ";Bau AG;Weg 1;20457;Hamburg;;;;;;", ";Holz KG;Weg 2;20457;Hamburg;;;;;;")
    assert sorted(Customer.objects.values_list("number", flat=True)) == ["K-100001", "K-100002"]


LIKE = "Sieht aus wie K-100001 Bau AG, enthält aber andere Angaben und keine Kundennummer; "
NAMESAKE = "Eva Kurz ist hier schon Ansprechpartner, aber mit einer anderen E-Mail-Adresse; "


def test_without_a_number_the_same_name_and_address_is_not_made_twice(anna: User) -> None:
    line = ";Bau AG;Hauptstr. 1;20457;Hamburg;;;;;;"
    imported(anna, line)
    assert told(imported(anna, line)) == {2: ("unchanged", [])}
    richer = imported(anna, ";BAU AG;Hauptstraße 1;20457;Hamburg;040 1234567;;;;;")
    assert told(richer) == {
        2: (
            "skipped",
            [f"{LIKE}wird nicht stillschweigend zusammengeführt."],
        )
    }
    assert (Customer.objects.count(), Phone.objects.count()) == (1, 0)


def test_a_duplicate_with_a_number_of_its_own_is_taken_and_named(anna: User) -> None:
    imported(anna, "1;Bau AG;Hauptstr. 1;20457;Hamburg;;;;;;")
    run = imported(anna, "2;Bau AG;Hauptstraße 1;20457;Hamburg;;;;;;")
    assert told(run) == {
        2: (
            "new",
            ["Name und Anschrift wie bei 1 Bau AG; wegen der eigenen Kundennummer als eigener Kunde übernommen."],
        )
    }


def test_a_file_adds_and_corrects_and_takes_nothing_away(anna: User) -> None:
    imported(
        anna,
        "1;Mueller Bau;Weg 1;20457;Hamburg;040 111111;a@bau.example;aktiv;Kurt Lang;k@bau.example;Anruf vormittags",
    )
    run = imported(
        anna, "1;Müller Bau;Weg 2;;;040 222222;b@bau.example;Interessent;Kurt Lang;k@bau.example;Neu: Einkauf"
    )
    assert told(run) == {2: ("changed", ["Die Postleitzahl fehlt."])}
    assert [(change["column"], change["new"]) for change in run.rows.get(line=2).changes] == [
        ("status", str(Status.LEAD.label)),
        ("name", "Müller Bau"),
        ("notes", "Neu: Einkauf"),
        ("street", "Weg 2, 20457 Hamburg"),
        ("phone", "+4940222222"),
        ("email", "b@bau.example"),
    ]
    contact = Contact.objects.get(customer__number="1")
    assert (contact.name, contact.notes) == ("Müller Bau", "Anruf vormittags\n\nNeu: Einkauf")
    assert str(contact.addresses.get()) == "Weg 2, 20457 Hamburg"
    assert [phone.number for phone in contact.phones.order_by("id")] == ["+4940111111", "+4940222222"]
    assert [email.address for email in contact.emails.order_by("id")] == ["a@bau.example", "b@bau.example"]
    assert contact.people.count() == 1
    assert Customer.objects.get().status == Status.LEAD


def test_capitals_alone_are_no_correction(anna: User) -> None:
    imported(anna, "1;Bau AG;;;;;;;;;")
    assert told(imported(anna, "1;BAU AG;;;;;;;;;")) == {2: ("unchanged", [])}


def test_an_empty_cell_deletes_nothing(anna: User) -> None:
    imported(anna, "1;Bau AG;Weg 1;20457;Hamburg;040 111111;a@bau.example;gesperrt;;;")
    assert told(imported(anna, "1;Bau AG;;;;;;;;;")) == {2: ("unchanged", [])}


def test_a_namesake_with_another_e_mail_may_be_somebody_else(anna: User) -> None:
    run = imported(anna, "1;Bau AG;;;;;;;Eva Kurz;eva@bau.example;", ";;;;;;;;Eva Kurz;e.kurz@bau.example;")
    assert told(run)[3] == (
        "skipped",
        [f"{NAMESAKE}nicht übernommen, weil es jemand anderes sein kann."],
    )
    assert Email.objects.count() == 1


def test_a_blocked_customer_gets_a_reason(anna: User) -> None:
    imported(anna, "1;Bau AG;;;;;;gesperrt;;;", "2;Holz KG;;;;;;Gesperrt;;;zahlt nicht")
    assert list(Customer.objects.order_by("number").values_list("status", "blocked_reason")) == [
        ("blocked", "laut Import"),
        ("blocked", "laut Import: zahlt nicht"),
    ]


def test_a_private_person_is_a_customer_too_and_once(anna: User) -> None:
    line = "1;;Weg 1;20457;Hamburg;040 123456;;;Herr Karl Käfer;karl@kaefer.example;"
    run = imported(anna, line)
    assert told(run) == {2: ("new", ["Keine Firma angegeben: als Privatperson übernommen."])}
    contact = Customer.objects.get().contact
    assert (contact.kind, contact.name, contact.salutation) == ("person", "Karl Käfer", "mr")
    assert [email.address for email in contact.emails.all()] == ["karl@kaefer.example"]
    assert told(imported(anna, line)) == {2: ("unchanged", [])}


DOUBTS = [
    (
        "E-Mail",
        "info at bau.example",
        "E-Mail: „info at bau.example“ nicht übernommen. Gemeint ist vielleicht info@bau",
    ),
    ("E-Mail", "nix", "E-Mail: „nix“ ist keine E-Mail-Adresse, nicht übernommen."),
    ("Telefon", "ruf an", "Telefon: „ruf an“ ist keine Telefonnummer, nicht übernommen."),
    ("Telefon", "4711", "Telefon: „4711“ ist keine vollständige Telefonnummer, so übernommen, wie sie dasteht."),
    ("Status", "mal sehen", "Sichtbarkeit-Status: „mal sehen“ ist kein bekannter Status, nicht übernommen."),
    ("Land", "Absurdistan", "Land: „Absurdistan“ ist hier als Land nicht bekannt, nicht übernommen."),
    ("Kunde seit", "irgendwann", "Kunde seit: „irgendwann“ ist kein Datum, nicht übernommen."),
    ("Betreuer", "Wer Weiß", "Zuständig: Es gibt niemanden namens „Wer Weiß“, nicht übernommen."),
    ("Branche", "x" * 81, "Branche: länger als 80 Zeichen, nicht übernommen."),
    ("Homepage", "kein netz", "Website: „kein netz“ ist keine Internetadresse, nicht übernommen."),
    ("USt-IdNr.", "DE123", "USt-IdNr.: „DE123“ nicht übernommen. "),
    ("IBAN", "DE00 1234", "IBAN: „DE00 1234“ nicht übernommen. "),
]


@pytest.mark.parametrize(("column", "value", "sentence"), DOUBTS, ids=[f"{c} {v[:12]}" for c, v, _ in DOUBTS])
def test_what_cannot_be_taken_is_said_and_the_customer_taken(
    anna: User, column: str, value: str, sentence: str
) -> None:
    run = imported(anna, f"1;Bau AG;{value}", header=f"Kundennr.;Firma;{column}")
    [(outcome, [reason])] = told(run).values()
    assert (outcome, Customer.objects.count()) == ("new", 1)
    assert reason.startswith(sentence)
    assert value in run.rows.get(line=2).cells
    assert told(imported(anna, f"1;Bau AG;{value}", header=f"Kundennr.;Firma;{column}"))[2][0] == "unchanged"


ODD = "Die Postleitzahl 1010 sieht nicht nach einer dieses Landes aus; so übernommen, wie sie dasteht."


@pytest.mark.parametrize(
    ("country", "postcode", "taken", "doubts"),
    [
        ("DE", "1067", "01067", ["Der Postleitzahl 1067 fehlt die führende Null; als 01067 übernommen."]),
        ("D", "D-20457", "20457", []),
        ("AT", "1010", "1010", []),
        ("", "1010", "1010", [ODD]),
        ("DE", "", "", ["Die Postleitzahl fehlt."]),
    ],
)
def test_postcodes(anna: User, country: str, postcode: str, taken: str, doubts: list[str]) -> None:
    run = imported(anna, f"1;Bau AG;{country};{postcode};Irgendwo", header="Kundennr.;Firma;Land;PLZ;Ort")
    assert told(run) == {2: ("new", doubts)}
    assert Customer.objects.get().contact.addresses.get().postcode == taken


@pytest.mark.parametrize("name", ["x" * 201, "x" * 10_000])
def test_a_name_that_is_too_long_is_skipped_with_its_reason(anna: User, name: str) -> None:
    run = imported(anna, f"1;{name};;;;;;;;;")
    assert told(run)[2][0] == "skipped"


def test_strange_characters_are_taken_or_taken_out(anna: User) -> None:
    imported(anna, "1; B\u202eau\u200b 🏗️ \x07AG\xa0;;;;;;;Чехов;;")
    assert Customer.objects.get().contact.name == "Bau 🏗️ AG"
    assert Contact.objects.get(kind="person").last_name == "Чехов"


def test_a_number_of_a_file_that_one_may_not_see_is_taken_and_no_more(anna: User, cleo: User, hidden: Customer) -> None:
    run = checked(anna, f"{hidden.number};Bau AG;;;;;;;;;", ";;;;;;;;Kurt Lang;;")
    assert told(run) == {
        2: ("skipped", [f"Die Kundennummer {hidden.number} ist schon vergeben."]),
        3: ("skipped", ["Gehört zu Zeile 2, die übersprungen wird."]),
    }
    assert str(hidden.pk) not in str(list(run.rows.values_list("reasons", "target")))
    assert told(checked(cleo, f"{hidden.number};Bau AG;;;;;;;;;"))[2] == (
        "skipped",
        [f"Die Kundennummer {hidden.number} gehört schon {hidden.number} {hidden.contact.name}."],
    )


def test_a_likely_duplicate_that_one_may_not_see_is_none(anna: User, hidden: Customer) -> None:
    run = imported(anna, f";{hidden.contact.name};Hafenstraße 1;20457;{CANARY};;;;;;")
    assert told(run) == {2: ("new", [])}


def test_an_owner_who_disappears_from_view_loses_the_name_in_the_reason(anna: User, cleo: User, acme: Customer) -> None:
    run = checked(cleo, f"{acme.number};Bau AG;;;;;;;;;")
    assert told(run)[2][1] == ["Die Kundennummer 10001 gehört schon 10001 Acme GmbH."]
    change_customer(customer=acme, by=anna, access="restricted")
    assert told(run)[2][1] == ["Die Kundennummer 10001 ist schon vergeben."]


def test_the_run_looks_again_at_what_happened_since_the_dry_run(anna: User) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;", "2;Holz KG;;;;;;;;;")
    firm("Schneller GmbH", by=anna, number="1")
    other = firm("Holz KG", by=anna, number="2")
    change_status(customer=other, status=Status.INACTIVE, by=anna)
    assert told(applied(run)) == {
        2: ("skipped", ["Die Kundennummer 1 gehört schon 1 Schneller GmbH."]),
        3: ("unchanged", []),
    }
    assert Customer.objects.count() == 2


def test_whoever_lost_the_right_meanwhile_imports_nothing(anna: User) -> None:
    run = checked(anna, "1;Bau AG;;;;;;;;;")
    anna.groups.clear()
    assert applied(run).state == "failed"
    assert not Customer.objects.exists()


def test_a_colleague_becomes_responsible_by_name_or_e_mail(anna: User) -> None:
    ben = person("Ben", "Lesen")
    imported(anna, "1;Bau AG;ben", f"2;Holz KG;{ben.email}", header="Kundennr.;Firma;Betreuer")
    assert set(Customer.objects.values_list("responsible", flat=True)) == {ben.pk}


def test_many_new_customers_are_the_same_as_one_by_one(anna: User) -> None:
    """The fast way writes what the services write."""
    one = firm("Acme GmbH", by=anna, number="1")
    imported(
        anna,
        "2;Acme GmbH;Hafenstraße 1;20457;Hamburg;+4940123456;info@acme.example;;Uwe Acme;uwe@acme.example;Einkauf",
        header="Kundennr.;Firma;Straße;PLZ;Ort;Telefon;E-Mail;Status;Ansprechpartner;E-Mail AP;Funktion",
    )
    two = Customer.objects.get(number="2")
    assert everything(two) == everything(one)


def everything(file: Customer) -> dict[str, object]:
    ours = ("contact", "contact_id", "id", "number", "number_key", "created_at", "updated_at", "organisation", "person")
    person = file.contact.people.get().person

    def values(obj: Model) -> dict[str, object]:
        names = [field.attname for field in obj._meta.concrete_fields]
        return {
            name: str(getattr(obj, name)).removeprefix(f"{file.number} ")
            for name in names
            if name.removesuffix("_id") not in ours
        }

    rows: list[Any] = [
        file.contact.addresses,
        file.contact.phones,
        file.contact.emails,
        person.emails,
        file.contact.people,
    ]
    return {
        "file": values(Customer.objects.get(pk=file.pk)),
        "contacts": [values(file.contact), values(person)],
        "rows": [[values(row) for row in some.all()] for some in rows],
    }
