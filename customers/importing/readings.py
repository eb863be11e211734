"""Cells that only a customer has: as `contacts.importing.readings`.  Pure."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError

from contacts.importing.readings import short
from customers import checks
from customers.models import Status
from lists.imports.columns import plain
from lists.imports.kinds import Reading, Reason

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
