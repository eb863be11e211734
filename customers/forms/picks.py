"""A field in which one types a customer."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.actions import Action
from accounts.picks import PickField, SuggestingInput
from customers.models import Customer
from customers.selectors import picking


class CustomerField(PickField):
    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SuggestingInput("customers:pick_customer"), required=False, **options)

    def called(self, text: str) -> Any:
        return picking.customers_called(self.user, text)

    def known(self, key: Any) -> Any:
        return Customer.objects.select_related("contact").filter(pk=key).first()

    def unknown(self) -> str:
        return _("No customer goes by that name or number: please pick one from the list.")

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Customer):
            return value
        if not may(self.user, Action.VIEW_CUSTOMER, value):
            return _("a company that you cannot see")
        return picking.customer_text(value.contact.name, value.number)
