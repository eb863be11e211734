"""Is it what it claims to be?  A check hands back the canonical form, or says what is wrong.

Pure: no database, no clock, no request.  Empty stays empty: nothing here is compulsory.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import schwifty
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import iban as iban_rules
from stdnum.ch import vat as swiss_vat
from stdnum.de import leitweg
from stdnum.de import stnr as german_tax_number
from stdnum.eu import vat as european_vat
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as Wrong
from stdnum.gb import vat as british_vat

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
LEITWEG = re.compile(r"\d{2,12}(-[A-Z0-9]{1,30})?-\d{2}", re.IGNORECASE)
DEBTOR_ACCOUNT = re.compile(r"[0-9]{4,9}")
EARLIEST = date(1600, 1, 1)
AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Bank:
    name: str
    bic: str


def vat_id(value: str) -> str:
    typed = "".join(value.split()).upper()
    if not typed:
        return ""
    rules = swiss_vat if typed.startswith("CH") else british_vat if typed.startswith("GB") else european_vat
    try:
        number = rules.validate(typed)
    except InvalidChecksum:
        raise ValidationError(_("This VAT id has a typing error: its check digit does not fit.")) from None
    except Wrong:
        raise ValidationError(
            _("This is not a VAT id. A German one is DE and nine digits, e.g. DE136695976.")
        ) from None
    if rules is british_vat:
        number = f"GB{number.removeprefix('GB')}"
    return f"EL{number[2:]}" if number.startswith("GR") else number  # Greece writes itself EL


def tax_number(value: str) -> str:
    """The German Steuernummer, kept as it was typed: slashes help to read it."""
    typed = value.strip()
    if not typed:
        return ""
    try:
        german_tax_number.validate(typed)
    except Wrong:
        raise ValidationError(
            _("This is not a German tax number: it has 10 or 11 digits (e.g. 181/815/08155), nationwide 13.")
        ) from None
    return typed


def iban(value: str) -> str:
    typed = "".join(value.split()).upper()
    if not typed:
        return ""
    try:
        return iban_rules.validate(typed)
    except Wrong as error:
        if isinstance(error, InvalidChecksum) and IBAN.fullmatch(typed):
            raise ValidationError(_("This IBAN has a typing error: its check digits do not fit.")) from None
        raise ValidationError(
            _("This is not an IBAN. A German one is DE and 20 digits, e.g. DE89 3704 0044 0532 0130 00.")
        ) from None


@lru_cache(maxsize=4096)
def bank(value: str) -> Bank | None:
    """Name and BIC of the bank, as far as its country publishes them."""
    number = schwifty.IBAN(value, allow_invalid=True)
    name, bic = number.bank_name, number.bic
    return Bank(str(name or ""), str(bic) if isinstance(bic, schwifty.BIC) else "") if name or bic else None


def grouped(value: str) -> str:
    """DE89 3704 0044 0532 0130 00"""
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


def buyer_reference(value: str) -> str:
    """A Leitweg-ID must have the right check digits; any other reference is the buyer's own affair."""
    typed = value.strip()
    if not LEITWEG.fullmatch(typed):
        return typed
    try:
        return leitweg.validate(typed.upper())
    except InvalidChecksum:
        raise ValidationError(_("This Leitweg-ID has a typing error: its check digits do not fit.")) from None
    except Wrong:
        raise ValidationError(
            _("This is not a Leitweg-ID: please copy it from the order, e.g. 991-03730-19.")
        ) from None


def debtor_account(value: str) -> str:
    typed = "".join(value.split())
    if typed and not DEBTOR_ACCOUNT.fullmatch(typed):
        raise ValidationError(_("A debtor account consists of 4 to 9 digits, e.g. 10001."))
    return typed


def customer_since(value: date | None, *, today: date) -> date | None:
    if value and value > today + AHEAD:
        raise ValidationError(_("This day lies more than a year ahead."))
    if value and value < EARLIEST:
        raise ValidationError(_("This day lies too far back: please write the year with four digits."))
    return value


# What an import or a form looks up by the name of the field.
CHECKS: dict[str, Callable[[str], str]] = {
    "vat_id": vat_id,
    "tax_number": tax_number,
    "iban": iban,
    "buyer_reference": buyer_reference,
    "debtor_account": debtor_account,
}
