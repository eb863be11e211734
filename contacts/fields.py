"""How to reach somebody, as people type it: errors say what is wrong and, if it is clear, what was meant."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from contacts import telephones
from timecount.fields import LineField, web_address
from timecount.jinja import phone

_AT = re.compile(r"(?i)\s*(?:\(at\)|\[at\]|\{at\}|(?<=\s)at(?=\s)|(?<=\s)ät(?=\s)|@)\s*")
_DOT = re.compile(r"(?i)\s*(?:\(dot\)|\[dot\]|\(punkt\)|\[punkt\]|(?<=\s)punkt(?=\s)|(?<=\s)dot(?=\s))\s*")
_WITH_NAME = re.compile(r".*<([^<>]+)>")


class PhoneField(LineField):
    widget = forms.TelInput(attrs={"autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return phone(value) if isinstance(value, str) and value.startswith("+") else value

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return telephones.parse(typed) if typed else ""
        except telephones.NotATelephone as error:
            raise ValidationError(str(error), code="telephone") from error


class EmailField(LineField):
    widget = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254, **options})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return email_address(typed) if typed else ""


def email_address(typed: str) -> str:
    """The address, its domain in small letters; a ValidationError proposes what was probably meant."""
    address = typed.removeprefix("mailto:").strip(" .,;")
    if match := _WITH_NAME.fullmatch(address):
        address = match.group(1).strip()
    if _is_email(address):
        name, _at, domain = address.rpartition("@")
        return f"{name}@{domain.lower()}"
    if address.count("@") > 1:
        raise ValidationError(_("Please enter one e-mail address per line."), code="email")
    meant = _DOT.sub(".", _AT.sub("@", address)).replace(",", ".").replace(" ", "")
    if meant != address and _is_email(meant):
        raise ValidationError(
            _("This is not an e-mail address. Did you mean %(meant)s?"), code="email", params={"meant": meant}
        )
    raise ValidationError(_("This is not an e-mail address, e.g. name@company.de."), code="email")


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return "." in address.rpartition("@")[2]


class UrlField(LineField):
    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, **options})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return web_address(typed, most=self.max_length or 200) if typed else ""
