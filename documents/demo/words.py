"""Sentences, prices and clauses of the papers; {customer} is the customer's name."""

RATES = (
    ("Lagerhelfer/in", 2490),
    ("Kommissionierer/in", 2580),
    ("Staplerfahrer/in", 2840),
    ("Produktionshelfer/in", 2460),
    ("Reinigungskraft", 2380),
    ("Glas- und Fassadenreiniger/in", 2960),
    ("Pförtner/in", 2560),
    ("Hausmeister/in", 2790),
    ("Elektriker/in", 3950),
    ("Schlosser/in", 3780),
    ("Bürokauffrau/-mann", 3120),
    ("Servicekraft", 2620),
    ("Koch/Köchin", 3240),
    ("Berufskraftfahrer/in", 3360),
    ("Pflegefachkraft", 4490),
)
EXTRAS = (
    ("Mehrarbeit ab der 41. Stunde", "25 %"),
    ("Nachtarbeit 23 bis 6 Uhr", "25 %"),
    ("Sonntagsarbeit", "50 %"),
    ("Arbeit an Feiertagen", "100 %"),
)
PRICES_NOTE = (
    "Alle Sätze verstehen sich netto zuzüglich der gesetzlichen Umsatzsteuer. Ändern sich die Tariflöhne, werden die "
    "Sätze im gleichen Verhältnis angepasst; die neue Preisliste ersetzt dann diese."
)
LAST_CLAUSES = (
    (
        "Geheimhaltung und Datenschutz",
        (
            "Beide Seiten behandeln Geschäfts- und Betriebsgeheimnisse vertraulich, auch nach dem Ende "
            "dieses Vertrages.\n"
            "Personenbezogene Daten werden nur verarbeitet, soweit es für die Durchführung des Vertrages nötig ist."
        ),
    ),
    (
        "Schlussbestimmungen",
        (
            "Änderungen und Ergänzungen bedürfen der Textform. Sollte eine Bestimmung unwirksam sein, "
            "bleibt der Vertrag im "
            "Übrigen wirksam. Gerichtsstand ist Hamburg."
        ),
    ),
)
STAFFING = (
    (
        "Gegenstand",
        (
            "Die Auftragnehmerin überlässt dem Kunden Arbeitnehmer nach den Bestimmungen des "
            "Arbeitnehmerüberlassungsgesetzes (AÜG). Die Erlaubnis der Agentur für Arbeit Kiel liegt unbefristet vor.\n"
            "Jeder Einsatz wird vor seinem Beginn in einem Einzelvertrag ausdrücklich als "
            "Arbeitnehmerüberlassung bezeichnet; "
            "die überlassene Person wird darin namentlich genannt."
        ),
    ),
    (
        "Einsatz und Weisungsrecht",
        (
            "Während des Einsatzes unterliegen die Kräfte den arbeitsbezogenen Weisungen des Kunden. "
            "Eine andere als die "
            "vereinbarte Tätigkeit bedarf der vorherigen Zustimmung.\n"
            "Die Höchstüberlassungsdauer von 18 Monaten überwacht die Auftragnehmerin und zeigt sie acht "
            "Wochen vorher an."
        ),
    ),
    (
        "Vergütung",
        (
            "Es gelten die Stundenverrechnungssätze der jeweils gültigen Preisliste. Grundlage der "
            "Abrechnung sind die vom "
            "Kunden wöchentlich bestätigten Stundennachweise.\n"
            "Rechnungen sind binnen 14 Tagen nach Zugang ohne Abzug zu zahlen."
        ),
    ),
    (
        "Arbeitsschutz",
        (
            "Der Kunde unterweist die Kräfte vor der Aufnahme der Tätigkeit am Arbeitsplatz und stellt die persönliche "
            "Schutzausrüstung, soweit sie über Sicherheitsschuhe und Handschuhe hinausgeht.\n"
            "Arbeitsunfälle werden der Auftragnehmerin am selben Tag gemeldet."
        ),
    ),
    (
        "Haftung",
        (
            "Die Auftragnehmerin haftet für die ordnungsgemäße Auswahl der Kräfte. Für deren "
            "Arbeitsergebnis und für den "
            "Umgang mit Geld, Wertsachen und Schlüsseln haftet sie nur nach besonderer Vereinbarung."
        ),
    ),
    (
        "Übernahme",
        (
            "Stellt der Kunde eine überlassene Kraft innerhalb der ersten zwölf Monate ein, entsteht ein Anspruch auf "
            "Vermittlungshonorar, das mit jedem vollen Monat des Einsatzes um ein Zwölftel sinkt."
        ),
    ),
)
SERVICE = (
    (
        "Gegenstand",
        (
            "Die Auftragnehmerin erbringt die im Leistungsverzeichnis beschriebenen Dienste in den dort "
            "genannten Objekten "
            "mit eigenem Personal und eigener Aufsicht."
        ),
    ),
    (
        "Ausführung",
        (
            "Die Arbeiten werden zu den vereinbarten Zeiten ausgeführt. Mängel werden binnen zwei "
            "Werktagen nach der Anzeige "
            "kostenfrei beseitigt.\nEin Objektleiter steht werktags von 7 bis 17 Uhr zur Verfügung."
        ),
    ),
    (
        "Vergütung",
        (
            "Es wird eine monatliche Pauschale vereinbart. Zusätzliche Leistungen werden nach Stunden abgerechnet. Die "
            "Pauschale folgt den Tariflöhnen des Handwerks."
        ),
    ),
    (
        "Schlüssel und Zugang",
        (
            "Übergebene Schlüssel und Zugangskarten werden in einem Schlüsselbuch geführt. Ein Verlust ist "
            "sofort zu melden."
        ),
    ),
)
MAINTENANCE = (
    (
        "Gegenstand",
        "Gegenstand ist die regelmäßige Wartung der in der Anlage genannten Reinigungsmaschinen und Flurförderzeuge.",
    ),
    ("Termine", "Die Wartung findet vierteljährlich statt. Der Termin wird eine Woche vorher abgestimmt."),
    ("Ersatzteile", "Verschleißteile bis 50 € sind in der Pauschale enthalten; Weiteres nur nach Freigabe."),
)
SECRECY = (
    (
        "Vertrauliche Informationen",
        (
            "Vertraulich ist, was eine Seite der anderen im Zusammenhang mit der Zusammenarbeit offenlegt und nicht "
            "offenkundig ist: Löhne, Einsatzpläne, Kunden, Zugangswege."
        ),
    ),
    ("Vertragsstrafe", "Für jeden Fall der schuldhaften Verletzung wird eine angemessene Vertragsstrafe fällig."),
)
LETTERS = (
    (
        "Bestätigung unseres Gesprächs",
        (
            (
                "vielen Dank für das freundliche Gespräch in Ihrem Haus. Wie besprochen, stellen wir ab "
                "dem kommenden Montag "
                "zwei weitere Kräfte für die Frühschicht bereit."
            ),
            "Die Namen erhalten Sie spätestens am Freitag. Bitte melden Sie beide an der Pforte an.",
        ),
    ),
    (
        "Anpassung der Verrechnungssätze",
        (
            (
                "zum 1. Januar steigen die Tariflöhne der Zeitarbeit. Die Sätze passen wir, wie im "
                "Rahmenvertrag vereinbart, "
                "im gleichen Verhältnis an; die neue Preisliste liegt bei."
            ),
            "Für Fragen stehen wir gern zur Verfügung.",
        ),
    ),
    (
        "Reklamation vom Objekttermin",
        (
            (
                "Ihren Hinweis auf die nicht gereinigten Treppenhäuser haben wir geprüft. Die Vertretung war nicht "
                "eingewiesen; das bedauern wir sehr."
            ),
            "Die Arbeiten wurden gestern nachgeholt. Für die Woche schreiben wir Ihnen einen Tag gut.",
        ),
    ),
    (
        "Zahlungserinnerung",
        (
            "sicher ist es Ihrer Aufmerksamkeit entgangen: Unsere Rechnung des Vormonats ist noch offen.",
            (
                "Bitte gleichen Sie den Betrag in den nächsten acht Tagen aus. Hat sich dies mit Ihrer "
                "Zahlung gekreuzt, "
                "betrachten Sie dieses Schreiben als gegenstandslos."
            ),
        ),
    ),
)
MAILS = (
    (
        "Krankmeldung Frühschicht",
        (
            "Guten Morgen,\n\nHerr Yıldız hat sich krankgemeldet. Ersatz ist gefunden: Frau Hartwig kommt ab 6 Uhr.\n"
            "Bitte einmal kurz bestätigen.\n"
        ),
    ),
    (
        "Terminänderung Objektbegehung",
        (
            "Hallo,\n\nder Termin am Donnerstag passt bei uns leider nicht mehr. Ginge es auch am Freitag um 10 Uhr?\n"
            "Treffpunkt wie immer am Tor 3, bitte Warnweste mitbringen.\n"
        ),
    ),
    (
        "Freigabe der Stundennachweise",
        (
            "Guten Tag,\n\ndie Stundennachweise der vergangenen Woche sind geprüft und freigegeben.\n"
            "Bei Herrn Sommer bitte die Pause am Mittwoch ergänzen.\n"
        ),
    ),
)
NOTE = (
    "Objektbegehung\n\n- Treppenhaus Süd: Handlauf locker, Hausmeister weiß Bescheid\n"
    "- Müllraum: Schloss getauscht, neuer Code beim Empfang\n- Aufzug 2: Prüfung fällig im nächsten Quartal\n"
)
WORKERS = ("Jovana Petrovic", "Mehmet Yildiz", "Karin Hartwig", "Thomas Sommer", "Olena Bondar", "Piotr Zielinski")
TAGS = ("unterschrieben", "Original im Ordner", "geprüft", "an Steuerberater", "Rückfrage offen")
CONFIDENTIAL = (
    (
        "die wirtschaftliche Auskunft über den Kunden liegt uns seit heute vor. Die Bonität hat sich "
        "verschlechtert; der "
        "Kreditrahmen wird auf die Hälfte gesenkt."
    ),
    "Bitte besprechen Sie neue Einsätze vorab mit der Geschäftsführung. Diese Mitteilung bleibt im Haus.",
)
SCRIPT = "app.alert('Bitte füllen Sie alle Felder aus.');"

