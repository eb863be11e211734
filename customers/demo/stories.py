"""Customers written by hand, so that a demonstration has something to tell.

They come first and have a past: what anna, cleo, paula and boss changed on which day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from contacts.demo.parties import ORGANISATION, PERSON, Address, Party, Work
from customers.demo.files import STRIDE, File, Plan

ANNA, CLEO = 0, 1  # their places among the keepers


@dataclass(frozen=True)
class Change:
    """Somebody changed the row `table` of a story's customer, so many days ago; `row` counts from 0."""

    story: int
    days: int
    by: str
    table: str
    values: dict[str, Any]
    row: int = 0


def _organisation(plan: Plan, ordinal: int, name: str, *, days: int, changed: int, **fields: Any) -> File:
    """`days` and `changed`: how many days ago it was created and last changed."""
    morning = timedelta(hours=9, minutes=7 * ordinal)
    created, updated = (plan.today - timedelta(days=before) + morning for before in (days, changed))
    party = Party(ordinal * STRIDE, ORGANISATION, created, updated, organisation_name=name)
    number = f"{plan.prefix}{plan.first_number + ordinal - 1:0{plan.width}}"
    file = File(party, number, **fields)
    if file.status != "lead":
        file.customer_since = file.customer_since or created.date()
        file.debtor_account = str(10_000 + ordinal)
    return file


def _keeper(plan: Plan, place: int) -> int | None:
    return plan.keepers[place] if place < len(plan.keepers) else None


def _works(file: File, name: str, *roles: str, position: str, phone: str, email: str = "", **fields: Any) -> None:
    """Adds a contact person, e.g. "Herr Dr. Uwe Lang"."""
    words = name.split()
    title = words.pop(1) if words[1].endswith(".") else ""
    party = file.party
    person = Party(
        party.id + len(file.people) + 1, PERSON, party.created_at, party.updated_at,
        salutation={"Frau": "mrs", "Herr": "mr"}[words[0]], title=title, first_name=words[1],
        last_name=" ".join(words[2:]), position=position,
    )  # fmt: skip
    person.phones.append(("mobile" if phone.startswith("+49150") else "office", phone))
    if email:
        person.emails.append(("office", email))
    file.people.append(person)
    file.work.append(Work(person.id, party.id, list(roles), position, is_main=not file.work, **fields))


# --- the stories ----------------------------------------------------------------------------


def _nordlicht(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Nordlicht Gebäudereinigung GmbH", days=1420, changed=3, search_name="NLG",
        responsible=_keeper(plan, ANNA), industry="Dienstleistung", status="lead", vat_id="DE789641800",
        tax_number="48/728/01234", iban="DE53200505500001234567", account_holder="Nordlicht Gebaeudereinigung GmbH",
    )  # fmt: skip
    file.party.addresses = [
        Address("office", "Große Elbstraße 141", "22767", "Hamburg", "DE-HH", addition="3. Obergeschoss"),
        Address("billing", "Postfach 50 12 40", "22712", "Hamburg", "DE-HH"),
        Address("site", "Am Sandtorkai 70", "20457", "Hamburg", "DE-HH", addition="Speicher P, Nachtreinigung"),
        Address("site", "Konrad-Adenauer-Straße 12", "23558", "Lübeck", "DE-SH", addition="Einkaufsgalerie"),
        Address("site", "Zur Eisenhütte 5", "18146", "Rostock", "DE-MV", addition="Werft, Halle 2"),
    ]
    file.party.phones = [("office", "+4940155500"), ("fax", "+4940155599")]
    file.party.emails = [("office", "info@nordlicht.example"), ("billing", "kreditoren@nordlicht.example")]
    file.party.websites = [("", "https://www.nordlicht.example"), ("Karriere", "https://jobs.nordlicht.example")]
    file.party.tags = ["A-Kunde", "Rahmenvertrag", "Referenzkunde"]
    _works(file, "Frau Dr. Imke Brodersen", "management", "signatory", position="Geschäftsführerin",
           phone="+4940155510", email="brodersen@nordlicht.example")  # fmt: skip
    _works(file, "Herr Tarek Mansour", "scheduling", "on_site", position="Einsatzleiter", phone="+4915010020030",
           email="mansour@nordlicht.example")  # fmt: skip
    _works(file, "Frau Gesa Lührs", "accounting", "invoice_recipient", position="Buchhalterin",
           phone="+4940155530", email="kreditoren@nordlicht.example")  # fmt: skip
    _works(file, "Herr Rolf Petersen", "purchasing", position="Leiter Einkauf", phone="+4940155540",
           valid_from=date(2019, 4, 1), valid_until=plan.today.date() - timedelta(days=200))  # fmt: skip
    return file


