"""What German names, towns and trades are made of.

Three words have a known frequency among the names of organisations, for measuring searches: "bau" about
1 in 7, "tischlerei" about 1 in 60, each of those in `RARE` about 1 in 25,000.
"""

from typing import NamedTuple

LAST_NAMES = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein "
    "Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann "
    "Köhler Maier Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel "
    "Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig "
    "Böhm Winter Kraus Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber "
    "Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Voigt Sauer Arnold Wolff Pfeiffer Thieme "
    "Ahrens Petersen Hansen Jansen Claußen Lüders Behrens Wilke Nowak Kowalski Yılmaz Öztürk Demir Rieger Aigner "
    "Wójcik Dvořák Nguyen Popović García Haßler Weißmüller Großmann Lüttich Meißner Rößler Brüggemann Dörfler"
).split()
FEMALE_NAMES = (
    "Anna Sabine Petra Claudia Susanne Birgit Andrea Martina Julia Katharina Nicole Stefanie Heike Karin Ursula "
    "Monika Gabriele Lena Laura Sophie Marie Johanna Hannah Frieda Greta Jana Kerstin Silke Ulrike Käthe Aylin "
    "Zeynep Agnieszka Olga Svenja Maren Franziska Ines Antje Renée"
).split()
MALE_NAMES = (
    "Thomas Michael Andreas Stefan Peter Wolfgang Klaus Jürgen Frank Uwe Bernd Matthias Christian Markus Martin "
    "Alexander Daniel Tobias Sebastian Florian Jan Felix Lukas Jonas Paul Moritz Götz Björn Sören Jörg Emre Mehmet "
    "Piotr Dmitri Hinnerk Karl-Heinz Hans-Peter Jérôme"
).split()
TITLES = ["Dr.", "Dr.", "Dr.", "Dipl.-Ing.", "Prof. Dr."]

