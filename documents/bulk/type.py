from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import Action
from accounts.models import User
from documents.bulk.held import held
from documents.models import DocumentType
from documents.services import change
from lists.bulk.actions import BulkAction, Values


class ChooseType(forms.Form):
    type = forms.ModelChoiceField(
        label=gettext_lazy("Type"), queryset=DocumentType.objects.filter(is_active=True), empty_label=None
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)


def _told(values: Values) -> str:
    return _("Type: %(name)s") % {"name": values["name"]}


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, int]:
    return dict(held(keys).values_list("pk", "type_id"))


def _write(states: Mapping[int, int], values: Values, by: User) -> None:
    """How long a document is kept follows its type upwards, and stays where the change is undone."""
    types = DocumentType.objects.in_bulk(states.values())
    for document in held(list(states)):
        change(document=document, values={"type": types[states[document.pk]]}, by=by)


TYPE = BulkAction(
    key="type",
    label=gettext_lazy("Change type"),
    icon="category",
    action=Action.EDIT_DOCUMENT,
    form=ChooseType,
    values=lambda form: {"type": form.cleaned_data["type"].pk, "name": form.cleaned_data["type"].name},
    told=_told,
    read=_read,
    wanted=lambda _state, values: values["type"],
    write=_write,
)
