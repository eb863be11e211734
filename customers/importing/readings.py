"""Cells that only a customer has: as `contacts.importing.readings`.  Pure."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.importing.readings import short
from customers import checks
from customers.models import Status
from lists.imports.columns import plain
from lists.imports.kinds import Reading, Reason
from timecount.jinja import money

MOST_DAYS = 365
_CURRENCY = re.compile(r"(?i)€|\beur(?:o)?\b|(?:/|je|pro)\s*(?:h|std\.?|stunde)$")
# With thousands as German or as English programs write them, or without.
_AMOUNT = re.compile(
    r"(?P<whole>-?[0-9]{1,3}(?:[. '][0-9]{3})+)(?P<decimals>,[0-9]{1,4})?|(?P<plain>-?[0-9]+)(?P<rest>[.,][0-9]{1,4})?"
)
_THOUSANDS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_DAYS = re.compile(
    r"(?i)(?:netto\s*)?(?:innerhalb\s*(?:von)?\s*)?([0-9]{1,4})\s*"
    r"(?:t|tg\.?|tage?n?|d|days?)?\.?\s*(?:(?:rein )?netto)?"
)
_AT_ONCE = frozenset({"sofort", "sofortfaellig", "sofortreinnetto", "sofortnetto", "bar", "prompt", "beierhalt"})

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9 ]{11,30}")
_VAT_ID = re.compile(r"(?:DE|ATU|CHE)[\d .-]{8,}")
STATUS_WORDS = {
    Status.LEAD: ("interessent", "lead", "neu", "anfrage", "potenziell", "potentiell", "prospect"),
    Status.ACTIVE: ("aktiv", "active", "kunde", "bestandskunde", "ja", "1"),
    Status.INACTIVE: ("inaktiv", "inactive", "ruhend", "ehemalig", "passiv", "nein", "0"),
    Status.BLOCKED: ("gesperrt", "blocked", "sperre", "liefersperre"),
    Status.ARCHIVED: ("archiviert", "archived", "archiv", "geloescht"),
}
_STATUS = {word: status for status, words in STATUS_WORDS.items() for word in words}


def checked(name: str) -> Callable[[str], Reading]:
    """By the rule that the form of the customer uses."""

    def read(raw: str) -> Reading:
        try:
            value = checks.CHECKS[name](raw)
        except ValidationError as error:
            return Reading(doubt=Reason("wrong", {"value": short(raw), "why": " ".join(error.messages)}))
        return Reading(value, value)

    return read


def status(raw: str) -> Reading:
    known = _STATUS.get(plain(raw))
    if known is None:
        return Reading(doubt=Reason("status_unknown", {"value": short(raw)}))
    return Reading(known, str(known.label))


def looks_like_iban(text: str) -> bool:
    return bool(_IBAN.fullmatch(text))


def looks_like_vat_id(text: str) -> bool:
    return bool(_VAT_ID.fullmatch(text))


def amount(raw: str) -> Reading:
    """ "31,90 €", "1.024,00", "28.75 EUR": with a comma, dots are thousands; a lone dot before three digits is one."""
    text = _CURRENCY.sub("", raw).strip()
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Reading(raw, "", Reason("amount_unclear", {"value": short(raw)}))
    whole, decimals = found["whole"] or found["plain"], found["decimals"] or found["rest"] or ""
    value = Decimal(f"{re.sub(r'[^0-9-]', '', whole)}.{decimals[1:] or '0'}")
    unsure = Reason("read_as", {"value": text, "meant": money(value)}) if _THOUSANDS.fullmatch(text) else None
    return Reading(value, money(value), unsure)


def days(raw: str) -> Reading:
    """ "14", "30 Tage netto", "sofort"."""
    if plain(raw) in _AT_ONCE:
        return Reading(0, _("at once"))
    found = _DAYS.fullmatch(raw)
    if found is None or int(found[1]) > MOST_DAYS:
        return Reading(raw, "", Reason("term_unclear", {"value": short(raw)}))
    count = int(found[1])
    return Reading(count, ngettext("%(count)s day", "%(count)s days", count) % {"count": count})
