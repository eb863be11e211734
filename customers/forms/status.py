from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from customers.models import Customer, Status
from timecount.fields import LineField


class ChangeStatus(forms.Form):
    status = forms.ChoiceField(
        label=capfirst(Customer._meta.get_field("status").verbose_name),
        choices=Status.choices,
        widget=forms.RadioSelect,
    )
    blocked_reason = LineField(
        label=capfirst(Customer._meta.get_field("blocked_reason").verbose_name),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == Status.BLOCKED and not cleaned.get("blocked_reason"):
            self.add_error("blocked_reason", _("Say why the customer is blocked."))
        return cleaned
