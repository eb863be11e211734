"""What somebody types about a person's place at an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import PersonRole
from timecount.editing import EditForm
from timecount.fields import LineField


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
    valid_until = forms.DateField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("the last day")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("The end lies before the beginning."))
        return cleaned
