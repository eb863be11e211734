"""Telephone numbers: as people type them, as they are stored, as links, as digits to search for.  Pure."""

import re
from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext as _

from timecount.errors import Refused
from timecount.texts import clean_line

REGION = "DE"
MAX_LENGTH = 40
FEWEST_DIGITS = 3
MOST_DIGITS = 18

_EXTENSION = re.compile(r"(?i)[\s,;/-]*(?:durchwahl|dw|nst|nebenstelle|app|ext)\b[.:]?\s*(\d{1,7})$")
_PLAIN = re.compile(r"[\d\s+()/.\-–,;:]+")
# "+49 (0) 40": the zero is only dialled without the country code.
_OPTIONAL_ZERO = re.compile(r"^(\+|00)(\d{1,3})\s*\(0\)")


class NotATelephone(Refused):
    """Nothing to dial, or more than one number."""


def parse(text: str) -> str:
    """E.164 where the number can be understood (without a country code: German), else as typed.

    Extensions, short internal numbers and remarks are kept as typed, as long as there is something to dial.
    """
    typed = clean_line(text)
    digits = sum(map(str.isdigit, typed))
    if digits < FEWEST_DIGITS:
        raise NotATelephone(_("This is not a telephone number, e.g. 040 123456."))
    if digits > MOST_DIGITS:
        raise NotATelephone(_("That is too long for one telephone number. Please enter one number per line."))
    if len(typed) > MAX_LENGTH:
        raise NotATelephone(_("At most %(limit)d characters, please.") % {"limit": MAX_LENGTH})
    return _e164(typed) or typed


def _e164(typed: str) -> str | None:
    """Only if the whole text is one number: nothing that was typed may get lost."""
    if not _PLAIN.fullmatch(typed):
        return None
    number = _understood(typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else None


def _understood(typed: str) -> phonenumbers.PhoneNumber | None:
    """A number with a country code or an area code; what is dialled only inside a house or a town is not."""
    if not re.match(r"[(\s]*[+0]", typed):
        return None
    try:
        number = phonenumbers.parse(_OPTIONAL_ZERO.sub(r"\1\2 ", typed), REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


@lru_cache(maxsize=20_000)
def link(number: str) -> str:
    """For an `href`; an extension is dialled after a pause.  Empty when there is nothing to dial."""
    extension = _EXTENSION.search(number)
    parts = _PLAIN.findall(number[: extension.start()] if extension else number)
    main = max(parts, key=lambda part: len(re.sub(r"\D", "", part)), default="")
    understood = _understood(main)
    dialled = (
        phonenumbers.format_number(understood, phonenumbers.PhoneNumberFormat.E164)
        if understood
        else re.sub(r"[^\d+]", "", main)
    )
    return f"tel:{dialled}{',' + extension.group(1) if extension else ''}" if dialled else ""


def digits(query: str) -> str:
    """What of a typed number stands in the search columns: no leading zeros, no signs."""
    return re.sub(r"\D", "", _OPTIONAL_ZERO.sub(r"\1\2", query.strip())).lstrip("0")
