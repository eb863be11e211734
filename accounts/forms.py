from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from accounts.models import Theme, User
from accounts.picks import ColleagueField, keep_stored
from timecount import pictures
from timecount.errors import Refused

# As `lists.declaring.VIEWS`, which stands above: what a list looks like until somebody chooses otherwise.
VIEWS = [("list", _("List")), ("cards", _("Cards")), ("table", _("Table"))]


class Profile(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The own profile; a photo comes out as a square WebP."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": pictures.ACCEPT}),
        help_text=_("JPEG, PNG, WebP or GIF; cut to a square."),
    )
    view = forms.ChoiceField(label=_("Lists open as"), choices=VIEWS)

    field_order = ("name", "phone", "photo", "language", "theme", "view")

    class Meta:
        model = User
        fields = ("name", "phone", "language", "theme")

    def __init__(self, data: Any, files: Any, *, user: User) -> None:
        # A copy: what is typed must not show in the frame of the page before it is saved.
        super().__init__(data, files, instance=copy(user))
        self.initial["view"] = self.instance.preferences.get("view", "list")
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        """E.164 where it is a whole number; an extension stays as typed."""
        typed: str = self.cleaned_data["phone"].strip()
        if typed and not all(letter.isdigit() or letter in "+()/-. " for letter in typed):
            raise ValidationError(_("A telephone number has digits, spaces and + ( ) / - only."))
        try:
            number = phonenumbers.parse(typed, settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException:
            return typed
        if not phonenumbers.is_valid_number(number):
            return typed
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def clean_photo(self) -> File[bytes] | None:
        upload = self.cleaned_data["photo"]
        if not upload:
            return None
        try:
            return pictures.square(upload, size=upload.size)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class Appoint(forms.Form):
    """Who stands in for me, from and until."""

    substitute = ColleagueField(label=_("Who stands in"), required=True)
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d"), help_text=_("the last day"))

    def __init__(self, data: Any = None, *, user: User, today: date) -> None:
        super().__init__(data, initial={"first_day": today})
        self.today = today
        keep_stored(self, user, {"substitute": None})

    def clean_first_day(self) -> date:
        return self._not_over("first_day")

    def clean_last_day(self) -> date:
        return self._not_over("last_day")

    def _not_over(self, name: str) -> date:
        given: date = self.cleaned_data[name]
        if given < self.today:
            raise ValidationError(_("This day is over already."))
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the beginning."))
        return cleaned


class ThemeChoice(forms.Form):
    theme = forms.TypedChoiceField(choices=Theme.choices, coerce=Theme)


class LanguageChoice(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