def _hafenkontor(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Hafenkontor Spedition GmbH & Co. KG", days=1100, changed=12,
        responsible=_keeper(plan, ANNA), industry="Logistik", vat_id="DE759694155", parent=(ordinal + 1) * STRIDE,
        iban="DE52200700000024681012", account_holder="Hafenkontor Spedition",
        invoice_email="rechnung@hafenkontor.example",
    )  # fmt: skip
    file.party.addresses = [
        Address("office", "Stauereikai 8", "28217", "Bremen", "DE-HB"),
        Address(
            "site",
            "Containerterminal, Senator-Bortscheller-Straße 1",
            "27568",
            "Bremerhaven",
            "DE-HB",
            addition="Tor 3",
        ),
    ]
    file.party.phones = [("office", "+49421177700")]
    file.party.emails = [("office", "dispo@hafenkontor.example"), ("billing", "rechnung@hafenkontor.example")]
    file.party.tags = ["B-Kunde", "Rahmenvertrag"]
    file.party.notes = (
        "Saisonspitzen: Oktober bis Mitte Dezember und vor Ostern.\nStaplerschein ist für alle Kräfte Pflicht."
    )
    _works(file, "Herr Henning Claußen", "management", "signatory", position="Geschäftsführer",
           phone="+49421177711", email="claussen@hafenkontor.example")  # fmt: skip
    _works(file, "Frau Aylin Öztürk", "scheduling", position="Disponentin", phone="+4915020030040",
           email="oeztuerk@hafenkontor.example")  # fmt: skip
    return file


def _hafenkontor_holding(plan: Plan, ordinal: int) -> File:
    """The parent; its managing director is the one of the haulage firm."""
    file = _organisation(
        plan, ordinal, "Hafenkontor Beteiligungs AG", days=1099, changed=400, responsible=_keeper(plan, ANNA),
        industry="Dienstleistung", vat_id="DE678822982",
    )  # fmt: skip
    file.party.addresses = [Address("office", "Schlachte 31", "28195", "Bremen", "DE-HB")]
    file.party.phones = [("office", "+49421177800")]
    file.party.emails = [("office", "vorstand@hafenkontor-ag.example")]
    director = (ordinal - 1) * STRIDE + 1
    since = date(2021, 1, 1)
    file.work.append(Work(director, file.party.id, ["management"], "Vorstand", is_main=True, valid_from=since))
    return file


def _town(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Stadt Wiesenbrück, Amt für Gebäudewirtschaft", days=760, changed=21,
        responsible=_keeper(plan, ANNA), industry="Öffentliche Verwaltung", buyer_reference="05382-48217-91",
        invoice_email="e-rechnung@wiesenbrueck.example",
    )  # fmt: skip
    file.party.addresses = [
        Address("office", "Rathausplatz 1", "53721", "Siegburg", "DE-NW", addition="Zimmer 214"),
        Address("billing", "Zentraler Rechnungseingang, Postfach 12 20", "53702", "Siegburg", "DE-NW"),
        Address("site", "Schulstraße 4", "53721", "Siegburg", "DE-NW", addition="Grundschule, Turnhalle"),
    ]
    file.party.phones = [("office", "+492241112000")]
    file.party.emails = [("office", "gebaeudewirtschaft@wiesenbrueck.example")]
    file.party.tags = ["Öffentliche Hand"]
    file.party.notes = "Rechnungen ausschließlich als XRechnung mit Leitweg-ID; Papier und PDF werden zurückgewiesen."
    _works(file, "Herr Klaus-Dieter Ägidi", "technical", "on_site", position="Sachgebietsleiter",
           phone="+492241112214", email="aegidi@wiesenbrueck.example")  # fmt: skip
    return file


def _private(plan: Plan, ordinal: int) -> File:
    keeper = _keeper(plan, CLEO)
    file = _organisation(plan, ordinal, "", days=300, changed=40, responsible=keeper, industry="Privathaushalt")
    party = file.party
    party.kind, party.salutation, party.title = PERSON, "mrs", "Dr."
    party.first_name, party.last_name, party.birthday = "Friederike", "Wöhrmann", date(1948, 5, 17)
    party.addresses = [Address("private", "Seestraße 12", "82335", "Berg", "DE-BY", addition="Gartenhaus klingeln")]
    party.phones = [("private", "+498151123400"), ("mobile", "+4915030040050")]
    party.emails = [("private", "f.woehrmann@post.example")]
    party.tags = ["Stammkunde"]
    party.notes = "Bitte nur vormittags anrufen. Haustürschlüssel liegt bei uns im Tresor, Nr. 14."
    return file


def _long_name(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal,
        "Vereinigte Württembergische Gesellschaft für Veranstaltungstechnik, Bühnentechnik und Messelogistik"
        " Gebrüder Pfleiderer mbH & Co. Kommanditgesellschaft",
        days=540, changed=95, search_name="VWG Pfleiderer", responsible=_keeper(plan, CLEO), industry="Veranstaltungen",
        vat_id="DE375729339",
    )  # fmt: skip
    file.party.addresses = [Address("office", "Messepiazza 1", "70629", "Stuttgart", "DE-BW")]
    file.party.phones = [("office", "+49711188800")]
    file.party.emails = [("office", "kontakt@vwg-pfleiderer.example")]
    file.party.tags = ["Messe"]
    _works(file, "Frau Anna-Lena von der Weißenburg-Großmann", "purchasing", position="Leiterin Einkauf und Vergabe",
           phone="+49711188821", email="einkauf@vwg-pfleiderer.example")  # fmt: skip
    return file


