"""What the columns of a customer list can mean, under the names that the field's programs give them."""

from django.utils.translation import gettext_lazy as _

from contacts.importing import readings
from customers.importing import readings as of_file
from customers.models import NUMBER_LENGTH
from lists.imports.kinds import Column

NAME_LENGTH = 200

CUSTOMER_COLUMNS = (
    Column(
        "number",
        _("Customer number"),
        ("Kundennr.", "Kundennummer", "Kunden-Nr.", "KdNr", "Kd.-Nr.", "Kundenkennung", "Kunden-ID", "Customer no."),
        also=("Nr.", "Nummer", "ID", "Adressnummer"),
        read=readings.line(NUMBER_LENGTH),
    ),
    Column(
        "name",
        _("Company"),
        (
            "Firma",
            "Firmenname",
            "Firmenbezeichnung",
            "Unternehmen",
            "Organisation",
            "Kundenname",
            "Firma 1",
            "Company name",
        ),
        also=("Name", "Name 1", "Kunde", "Auftraggeber", "Bezeichnung"),
        read=readings.line(NAME_LENGTH),
    ),
    Column(
        "search_name",
        _("Search name"),
        ("Suchname", "Kurzname", "Matchcode", "Suchbegriff", "Kurzbezeichnung"),
        read=readings.line(60),
    ),
    Column(
        "street",
        _("Street"),
        ("Straße", "Strasse", "Str.", "Straße und Hausnummer", "Straße/Nr.", "Straße Hausnr.", "Street address"),
        also=("Anschrift", "Adresse", "Address"),
        read=readings.line(150),
    ),
    Column("house_number", _("House number"), ("Hausnummer", "Hausnr.", "HNr"), read=readings.line(20)),
    Column(
        "addition",
        _("Address line 2"),
        ("Adresszusatz", "Zusatz", "Namenszusatz", "c/o", "Name 2", "Firma 2"),
        read=readings.line(100),
    ),
    Column(
        "postcode",
        _("Postcode"),
        ("PLZ", "Postleitzahl", "Zip", "Postal code"),
        read=readings.line(12),
        looks_like=readings.looks_like_postcode,
    ),
    Column("city", _("Town"), ("Ort", "Stadt", "Wohnort", "Firmensitz", "City"), read=readings.line(100)),
    Column(
        "place",
        _("Postcode and town"),
        ("PLZ Ort", "PLZ/Ort", "PLZ und Ort"),
        read=readings.place,
        looks_like=readings.looks_like_place,
    ),
    Column("country", _("Country"), ("Land", "Ländercode", "Länderkennzeichen", "LKZ", "Staat"), read=readings.country),
    Column(
        "phone",
        _("Telephone"),
        (
            "Telefon",
            "Tel.",
            "Telefonnummer",
            "Telefon 1",
            "Telefon geschäftlich",
            "Festnetz",
            "Rufnummer",
            "Fon",
            "Phone",
            _("Telephone of the company"),
        ),
        also=("Telefon 2", "Tel. 2", "Telefon Zentrale"),
        read=readings.phone,
        looks_like=readings.looks_like_phone,
        otherwise="person_phone",
        several=True,
    ),
    Column(
        "mobile",
        _("Mobile"),
        ("Mobil", "Handy", "Mobiltelefon", "Mobilnummer"),
        read=readings.phone,
        otherwise="person_mobile",
        several=True,
    ),
    Column("fax", _("Fax"), ("Telefax", "Faxnummer", "Fax geschäftlich"), read=readings.phone),
    Column(
        "email",
        _("E-mail"),
        (
            "E-Mail",
            "Email",
            "Mail",
            "E-Mail-Adresse",
            "Mailadresse",
            "E-Mail 1",
            "E-Mail geschäftlich",
            _("E-mail of the company"),
        ),
        also=("E-Mail 2",),
        read=readings.email,
        looks_like=readings.looks_like_email,
        otherwise="person_email",
        several=True,
    ),
    Column(
        "website",
        _("Website"),
        ("Homepage", "Webseite", "Internet", "Internetseite", "www", "Web", "URL"),
        read=readings.website,
        looks_like=readings.looks_like_website,
    ),
    Column("industry", _("Industry"), ("Branche", "Wirtschaftszweig", "Gewerbe"), read=readings.line(80)),
    Column(
        "status",
        _("Visibility status"),
        ("Status", "Kundenstatus", "Sichtbarkeit-Status", "Sichtbarkeit", "Aktiv"),
        read=of_file.status,
    ),
    Column(
        "customer_since",
        _("Customer since"),
        ("Kunde seit", "Kundenbeginn", "Seit"),
        also=("Anlagedatum",),
        read=readings.day,
    ),
    Column(
        "vat_id",
        _("VAT id"),
        ("USt-IdNr.", "USt-ID", "UStID-Nr.", "Umsatzsteuer-ID", "Umsatzsteueridentnummer", "UID"),
        read=of_file.checked("vat_id"),
        looks_like=of_file.looks_like_vat_id,
    ),
    Column("tax_number", _("Tax number"), ("Steuernummer", "Steuernr.", "St.-Nr."), read=of_file.checked("tax_number")),
    Column(
        "iban",
        _("IBAN"),
        ("IBAN", "Kontonummer (IBAN)", "Bankverbindung"),
        read=of_file.checked("iban"),
        looks_like=of_file.looks_like_iban,
    ),
    Column("account_holder", _("Account holder"), ("Kontoinhaber",), read=readings.line(70)),
    Column(
        "buyer_reference",
        _("Leitweg-ID / buyer reference"),
        ("Leitweg-ID", "Käuferreferenz", "Leitwegnummer"),
        read=of_file.checked("buyer_reference"),
    ),
    Column(
        "debtor_account",
        _("Debtor account"),
        ("Debitor", "Debitorenkonto", "Debitorkonto", "Debitorennummer", "Debitorennr.", "Debitoren-Nr."),
        read=of_file.checked("debtor_account"),
    ),
    Column(
        "invoice_email",
        _("E-mail for invoices"),
        ("Rechnungs-E-Mail", "E-Mail Rechnung", "Rechnungsmail", "E-Mail für Rechnungen", "Rechnung per E-Mail an"),
        read=readings.email,
    ),
    Column(
        "responsible",
        _("Responsible"),
        ("Betreuer", "Kundenbetreuer", "Zuständig", "Verantwortlich", "Betreuung"),
        also=("Sachbearbeiter",),
        read=readings.line(150),
    ),
    Column("tags", _("Tags"), readings.TAG_NAMES, read=readings.tags),
    Column(
        "notes",
        _("Notes"),
        ("Bemerkung", "Bemerkungen", "Notiz", "Notizen", "Kommentar", "Anmerkung", "Anmerkungen"),
        also=("Info", "Hinweis", "Text"),
        read=readings.notes(10_000),
        several=True,
    ),
)