# Industry -> trades that turn up in company names.
TRADES = {
    "Baugewerbe": "Bau Hochbau Tiefbau Metallbau Stahlbau Holzbau Fensterbau Treppenbau Gerüste Abbruch",
    "Industrie": (
        "Maschinenbau Anlagenbau Werkzeugbau Elektrotechnik Feinmechanik Messtechnik Kunststofftechnik Chemie Lacke "
        "Medizintechnik Pharma Verpackung Energie Solartechnik Getränke Brauerei Landtechnik Gießerei"
    ),
    "Handwerk": (
        "Sanitär Heizungstechnik Dachdeckerei Tischlerei Malerbetrieb Fleischerei Bäckerei Zahntechnik Gartenbau "
        "Kfz-Technik Raumausstattung Schlosserei"
    ),
    "Logistik": "Spedition Logistik Transporte Kurierdienst Lagerhaus Umzüge Hafenumschlag",
    "Handel": (
        "Großhandel Außenhandel Autohaus Reifen Möbel Küchen Textil Mode Schuhe Optik Uhren Schmuck Baustoffe Apotheke"
    ),
    "Dienstleistung": (
        "Gebäudereinigung Personalservice Sicherheit Hausverwaltung Immobilien Steuerberatung Rechtsanwälte "
        "Versicherungsmakler Unternehmensberatung Werbung Umweltdienste Recycling Reisen"
    ),
    "Medien": "Druckerei Verlag Medien Filmproduktion",
    "Veranstaltungen": "Veranstaltungstechnik Catering Bühnentechnik Kongresse",
    "Gastgewerbe": "Gastronomie Hotel Gasthof",
    "Gesundheit": "Pflegedienst Seniorenheim Praxisklinik Rehazentrum",
    "IT": "Software Systemhaus Datentechnik",
    "Bildung": "Akademie Sprachschule",
}
INDUSTRIES = {trade: industry for industry, trades in TRADES.items() for trade in trades.split()}
TRADE_LOT = [*INDUSTRIES, "Tischlerei"]
RARE = ["Quittenhof", "Xylowerk", "Zwickelbräu", "Jodquelle", "Pfauenglanz", "Kobaltmühle"]
PREFIXES = "Nord Süd Ost West Rhein Main Elbe Weser Alpen Hanse Pro Inno Uni Euro Tec Neo Omni Alt Neu Berg Tal Küsten"
SUFFIXES = "tec werk plan haus hof form line kontor punkt kraft logik data med pack druck wind glas stein"
COINED = [prefix + suffix for prefix in PREFIXES.split() for suffix in SUFFIXES.split()]
LEGAL_FORMS = (
    *["GmbH & Co. KG"] * 3, *["GmbH"] * 6, *["e.K."] * 2, "AG", "KG", "OHG", "GbR", "UG (haftungsbeschränkt)", "SE",
    "eG",
)  # fmt: skip
SUBSIDIARIES = ["Service", "Verwaltungs", "Immobilien", "Logistik", "Nord", "Süd", "Technik", "Beteiligungs"]
PUBLIC_BODIES = [
    "Stadt {city}, Der Magistrat", "Stadtverwaltung {city}", "Stadtwerke {city}", "Landratsamt {city}",
    "Klinikum {city}", "Hochschule {city}", "Jobcenter {city}", "Amtsgericht {city}", "Finanzamt {city}",
    "Studierendenwerk {city}", "Messe {city}", "Theater {city}",
]  # fmt: skip
STREETS = [
    name + end
    for name in (
        "Haupt Bahnhof Garten Schul Dorf Berg Linden Kirch Wald Industrie Goethe Schiller Mozart Ziegel Mühlen Hafen "
        "Markt Rosen Birken Eichen Wiesen Feld Brunnen Schloss Park Post"
    ).split()
    for end in ("straße", "straße", "straße", "weg", "allee", "platz", "gasse", "ring")
] + ["Am Sportplatz", "An der Alten Ziegelei", "Im Gewerbepark", "Straße der Einheit", "Unter den Linden", "Zum Hafen"]
ADDITIONS = [
    "Hinterhaus",
    "Tor 3",
    "Gebäude B",
    "2. Obergeschoss",
    "c/o Empfang",
    "Halle 7",
    "Aufgang rechts",
    "Werk II",
]
TAGS = [
    "A-Kunde", "B-Kunde", "C-Kunde", "Bonität prüfen", "Messe", "Neukunde", "Newsletter", "Nur Vorkasse",
    "Rahmenvertrag", "Referenzkunde", "Saisonbetrieb", "Stammkunde", "Weihnachtskarte",
]  # fmt: skip
PRIVATE_TAGS = ["Stammkunde", "Newsletter", "Weihnachtskarte", "Nur Vorkasse"]
PUBLIC_TAG = "Öffentliche Hand"
NOTES = [
    "Rechnungen bitte nur per E-Mail, keine Papierpost.",
    "Anlieferung ausschließlich über das Werkstor, Anmeldung beim Pförtner.",
    "Zahlt pünktlich, zieht immer Skonto.",
    "Bestellnummer muss auf jeder Rechnung stehen, sonst kommt sie zurück.",
    "Ansprechpartner freitags nur bis 12 Uhr erreichbar.",
    "Jahresgespräch jeweils im November.",
    "Sicherheitsunterweisung vor dem ersten Einsatz nötig, Dauer etwa eine Stunde.",
    "Wünscht feste Teams, keine wechselnden Kräfte.",
    "Stundenzettel werden montags gesammelt unterschrieben.",
    "Preise zuletzt im Frühjahr verhandelt.\nNächste Runde nach dem Tarifabschluss.",
    "Parkplatz nur mit Ausweis; Fahrzeuge zwei Tage vorher melden.",
    "Hat früher mit einem Mitbewerber gearbeitet und legt Wert auf schnelle Rückmeldung.",
]
BLOCK_REASONS = [
    "Zwei Rechnungen seit über 90 Tagen offen", "Insolvenzverfahren eröffnet", "Kreditlimit überschritten",
    "Rechtsstreit, keine neuen Aufträge", "Rücklastschrift, nur noch gegen Vorkasse",
]  # fmt: skip
# "|in" stays for women.
POSITIONS = {
    "management": ["Geschäftsführer|in", "Inhaber|in", "Prokurist|in"],
    "purchasing": ["Leiter|in Einkauf", "Einkäufer|in"],
    "scheduling": ["Disponent|in", "Einsatzleiter|in"],
    "accounting": ["Buchhalter|in", "Leiter|in Rechnungswesen"],
    "human_resources": ["Personalleiter|in", "Personalreferent|in"],
    "technical": ["Betriebsleiter|in", "Leiter|in Technik"],
    "sales": ["Vertriebsleiter|in", "Kundenberater|in"],
    "assistance": ["Assistent|in der Geschäftsführung"],
    "on_site": ["Objektleiter|in", "Schichtleiter|in", "Hausmeister|in"],
}