def _blocked(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Goldener Anker Gastronomie UG (haftungsbeschränkt)", days=620, changed=8,
        responsible=_keeper(plan, CLEO), industry="Gastgewerbe", tax_number="21/815/08150",
    )  # fmt: skip
    file.party.addresses = [Address("office", "Am Fischmarkt 3", "18055", "Rostock", "DE-MV")]
    file.party.phones = [("mobile", "+4915040050060")]
    file.party.emails = [("office", "moin@goldener-anker.example")]
    file.party.tags = ["Bonität prüfen", "Saisonbetrieb"]
    _works(file, "Herr Sören Jørgensen", "management", position="Inhaber", phone="+4915040050060")
    return file


def _restricted(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Klinikum Sonnenhöhe gGmbH", days=410, changed=30, access="restricted",
        responsible=_keeper(plan, ANNA), industry="Gesundheit", vat_id="DE869784399",
    )  # fmt: skip
    file.party.addresses = [Address("office", "Höhenweg 2", "37073", "Göttingen", "DE-NI")]
    file.party.phones = [("office", "+49551166600")]
    file.party.emails = [("office", "verwaltung@sonnenhoehe.example")]
    file.party.notes = "Vertraulich: Verhandlung über die Übernahme von 40 Reinigungskräften."
    _works(file, "Herr Prof. Matthias Rößler", "management", "signatory", position="Kaufmännischer Direktor",
           phone="+49551166601", email="direktion@sonnenhoehe.example")  # fmt: skip
    return file


def _lead(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Pixelwerft Software GmbH", days=2, changed=1, status="lead", language="en",
        responsible=_keeper(plan, ANNA), industry="IT",
    )  # fmt: skip
    file.party.addresses = [Address("office", "Spinnereistraße 7", "04179", "Leipzig", "DE-SN")]
    file.party.emails = [("office", "hello@pixelwerft.example")]
    file.party.websites = [("", "https://pixelwerft.example")]
    file.party.notes = (
        "Kam über die Empfehlung von Nordlicht. Sucht zwei Empfangskräfte ab Januar, Gespräch auf Englisch."
    )
    return file


def _alpine(plan: Plan, ordinal: int) -> File:
    file = _organisation(
        plan, ordinal, "Alpenblick Hotelbetriebs GmbH", days=900, changed=66, responsible=_keeper(plan, CLEO),
        industry="Gastgewerbe", vat_id="ATU13585627",
    )  # fmt: skip
    file.party.addresses = [Address("office", "Mönchsberg 24", "5020", "Salzburg", country="AT")]
    file.party.phones = [("office", "+43662155500")]
    file.party.emails = [("office", "rezeption@alpenblick.example")]
    file.party.tags = ["Saisonbetrieb", "Weihnachtskarte"]
    _works(file, "Frau Magdalena Hinterhuber", "human_resources", position="Personalleiterin", phone="+43662155512")
    return file


STORIES: tuple[Callable[[Plan, int], File], ...] = (
    _nordlicht, _hafenkontor, _hafenkontor_holding, _town, _private, _long_name, _blocked, _restricted, _lead, _alpine,
)  # fmt: skip

CHANGES = [
    Change(1, 1388, "anna", "customer", {"status": "active", "industry": "Gebäudedienste"}),
    Change(1, 870, "paula", "customer", {"iban": "DE07200505500009876543"}),
    Change(1, 655, "anna", "phone", {"number": "+4940155501"}),
    Change(1, 420, "cleo", "contact", {"notes": "Schlüsselübergabe immer beim Pförtner am Sandtorkai."}),
    Change(1, 200, "anna", "address", {"street": "Große Elbstraße 145", "addition": "2. Obergeschoss"}),
    Change(1, 31, "paula", "customer", {"account_holder": "Nordlicht Gebäudereinigung GmbH"}),
    Change(1, 3, "anna", "customer", {"invoice_email": "kreditoren@nordlicht.example"}),
    Change(2, 700, "cleo", "customer", {"search_name": "HKS"}),
    Change(2, 12, "paula", "customer", {"vat_id": "DE506444184"}),
    Change(4, 365, "anna", "customer", {"buyer_reference": "05382-48210-15"}),
    Change(4, 21, "anna", "email", {"address": "agw@wiesenbrueck.example"}),
    Change(5, 40, "cleo", "phone", {"number": "+4915030040051"}, row=1),
    Change(7, 90, "paula", "contact", {"notes": "Zweite Mahnung ist raus, Ratenzahlung angeboten."}),
    Change(7, 8, "paula", "customer", {
        "status": "blocked", "blocked_reason": "Zwei Rechnungen seit über 90 Tagen offen, Ratenplan geplatzt",
    }),
    Change(8, 30, "boss", "customer", {"tax_number": "20/206/00418"}),
    Change(10, 66, "cleo", "customer", {"customer_since": date(2014, 12, 1)}),
]  # fmt: skip
