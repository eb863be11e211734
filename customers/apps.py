from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, registry


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from contacts.models import Contact  # models are loaded by now, not before
        from customers import access
        from customers.models import Customer

        registry.access_rules[Customer] = AccessRule(access.visible_customers, access.opens_customer)
        registry.access_rules[Contact] = AccessRule(access.visible_contacts, access.opens_contact)
