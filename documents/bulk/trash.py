from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action
from accounts.models import User
from documents.bulk.held import held
from documents.models import Document, TrashedDocument
from documents.services import restore, trash
from lists.bulk.actions import BulkAction, Values
from timecount.jinja import number


class Sure(forms.Form):
    """Asks nothing: it can be undone."""

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, bool]:
    return {pk: trashed_at is not None for pk, trashed_at in held(keys).values_list("pk", "trashed_at")}


def _write(states: Mapping[int, bool], values: Values, by: User) -> None:
    for document in Document.objects.filter(pk__in=[key for key, wanted in states.items() if wanted]).order_by("pk"):
        trash(document=document, by=by)
    back = TrashedDocument.objects.filter(pk__in=[key for key, wanted in states.items() if not wanted])
    for trashed in back.order_by("pk"):
        restore(document=trashed, by=by)


def _on_hold(selected: QuerySet[Any], user: User) -> Sequence[str]:
    count = selected.filter(legal_hold=True).count()
    sentence = ngettext("%(count)s is under a legal hold", "%(count)s are under a legal hold", count)
    return [sentence % {"count": number(count)}] if count else []


TRASH = BulkAction(
    key="trash",
    label=gettext_lazy("Move to the trash"),
    icon="trash",
    action=Action.DELETE_DOCUMENT,
    form=Sure,
    values=lambda _form: {},
    told=lambda _values: _("Moved to the trash"),
    read=_read,
    wanted=lambda _state, _values: True,
    write=_write,
    facts=_on_hold,
    undone_on=TrashedDocument,
)