class Town(NamedTuple):
    name: str
    postcode: str  # its first digits
    weight: int
    state: str
    dial: str
    country: str = "DE"


TOWNS = [
    Town("Berlin", "10", 36, "DE-BE", "30"), Town("Hamburg", "20", 19, "DE-HH", "40"),
    Town("München", "80", 15, "DE-BY", "89"), Town("Köln", "50", 11, "DE-NW", "221"),
    Town("Frankfurt am Main", "60", 8, "DE-HE", "69"), Town("Stuttgart", "70", 6, "DE-BW", "711"),
    Town("Düsseldorf", "40", 6, "DE-NW", "211"), Town("Leipzig", "04", 6, "DE-SN", "341"),
    Town("Dortmund", "44", 6, "DE-NW", "231"), Town("Essen", "45", 6, "DE-NW", "201"),
    Town("Bremen", "28", 6, "DE-HB", "421"), Town("Dresden", "01", 6, "DE-SN", "351"),
    Town("Hannover", "30", 5, "DE-NI", "511"), Town("Nürnberg", "90", 5, "DE-BY", "911"),
    Town("Duisburg", "47", 5, "DE-NW", "203"), Town("Bochum", "44", 4, "DE-NW", "234"),
    Town("Wuppertal", "42", 4, "DE-NW", "202"), Town("Bielefeld", "33", 3, "DE-NW", "521"),
    Town("Bonn", "53", 3, "DE-NW", "228"), Town("Münster", "48", 3, "DE-NW", "251"),
    Town("Karlsruhe", "76", 3, "DE-BW", "721"), Town("Mannheim", "68", 3, "DE-BW", "621"),
    Town("Augsburg", "86", 3, "DE-BY", "821"), Town("Wiesbaden", "65", 3, "DE-HE", "611"),
    Town("Mainz", "55", 2, "DE-RP", "6131"), Town("Kiel", "24", 2, "DE-SH", "431"),
    Town("Aachen", "52", 2, "DE-NW", "241"), Town("Chemnitz", "09", 2, "DE-SN", "371"),
    Town("Halle (Saale)", "06", 2, "DE-ST", "345"), Town("Magdeburg", "39", 2, "DE-ST", "391"),
    Town("Freiburg im Breisgau", "79", 2, "DE-BW", "761"), Town("Lübeck", "23", 2, "DE-SH", "451"),
    Town("Erfurt", "99", 2, "DE-TH", "361"), Town("Rostock", "18", 2, "DE-MV", "381"),
    Town("Kassel", "34", 2, "DE-HE", "561"), Town("Saarbrücken", "66", 2, "DE-SL", "681"),
    Town("Potsdam", "14", 2, "DE-BB", "331"), Town("Oldenburg", "26", 2, "DE-NI", "441"),
    Town("Würzburg", "97", 1, "DE-BY", "931"), Town("Regensburg", "93", 1, "DE-BY", "941"),
    Town("Ulm", "89", 1, "DE-BW", "731"), Town("Göttingen", "37", 1, "DE-NI", "551"),
    Town("Heidelberg", "69", 1, "DE-BW", "6221"), Town("Ingolstadt", "85", 1, "DE-BY", "841"),
    Town("Bamberg", "96", 1, "DE-BY", "951"), Town("Flensburg", "24", 1, "DE-SH", "461"),
    Town("Tübingen", "72", 1, "DE-BW", "7071"), Town("Görlitz", "02", 1, "DE-SN", "3581"),
    Town("Husum", "25", 1, "DE-SH", "4841"), Town("Cuxhaven", "27", 1, "DE-NI", "4721"),
    Town("Füssen", "87", 1, "DE-BY", "8362"), Town("Trier", "54", 1, "DE-RP", "651"),
]  # fmt: skip
ABROAD = [
    Town(name, postcode, 1, "", dial, "AT")
    for name, postcode, dial in (
        ("Wien", "1010", "1"), ("Wien", "1030", "1"), ("Wien", "1070", "1"), ("Wien", "1210", "1"),
        ("Graz", "8010", "316"), ("Linz", "4020", "732"), ("Salzburg", "5020", "662"),
    )
]  # fmt: skip
POSTCODE_LENGTHS = {"DE": 5, "AT": 4}
COUNTRY_CODES = {"DE": "49", "AT": "43"}
# As often as its weight says, so that a plain draw is a weighted one.
TOWN_LOT = [town for town in TOWNS for _ in range(town.weight)]
