"""Form fields whose values went through `timecount.texts`.

They render no `maxlength`: a browser would cut a pasted text silently; the server says the limit instead.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from timecount.texts import clean_line, clean_text

_is_url = URLValidator(schemes=["http", "https"])


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: limit for name, limit in super().widget_attrs(widget).items() if name != "maxlength"}


class TextField(LineField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(forms.CharField.to_python(self, value) or "")


def web_address(typed: str, *, most: int) -> str:
    """With its scheme, of at most so many characters; a ValidationError where it is none."""
    address = typed if re.match(r"(?i)[a-z][a-z0-9+.-]*:", typed) else f"https://{typed}"
    wrong = ValidationError(_("This is not a web address, e.g. www.company.de."), code="url")
    try:
        _is_url(address)
    except ValidationError as error:
        raise wrong from error
    if "@" in address.split("/")[2] or len(address) > most:
        raise wrong
    return address
