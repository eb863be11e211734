from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action
from accounts.models import User
from customers.bulk.files import alike, locked
from customers.bulk.granted import grants, set_grants
from customers.models import Access
from customers.sharing import hold_known, restrict_all, unrestrict_all
from lists.bulk.actions import BulkAction, Values
from timecount.jinja import number

# The access, and what whoever changes it is granted: restricting a file that nobody could share gives a grant.
State = list[Any]


class ChooseAccess(forms.Form):
    access = forms.ChoiceField(label=gettext_lazy("Access"), choices=Access.choices, widget=forms.RadioSelect)

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)


def _told(values: Values) -> str:
    return _("Access: %(access)s") % {"access": Access(values["access"]).label}


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, State]:
    hold_known(keys)
    files = dict(locked(keys).values_list("pk", "access"))
    own = grants(list(files), by.pk)
    return {key: [access, own[key]] for key, access in files.items()}


def _write(states: Mapping[int, State], values: Values, by: User) -> None:
    """Opened files first give up their grant, restricted ones get it last: somebody can share them all the while."""
    for access, keys in alike({key: access for key, (access, _grant) in states.items()}):
        if access == Access.MODULE:
            unrestrict_all(customers=keys, by=by)
        set_grants({key: states[key][1] for key in keys}, by.pk, by)
        if access == Access.RESTRICTED:
            restrict_all(customers=keys, by=by)


def _already(selected: QuerySet[Any], user: User) -> Sequence[str]:
    count = selected.filter(access=Access.RESTRICTED).count()
    sentence = ngettext("%(count)s is open to named people only", "%(count)s are open to named people only", count)
    return [sentence % {"count": number(count)}] if count else []


ACCESS = BulkAction(
    key="access",
    label=gettext_lazy("Change access"),
    icon="lock",
    action=Action.SHARE_CUSTOMER,
    form=ChooseAccess,
    values=lambda form: {"access": form.cleaned_data["access"]},
    told=_told,
    read=_read,
    wanted=lambda state, values: [values["access"], state[1]],
    write=_write,
    facts=_already,
)