PERSON_COLUMNS = (
    Column(
        "person",
        _("Contact person"),
        ("Ansprechpartner", "Ansprechpartnerin", "Kontaktperson", "Name AP", "AP", "Ansprechpartner 1"),
        also=("Kontakt",),
        read=readings.line(180),
    ),
    Column(
        "person_salutation",
        _("Salutation"),
        ("Anrede", "Anrede AP", "Anrede Ansprechpartner"),
        read=readings.salutation,
    ),
    Column("person_title", _("Title"), ("Titel", "Titel AP", "Akad. Titel"), read=readings.line(40)),
    Column(
        "person_first", _("First name"), ("Vorname", "Vorname AP", "Vorname Ansprechpartner"), read=readings.line(80)
    ),
    Column(
        "person_last",
        _("Last name"),
        ("Nachname", "Nachname AP", "Familienname", "Nachname Ansprechpartner"),
        also=("Name", "Zuname"),
        read=readings.line(100),
    ),
    Column(
        "person_position",
        _("Position"),
        ("Funktion", "Funktion AP", "Position", "Position AP", "Rolle"),
        also=("Abteilung",),
        read=readings.position,
    ),
    Column(
        "person_phone",
        _("Telephone of the person"),
        (
            "Tel. AP",
            "Telefon AP",
            "Telefon Ansprechpartner",
            "Durchwahl",
            "Tel. Ansprechpartner",
            _("Telephone of the contact person"),
        ),
        read=readings.phone,
    ),
    Column(
        "person_mobile",
        _("Mobile of the person"),
        ("Mobil AP", "Handy AP", "Mobil Ansprechpartner"),
        read=readings.phone,
    ),
    Column(
        "person_email",
        _("E-mail of the person"),
        ("E-Mail AP", "Email AP", "Mail AP", "E-Mail Ansprechpartner", _("E-mail of the contact person")),
        read=readings.email,
    ),
)

# They become conditions once there are some.
KEPT_COLUMNS = (
    Column(
        "payment_term",
        _("Payment term"),
        ("Zahlungsziel", "Zahlungsziel (Tage)", "Zahlungsfrist", "Zahlungsbedingung", "Zahlungsbedingungen"),
        read=of_file.days,
        kept=True,
    ),
    Column(
        "hourly_rate",
        _("Hourly rate"),
        ("Stundensatz", "Verrechnungssatz", "Stundenverrechnungssatz", "Stundenlohn Kunde", "Satz"),
        read=of_file.amount,
        kept=True,
    ),
    Column("discount", _("Discount"), ("Rabatt", "Skonto", "Rabatt %"), kept=True),
)

COLUMNS = (*CUSTOMER_COLUMNS, *PERSON_COLUMNS, *KEPT_COLUMNS)
BY_KEY = {column.key: column for column in COLUMNS}
NEEDS = ("name", "person", "person_last")
