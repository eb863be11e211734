"""What the columns of an address book can mean, under the names that Outlook, Google and telephones give them."""

from django.utils.translation import gettext_lazy as _

from contacts.importing import readings
from lists.imports.kinds import Column

_WHO = (
    Column("kind", _("Person or organisation"), read=readings.kind, looks_like=readings.looks_like_kind),
    Column("salutation", _("Salutation"), ("Anrede", "Prefix"), read=readings.salutation),
    Column("title", _("Title"), ("Titel", "Akad. Titel", "Akademischer Titel", "Name Prefix"), read=readings.line(40)),
    Column("first_name", _("First name"), ("Vorname", "Given Name"), read=readings.line(80)),
    Column("middle_name", _("Middle name"), ("Weitere Vornamen", "Zweiter Vorname", "Additional Name"),
           read=readings.line(40)),
    Column("last_name", _("Last name"), ("Nachname", "Familienname", "Zuname", "Family Name"), read=readings.line(100)),
    Column("name", _("Name"), ("Ansprechpartner", "Kontakt", "Person", "Anzeigename", "Voller Name", "Full Name"),
           read=readings.line(200)),
    Column("organisation", _("Company"), ("Firma", "Firmenname", "Unternehmen", "Organisation", "Organisation Name",
                                          "Arbeitgeber", "Company", _("Works at")), read=readings.line(200)),
    Column("department", _("Department"), ("Abteilung", "Organisation Department"), read=readings.line(100)),
    Column("position", _("Position"), ("Funktion", "Rolle", "Beruf", "Job Title", "Organisation Title"),
           read=readings.position),
    Column("birthday", _("Birthday"), ("Geburtstag", "Geburtsdatum"), read=readings.day),
)  # fmt: skip

_REACHABLE = (
    Column("phone", _("Telephone"), ("Telefon", "Tel.", "Telefonnummer", "Telefon geschäftlich",
                                     "Telefon Firma", "Festnetz", "Durchwahl", "Phone", "Business Phone"),
           also=("Weiteres Telefon",), read=readings.phone, looks_like=readings.looks_like_phone, several=True),
    Column("mobile", _("Mobile"), ("Mobil", "Handy", "Mobiltelefon", "Mobilnummer", "Mobile Phone"),
           read=readings.phone, several=True),
    Column("private_phone", _("Telephone, private"), ("Telefon privat", "Telefon (privat)", "Tel. privat",
                                                       "Home Phone"), read=readings.phone, several=True),
    Column("fax", _("Fax"), ("Telefax", "Fax geschäftlich", "Business Fax"), read=readings.phone, several=True),
    Column("email", _("E-mail"), ("E-Mail", "Mail", "E-Mail-Adresse", "E-Mail geschäftlich", "E-Mail Address"),
           read=readings.email, looks_like=readings.looks_like_email, several=True),
    Column("private_email", _("E-mail, private"), ("E-Mail privat", "E-Mail (privat)"),
           read=readings.email, several=True),
    Column("website", _("Website"), ("Webseite", "Homepage", "Internet", "Web", "URL"),
           read=readings.website, looks_like=readings.looks_like_website, several=True),
)  # fmt: skip


def _address(slot: str, *endings: str) -> tuple[Column, ...]:
    """`endings` are what the names of the columns end with: "Ort privat"."""

    def named(*names: str) -> tuple[str, ...]:
        return tuple(f"{name}{end}" for name in names for end in endings)

    return (
        Column(f"{slot}street", _LABELS[f"{slot}street"],
               named("Straße", "Strasse", "Straße und Hausnummer", "Straße/Nr."),
               also=named("Anschrift", "Adresse"), read=readings.line(150)),
        Column(f"{slot}house_number", _LABELS[f"{slot}house_number"], named("Hausnummer", "Hausnr."),
               read=readings.line(20)),
        Column(f"{slot}addition", _LABELS[f"{slot}addition"], named("Adresszusatz", "c/o"), read=readings.line(100)),
        Column(f"{slot}postcode", _LABELS[f"{slot}postcode"], named("PLZ", "Postleitzahl", "Zip"),
               read=readings.line(12)),
        Column(f"{slot}city", _LABELS[f"{slot}city"], named("Ort", "Stadt", "City"), read=readings.line(100)),
        Column(f"{slot}country", _LABELS[f"{slot}country"], named("Land", "Land/Region", "Country"),
               read=readings.country),
    )  # fmt: skip


_LABELS = {
    "street": _("Street"), "house_number": _("House number"), "addition": _("Address line 2"),
    "postcode": _("Postcode"), "city": _("Town"), "country": _("Country"),
    "home_street": _("Street, private"), "home_house_number": _("House number, private"),
    "home_addition": _("Address line 2, private"), "home_postcode": _("Postcode, private"),
    "home_city": _("Town, private"), "home_country": _("Country, private"),
    "more_street": _("Street, second address"), "more_house_number": _("House number, second address"),
    "more_addition": _("Address line 2, second address"), "more_postcode": _("Postcode, second address"),
    "more_city": _("Town, second address"), "more_country": _("Country, second address"),
}  # fmt: skip

COLUMNS = (
    *_WHO,
    *_REACHABLE,
    *_address("", "", " geschäftlich", " (geschäftlich)"),
    Column("place", _("Postcode and town"), ("PLZ Ort", "PLZ/Ort", "PLZ und Ort"), read=readings.place,
           looks_like=readings.looks_like_place),
    *_address("home_", " privat", " (privat)"),
    *_address("more_", " 2"),
    Column("tags", _("Tags"), readings.TAG_NAMES, read=readings.tags),
    Column("notes", _("Notes"), ("Bemerkung", "Bemerkungen", "Notiz", "Notizen", "Kommentar", "Anmerkung", "Notes"),
           also=("Info", "Hinweis", "Text"), read=readings.notes(10_000), several=True),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
NEEDS = ("name", "last_name", "first_name", "organisation")
