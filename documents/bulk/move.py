from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from accounts.picks import keep_stored
from customers.forms.picks import CustomerField
from customers.models import Customer
from documents.bulk.held import held
from documents.services import move
from lists.bulk.actions import BulkAction, Values
from timecount.errors import Refused

# The customer, and the current version: a document that got another one meanwhile stays where it is.
State = list[int | None]


class NotYours(Refused):
    """The file there is not open to them for this, or there is none: they are told alike."""


class ChooseCustomer(forms.Form):
    customer = CustomerField(label=gettext_lazy("Customer"), help_text=gettext_lazy("name or number"))

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        keep_stored(self, user, {"customer": None})

    def clean_customer(self) -> Customer:
        customer: Customer | None = self.cleaned_data["customer"]
        if customer is None:
            raise ValidationError(_("Please say to which customer."))
        if not may(self.user, Action.EDIT_DOCUMENT, customer):
            raise ValidationError(_("You may not file documents there."))
        return customer


def _values(form: forms.Form) -> dict[str, Any]:
    return {"customer": form.cleaned_data["customer"].pk}


def _told(values: Values) -> str:
    """The number alone: who reads it later may not see the file any more."""
    number = Customer.objects.filter(pk=values["customer"]).values_list("number", flat=True).first()
    return _("Moved to customer %(number)s") % {"number": number or "–"}


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, State]:
    return {pk: [customer, current] for pk, customer, current in held(keys).values_list("pk", "customer", "current")}


def _write(states: Mapping[int, State], values: Values, by: User) -> None:
    """Also back again: from a restricted file, too, only where nobody gains by it."""
    targets = visible(by, Action.EDIT_DOCUMENT, Customer.objects.select_related("contact"))
    files = targets.in_bulk({customer for customer, _current in states.values()})
    for document in held(list(states)):
        to = files.get(states[document.pk][0])
        if to is None:
            raise NotYours(_("You may not file documents there."))
        move(document=document, to=to, by=by)


MOVE = BulkAction(
    key="move",
    label=gettext_lazy("Move to another customer"),
    icon="folder-symlink",
    action=Action.EDIT_DOCUMENT,
    form=ChooseCustomer,
    values=_values,
    told=_told,
    read=_read,
    wanted=lambda state, values: [values["customer"], state[1]],
    write=_write,
)
