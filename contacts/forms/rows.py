"""One address, telephone, e-mail or website as a row of a form."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.countries import COUNTRIES, example_postcode, is_postcode, normal_postcode
from contacts.fields import EmailField, PhoneField, UrlField
from contacts.models import AddressLabel, EmailLabel, FederalState, PhoneLabel
from contacts.rows import ROWS, Row
from timecount.fields import LineField


class RowForm(forms.Form):
    """One row; it counts as empty when nothing but choices is filled in."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    kind: ClassVar[str]
    # What makes a row: without any of these it is empty.
    matter: ClassVar[tuple[str, ...]]

    @property
    def index(self) -> str:
        return str(self.prefix).rpartition("-")[2]

    @property
    def dropped(self) -> bool:
        """Marked to be removed, or left empty."""
        return bool(self["remove"].data) or not any(str(self[name].data or "").strip() for name in self.matter)

    def row(self) -> Row:
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("id", "remove")}
        return ROWS[self.kind](id=self.cleaned_data.get("id"), **values)


class AddressForm(RowForm):
    kind = "addresses"
    matter = ("street", "addition", "postcode", "city")

    label = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AddressLabel.choices, initial=AddressLabel.OFFICE)
    street = LineField(label=gettext_lazy("Street and number"), max_length=150, required=False)
    addition = LineField(label=gettext_lazy("Address line 2"), max_length=100, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=list(COUNTRIES.items()), initial="DE")
    postcode = LineField(label=gettext_lazy("Postcode"), max_length=20, required=False)
    city = LineField(label=gettext_lazy("Town"), max_length=100, required=False)
    # Public holidays at a site depend on it.
    federal_state = forms.ChoiceField(
        label=gettext_lazy("Federal state"), choices=[("", "–"), *FederalState.choices], required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stored = (self.initial or {}).get("country", "DE")
        if stored not in COUNTRIES:  # imported: not in our list, but not lost
            self.fields["country"].choices = [(stored, stored), *COUNTRIES.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        country, typed = cleaned.get("country", ""), cleaned.get("postcode", "")
        if typed and country:
            code = normal_postcode(typed, country)
            cleaned["postcode"] = code
            if not is_postcode(code, country):
                self.add_error("postcode", self._wrong_postcode(code, country))
        if country != "DE":
            cleaned["federal_state"] = ""
        return cleaned

    def _wrong_postcode(self, code: str, country: str) -> str:
        if country == "DE" and re.fullmatch(r"\d{4}", code):
            return _("German postcodes have five digits. Did you mean 0%(code)s?") % {"code": code}
        if example := example_postcode(country):
            return _("This is not a postcode of %(country)s, e.g. %(example)s.") % {
                "country": COUNTRIES[country],
                "example": example,
            }
        return _("This is not a postcode.")


class PhoneForm(RowForm):
    kind = "phones"
    matter = ("number",)

    label = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PhoneLabel.choices, initial=PhoneLabel.OFFICE)
    number = PhoneField(label=gettext_lazy("Telephone number"), required=False)


class EmailForm(RowForm):
    kind = "emails"
    matter = ("address",)

    label = forms.ChoiceField(label=gettext_lazy("Kind"), choices=EmailLabel.choices, initial=EmailLabel.OFFICE)
    address = EmailField(label=gettext_lazy("E-mail address"), required=False)


class WebsiteForm(RowForm):
    kind = "websites"
    matter = ("url",)

    url = UrlField(label=gettext_lazy("Web address"), required=False)
    label = LineField(label=pgettext_lazy("of a website", "Description"), max_length=40, required=False)


ROW_FORMS: dict[str, type[RowForm]] = {form.kind: form for form in (AddressForm, PhoneForm, EmailForm, WebsiteForm)}
