"""How a cell is understood: made canonical where it is certain, named as doubtful where it is not.  Pure."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.core.exceptions import ValidationError

from contacts import telephones
from contacts.countries import COUNTRIES
from contacts.fields import UrlField, email_address
from contacts.models import Kind, PersonRole, PhoneLabel, Salutation
from contacts.names import salutation_of
from contacts.tags import MOST_TAGS, TAG_LENGTH
from lists.imports.columns import plain
from lists.imports.kinds import Reading, Reason
from timecount.jinja import phone as shown_phone
from timecount.texts import clean_line

EARLIEST = date(1600, 1, 1)
_POSTCODE = re.compile(r"(?:[A-Z]{1,3}[- ])?\d{4,5}")
_PLACE = re.compile(r"(?:[A-Z]{1,3}[- ])?(\d{4,5})\s+(\D.*)")
_PHONE = re.compile(r"[+0(][\d\s+/().-]{5,}\d")
_MOBILE = re.compile(r"\+491[567]\d")
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S")
TAG_NAMES = ("Schlagworte", "Kategorie", "Kategorien", "Tag", "Categories")
_KINDS = {"organisation": Kind.ORGANISATION, "organization": Kind.ORGANISATION, "person": Kind.PERSON}
ROLE_WORDS = {
    PersonRole.MANAGEMENT: ("geschaeftsfuehrung", "geschaeftsfuehrer", "geschaeftsfuehrerin", "gf", "inhaber",
                            "inhaberin", "vorstand", "leitung", "management"),
    PersonRole.PURCHASING: ("einkauf", "einkaeufer", "einkaeuferin", "purchasing"),
    PersonRole.SCHEDULING: ("disposition", "disponent", "disponentin", "dispo", "scheduling"),
    PersonRole.ACCOUNTING: ("buchhaltung", "buchhalter", "buchhalterin", "rechnungswesen", "fibu", "accounting"),
    PersonRole.INVOICE_RECIPIENT: ("rechnungsempfang", "rechnungsempfaenger"),
    PersonRole.SIGNATORY: ("vertragsunterzeichnung", "unterzeichner", "prokura", "prokurist", "prokuristin"),
    PersonRole.HUMAN_RESOURCES: ("personal", "personalabteilung", "personalleitung", "personalleiter",
                                 "personalleiterin", "hr"),
    PersonRole.TECHNICAL: ("technik", "techniker", "technikerin", "technischerleiter", "technischeleitung"),
    PersonRole.SALES: ("vertrieb", "verkauf", "sales"),
    PersonRole.ASSISTANCE: ("assistenz", "assistent", "assistentin", "sekretariat"),
    PersonRole.ON_SITE: ("vorort", "objektleitung", "objektleiter", "hausmeister"),
}  # fmt: skip
_ROLES = {word: role for role, words in ROLE_WORDS.items() for word in words}
_COUNTRY_WORDS = {
    "d": "DE", "deutschland": "DE", "brd": "DE", "a": "AT", "oesterreich": "AT", "schweiz": "CH", "liechtenstein": "LI",
    "fl": "LI", "luxemburg": "LU", "l": "LU", "niederlande": "NL", "holland": "NL", "belgien": "BE", "b": "BE",
    "frankreich": "FR", "f": "FR", "daenemark": "DK", "polen": "PL", "tschechien": "CZ", "italien": "IT", "i": "IT",
    "spanien": "ES", "e": "ES", "schweden": "SE", "norwegen": "NO", "finnland": "FI", "ungarn": "HU", "irland": "IE",
    "portugal": "PT", "griechenland": "GR", "kroatien": "HR", "slowenien": "SI", "slowakei": "SK", "rumaenien": "RO",
    "bulgarien": "BG", "tuerkei": "TR", "grossbritannien": "GB", "england": "GB", "uk": "GB", "usa": "US",
}  # fmt: skip


def line(limit: int) -> Callable[[str], Reading]:
    def read(raw: str) -> Reading:
        text = " ".join(raw.split())
        if len(text) > limit:
            return Reading(doubt=Reason("too_long", {"most": limit}))
        return Reading(text, text)

    return read


def notes(limit: int) -> Callable[[str], Reading]:
    def read(raw: str) -> Reading:
        return Reading(raw, raw) if len(raw) <= limit else Reading(doubt=Reason("too_long", {"most": limit}))

    return read


def email(raw: str) -> Reading:
    text = " ".join(raw.split())
    try:
        if len(text) > 254:
            return Reading(doubt=Reason("too_long", {"most": 254}))
        address = email_address(text)
    except ValidationError as error:
        if meant := (getattr(error, "params", None) or {}).get("meant"):
            values = {"value": short(text), "meant": str(meant)}
            taken = Reading(str(meant), str(meant), Reason("email_read_as", values))
            return Reading(doubt=Reason("email_proposed", values), proposed=taken)
        return Reading(doubt=Reason("email_wrong", {"value": short(text)}))
    return Reading(address, address)


def phone(raw: str) -> Reading:
    try:
        number = telephones.parse(raw)
    except telephones.NotATelephone:
        return Reading(doubt=Reason("phone_wrong", {"value": short(raw)}))
    if not number.startswith("+"):
        return Reading(number, number, Reason("phone_as_typed", {"value": number}))
    return Reading(number, shown_phone(number))


def phone_label(number: str) -> str:
    return PhoneLabel.MOBILE if _MOBILE.match(number) else PhoneLabel.OFFICE


def website(raw: str) -> Reading:
    try:
        url = UrlField().clean(raw)
    except ValidationError:
        return Reading(doubt=Reason("website_wrong", {"value": short(raw)}))
    return Reading(url, url)


def country(raw: str) -> Reading:
    code = raw.strip().upper()
    code = code if code in COUNTRIES else _COUNTRY_WORDS.get(plain(raw), "")
    if not code:
        return Reading(doubt=Reason("country_unknown", {"value": short(raw)}))
    return Reading(code, str(COUNTRIES[code]))


def salutation(raw: str) -> Reading:
    known = salutation_of(raw)
    if known is None:
        return Reading(doubt=Reason("salutation_unknown", {"value": short(raw)}))
    return Reading(known, str(Salutation(known).label))


def position(raw: str) -> Reading:
    """A role where the word is one, else the words themselves."""
    role = _ROLES.get(plain(raw))
    if role:
        return Reading(role, str(role.label))
    return line(100)(raw)


def tags(raw: str) -> Reading:
    """Words with commas or, as Outlook writes them, semicolons between them."""
    words = {word.casefold(): word for part in re.split(r"[,;\n]", raw) if (word := clean_line(part))}
    fit = [word for word in words.values() if len(word) <= TAG_LENGTH][:MOST_TAGS]
    doubt = None if len(fit) == len(words) else Reason("tags_left_out", {"length": TAG_LENGTH, "most": MOST_TAGS})
    return Reading(fit, ", ".join(fit), doubt)


def kind(raw: str) -> Reading:
    known = _KINDS.get(plain(raw))
    return Reading(known, str(known.label) if known else "")


def day(raw: str) -> Reading:
    for form in _DATES:
        try:
            value = datetime.strptime(raw, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
        if EARLIEST < value < date(2100, 1, 1):
            return Reading(value, f"{value:%d.%m.%Y}")
    return Reading(doubt=Reason("date_wrong", {"value": short(raw)}))


def place(raw: str) -> Reading:
    """Postcode and town in one cell."""
    match = _PLACE.fullmatch(raw)
    return Reading(match.groups(), f"{match[1]} {match[2]}") if match else Reading(("", raw), raw)


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Equal for spellings of one name: capitals, umlauts, accents, "und" and "&", dots and blanks do not count."""
    text = unicodedata.normalize("NFKC", name).casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("&", " und "), ("+", " und "), (" u. ", " und ")):
        text = text.replace(letter, letters)
    text = unicodedata.normalize("NFKD", text.replace("(haftungsbeschraenkt)", ""))
    return "".join(letter for letter in text if letter.isalnum())


def street_key(street: str) -> str:
    """Hauptstraße 5, Hauptstr. 5"""
    return re.sub(r"str(?:asse)?(?=\d|$)", "str", name_key(street).replace("strasse", "str"))


def looks_like_email(text: str) -> bool:
    return "@" in text and " " not in text and "." in text.rpartition("@")[2]


def looks_like_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


def looks_like_kind(text: str) -> bool:
    return plain(text) in _KINDS


def looks_like_postcode(text: str) -> bool:
    return bool(_POSTCODE.fullmatch(text))


def looks_like_place(text: str) -> bool:
    return bool(_PLACE.fullmatch(text))


def looks_like_website(text: str) -> bool:
    return text.lower().startswith(("www.", "http://", "https://"))


def short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
