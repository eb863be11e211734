from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import Action
from accounts.models import User
from customers.bulk.files import alike, blocked, locked
from customers.forms.status import ChangeStatus
from customers.models import Customer, Status
from lists.bulk.actions import BulkAction, Values
from timecount.extensions import announce

# The status and the reason for a block.
State = list[str]


def _form(user: User, data: Any) -> forms.Form:
    return ChangeStatus(data)


def _values(form: forms.Form) -> dict[str, Any]:
    status = form.cleaned_data["status"]
    reason = form.cleaned_data["blocked_reason"] if status == Status.BLOCKED else ""
    return {"status": status, "blocked_reason": reason}


def _told(values: Values) -> str:
    label = Status(values["status"]).label
    reason = values["blocked_reason"]
    return _("Status: %(status)s") % {"status": f"{label} – {reason}" if reason else label}


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, State]:
    return {key: [status, reason] for key, status, reason in locked(keys).values_list("pk", "status", "blocked_reason")}


def _write(states: Mapping[int, State], values: Values, by: User) -> None:
    for (status, reason), keys in alike(states):
        Customer.objects.filter(pk__in=keys).update(status=status, blocked_reason=reason, updated_at=Now())
        announce("status", of=keys, by=by, new=status, reason=reason)


STATUS = BulkAction(
    key="status",
    label=gettext_lazy("Change status"),
    icon="flag",
    action=Action.EDIT_CUSTOMER,
    form=_form,
    values=_values,
    told=_told,
    read=_read,
    wanted=lambda _state, values: [values["status"], values["blocked_reason"]],
    write=_write,
    facts=blocked,
)
