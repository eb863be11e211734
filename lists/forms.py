from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team, User
from lists.declaring import ListOf
from lists.models import SavedView
from lists.saved import audiences
from timecount.fields import LineField


class ViewForm(forms.Form):
    """How a saved view is called, and whose it is."""

    name = LineField(label=_("Name"), max_length=60)
    audience = forms.ChoiceField(label=_("For whom"), required=False)

    fields: dict[str, Any]

    def __init__(self, data: Any, *, user: User, list_of: ListOf, view: SavedView | None = None) -> None:
        super().__init__(data, initial={"name": view.name, "audience": view.audience} if view else None)
        self.audiences = audiences(user, list_of, view)
        self.fields["audience"].choices = [(key, label) for key, (label, _whom) in self.audiences.items()]

    @property
    def whom(self) -> Team | Role | None:
        return self.audiences[self.cleaned_data["audience"]][1]