# Of the manual, a page each from page 2 on; the word that the start page names stands on page 7.
RARE_WORD = "Tresorschlüssel"
CHAPTERS = (
    (
        "Ansprechpersonen und Erreichbarkeit",
        (
            "Die Objektleitung ist werktags von 7 bis 17 Uhr erreichbar, außerhalb über die Leitwarte.",
            "Störungen an Türen, Aufzügen und Beleuchtung werden zuerst dem Hausmeister gemeldet.",
        ),
    ),
    (
        "Zugang und Anmeldung",
        (
            "Alle Kräfte melden sich vor Dienstbeginn am Empfang und tragen den Ausweis sichtbar.",
            "Der Lieferantenhof ist von 6 bis 20 Uhr geöffnet, die Schranke öffnet der Pförtner.",
        ),
    ),
    (
        "Reinigungsplan",
        (
            "Büros täglich, Treppenhäuser dreimal in der Woche, Glas alle acht Wochen.",
            "Sanitärräume werden zweimal am Tag geprüft; der Nachweis hängt an der Tür.",
        ),
    ),
    (
        "Material und Geräte",
        (
            "Verbrauchsmaterial liegt im Raum U 14. Bestellungen bis Mittwoch an die Objektleitung.",
            "Der Scheuersaugautomat wird nach jedem Einsatz geladen und gereinigt.",
        ),
    ),
    (
        "Arbeitsschutz",
        (
            "Sicherheitsschuhe sind im Lager Pflicht. Leitern werden vor jeder Benutzung geprüft.",
            "Chemische Mittel stehen nur im Originalgebinde und nie neben Lebensmitteln.",
        ),
    ),
    (
        "Schlüsselordnung",
        (
            "Schlüssel werden nur gegen Unterschrift ausgegeben und am Ende der Schicht zurückgebracht.",
            (
                f"Der {RARE_WORD} liegt beim Sicherheitsdienst. Er wird nur zu zweit und mit Eintrag in das "
                "Wachbuch ausgegeben."
            ),
            "Verluste sind sofort zu melden, auch nachts.",
        ),
    ),
    (
        "Verhalten im Notfall",
        (
            "Bei Alarm verlassen alle das Gebäude und sammeln sich auf dem Parkplatz P 2.",
            "Erste Hilfe: Verbandkasten am Empfang, Defibrillator im Erdgeschoss neben dem Aufzug.",
        ),
    ),
    ("Änderungen", ("Dieses Handbuch wird einmal im Jahr geprüft. Änderungen gibt die Objektleitung bekannt.",)),
)
