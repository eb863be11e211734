"""What somebody types about a person's place at an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Assignment, PersonRole
from timecount.editing import EditForm
from timecount.errors import Refused
from timecount.fields import LineField

PLACE = ("roles", "position", "is_main", "valid_from", "valid_until")


def stored_assignment(assignment: Assignment) -> dict[str, Any]:
    return {name: getattr(assignment, name) for name in PLACE}


class AssignmentForm(EditForm):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=PersonRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    position = LineField(label=gettext_lazy("Position there"), max_length=100, required=False)
    is_main = forms.BooleanField(label=gettext_lazy("Main contact person"), required=False)
    valid_from = forms.DateField(label=gettext_lazy("From"), required=False)
    valid_until = forms.DateField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("the last day"))

    # What stands beside the box that says yes, once the service has asked.
    question = ""

    def ask_to_widen(self, question: Refused, *, decides: bool) -> None:
        """Whoever may edit the person may let everybody know them; anybody else is told why not."""
        if decides:
            self.question = str(question)
        else:
            self.add_error(None, str(question))

    @property
    def values(self) -> Any:
        """Everything that was typed, for a new one."""
        return {name: self.cleaned_data[name] for name in PLACE}

    def showing_typed(self) -> "AssignmentForm":
        """What was typed so far, without judging it."""
        typed = {name: self[name].data for name in PLACE}
        return AssignmentForm(stored={}, initial=typed, prefix=self.prefix)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("The end lies before the beginning."))
        return cleaned
