"""Granting a file to a person or a team, and handing all files of somebody over."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import FileLevel
from accounts.models import User
from accounts.picks import ColleagueField, PersonOrTeamField, keep_stored
from timecount.extensions import Label

# What each level adds to the one before.
SENTENCES: dict[FileLevel, Label] = {
    FileLevel.SEE: gettext_lazy("reads everything in the file, changes nothing"),
    FileLevel.EDIT: gettext_lazy("also changes master data and contact persons"),
    FileLevel.BILL: gettext_lazy("also keeps conditions, offers and invoices"),
    FileLevel.SHARE: gettext_lazy("also says who may open the file"),
}


def _choice(level: FileLevel) -> Label:
    return format_lazy("{} – {}", level.label, SENTENCES[level])


class ShareFile(forms.Form):
    """Nothing is saved before its effect was on the screen: `shown` says for which entries it was."""

    to = PersonOrTeamField(label=gettext_lazy("To a person or a team"))
    level = forms.TypedChoiceField(
        label=gettext_lazy("May"),
        choices=[(level.value, _choice(level)) for level in FileLevel],
        coerce=lambda value: FileLevel(int(value)),
        widget=forms.RadioSelect,
        initial=FileLevel.SEE.value,
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day; empty: for good."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        keep_stored(self, user, {"to": None})

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < self.today:
            raise ValidationError(_("This day is over already."))
        return until

    @property
    def entries(self) -> str:
        """What `shown` must be so that it can be saved."""
        given = self.cleaned_data
        return f"{type(given['to']).__name__} {given['to'].pk} {given['level']} {given['until'] or '-'}"

    @property
    def was_shown(self) -> bool:
        return bool(self.cleaned_data["shown"] == self.entries)


class HandOver(forms.Form):
    of = ColleagueField(
        label=gettext_lazy("Who leaves"),
        required=True,
        also_former=True,
        help_text=gettext_lazy("Deactivated people, too."),
    )
    to = ColleagueField(label=gettext_lazy("Who takes over"), required=True)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        keep_stored(self, user, {"of": None, "to": None})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("of") and cleaned.get("of") == cleaned.get("to"):
            self.add_error("to", _("That is the same person."))
        return cleaned
