"""Countries of addresses: ISO 3166-1 codes with their names, and what their postcodes look like."""

import re

from django.utils.translation import gettext_lazy as _

from timecount.extensions import Label

# The neighbours first, then the others by code.
COUNTRIES: dict[str, Label] = {
    "DE": _("Germany"),
    "AT": _("Austria"),
    "CH": _("Switzerland"),
    "LI": _("Liechtenstein"),
    "LU": _("Luxembourg"),
    "NL": _("Netherlands"),
    "BE": _("Belgium"),
    "FR": _("France"),
    "DK": _("Denmark"),
    "PL": _("Poland"),
    "CZ": _("Czechia"),
    "AL": _("Albania"),
    "BA": _("Bosnia and Herzegovina"),
    "BG": _("Bulgaria"),
    "CA": _("Canada"),
    "CN": _("China"),
    "CY": _("Cyprus"),
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IS": _("Iceland"),
    "IT": _("Italy"),
    "LT": _("Lithuania"),
    "LV": _("Latvia"),
    "MC": _("Monaco"),
    "MD": _("Moldova"),
    "ME": _("Montenegro"),
    "MK": _("North Macedonia"),
    "MT": _("Malta"),
    "NO": _("Norway"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "RS": _("Serbia"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "TR": _("Turkey"),
    "UA": _("Ukraine"),
    "US": _("United States"),
    "XK": _("Kosovo"),
}

_FOUR, _FIVE = r"\d{4}", r"\d{5}"
_SHAPES: dict[str, tuple[str, str]] = {
    "DE": (_FIVE, "20457"),
    "AT": (_FOUR, "1010"),
    "CH": (_FOUR, "8001"),
    "LI": (_FOUR, "9490"),
    "LU": (_FOUR, "1009"),
    "BE": (_FOUR, "1000"),
    "DK": (_FOUR, "1050"),
    "NL": (r"\d{4} ?[A-Z]{2}", "1012 AB"),
    "FR": (_FIVE, "75001"),
    "IT": (_FIVE, "00118"),
    "ES": (_FIVE, "28001"),
    "PL": (r"\d{2}-?\d{3}", "00-001"),
    "CZ": (r"\d{3} ?\d{2}", "110 00"),
}
_ANYWHERE = r"[A-Z0-9][A-Z0-9 -]{1,10}"


def normal_postcode(text: str, country: str) -> str:
    """In capitals and without the country in front ("D-20457")."""
    code = text.upper()
    letter = {"DE": "D", "AT": "A", "LU": "L", "BE": "B", "FR": "F", "IT": "I"}.get(country, country)
    return re.sub(rf"^(?:{country}|{letter})[- ]+", "", code).strip()


def is_postcode(code: str, country: str) -> bool:
    return bool(re.fullmatch(_SHAPES.get(country, (_ANYWHERE, ""))[0], code))


def example_postcode(country: str) -> str:
    return _SHAPES.get(country, ("", ""))[1]
