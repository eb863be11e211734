"""What people of a staffing company write to each other; {person} is the main contact person, or the customer."""

# What is to be done, and one line more about it.
TASKS = (
    ("{person} zurückrufen", "Erreichbar am besten **vormittags**."),
    ("Angebot nachfassen", "Angebot liegt seit zwei Wochen dort."),
    ("Stundenzettel der Vorwoche anfordern", ""),
    ("Zwei Staplerfahrer für die Spätschicht suchen", "Ab Montag, zunächst für *drei Wochen*."),
    ("Rahmenvertrag verlängern", "Läuft zum Monatsende aus."),
    ("Einsatzort besichtigen", "Termin mit {person} abstimmen."),
    ("Unterweisung für neue Kräfte ansetzen", ""),
    ("Rechnung mit {person} klären", "Es geht um die Nachtzuschläge."),
    ("Jahresgespräch vorbereiten", "- Umsatz\n- offene Wünsche\n- Preise"),
    ("Schlüssel vom Objekt zurückholen", ""),
    ("Urlaubsvertretung für die Pforte planen", ""),
    ("Neue Ansprechperson erfragen", "{person} wechselt die Abteilung."),
)
NOTES = (
    "{person} bittet, Rechnungen künftig **nur per E-Mail** zu schicken.",
    "Parken nur auf dem hinteren Hof, Anmeldung an der Pforte.",
    "Sicherheitsschuhe S3 sind Pflicht, auch beim Rundgang.",
    "Zufrieden mit der letzten Einsatzwoche, möchte das Team behalten.",
    "Ab Januar gilt dort die neue Schichtplanung: früh 6–14, spät 14–22, Nacht 22–6 Uhr.",
    "Der Zugang läuft über das Tor 3. Telefon der Leitwarte liegt beim Pförtner.",
    "Wünscht ein Angebot für die Inventur, etwa 12 Kräfte für zwei Tage.",
    "Der Betriebsrat möchte die Einsatzlisten einen Tag vorher sehen.",
)
CALLS = (
    "{person} fragt, ob nächste Woche zwei Leute mehr möglich sind. Rückmeldung bis Donnerstag versprochen.",
    "{person} ist mit der Abrechnung einverstanden.",
    "Nicht erreicht, Nachricht hinterlassen.",
    "{person} meldet eine Krankmeldung; Ersatz für morgen früh zugesagt.",
    "Kurzes Gespräch über Preise ab dem neuen Jahr. Möchte ein schriftliches Angebot.",
    "{person} hat die Adresse für Lieferscheine bestätigt.",
)
