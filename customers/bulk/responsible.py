from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action
from accounts.models import User
from accounts.picks import ColleagueField, keep_stored
from customers.bulk.files import alike, locked
from customers.models import Access, Customer
from customers.sharing import somebody_stays
from lists.bulk.actions import BulkAction, Values
from timecount.extensions import announce
from timecount.jinja import number


class ChooseResponsible(forms.Form):
    responsible = ColleagueField(
        label=gettext_lazy("Responsible"), help_text=gettext_lazy("Empty: nobody is responsible any more.")
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        keep_stored(self, user, {"responsible": None})


def _values(form: forms.Form) -> dict[str, Any]:
    responsible: User | None = form.cleaned_data["responsible"]
    return {"responsible": responsible.pk if responsible else None}


def _told(values: Values) -> str:
    name = User.objects.filter(pk=values["responsible"]).values_list("name", flat=True).first()
    return _("Responsible: %(name)s") % {"name": name or _("nobody")}


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, int | None]:
    return dict(locked(keys).values_list("pk", "responsible_id"))


def _write(states: Mapping[int, int | None], values: Values, by: User) -> None:
    with somebody_stays(list(states)):
        for responsible, keys in alike(states):
            Customer.objects.filter(pk__in=keys).update(responsible=responsible, updated_at=Now())
            name = User.objects.filter(pk=responsible).values_list("name", flat=True).first()
            announce("responsible", of=keys, by=by, new=name or "")


def _restricted(selected: QuerySet[Any], user: User) -> Sequence[str]:
    count = selected.filter(access=Access.RESTRICTED).count()
    sentence = ngettext(
        "%(count)s is open to named people only: whoever becomes responsible sees it",
        "%(count)s are open to named people only: whoever becomes responsible sees them",
        count,
    )
    return [sentence % {"count": number(count)}] if count else []


RESPONSIBLE = BulkAction(
    key="responsible",
    label=gettext_lazy("Change who is responsible"),
    icon="user-check",
    action=Action.SHARE_CUSTOMER,  # whoever is responsible for a restricted file sees and shares it
    form=ChooseResponsible,
    values=_values,
    told=_told,
    read=_read,
    wanted=lambda _state, values: values["responsible"],
    write=_write,
    facts=_restricted,
)
