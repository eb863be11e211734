from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timecount.extensions import (
    AccessRule,
    DemoPart,
    Holding,
    NavigationItem,
    NewItem,
    Panel,
    SearchSource,
    Tab,
    registry,
)


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from contacts.models import Contact  # models are loaded by now, not before
        from customers import access, sharing
        from customers.bulk import BULK
        from customers.demo import load as demo
        from customers.importing import kind
        from customers.listing import CUSTOMERS
        from customers.models import Customer, UserGrant
        from customers.selectors.lists import search_hits

        _register_file()
        registry.holdings += [
            Holding(
                "responsible",
                _("responsible for customer files"),
                lambda user: user.customers.count(),
                lambda user: f"{reverse('admin:customers_customer_changelist')}?responsible={user.pk}",
                10,
                sharing.hand_over,
            ),
            Holding(
                "grants",
                _("grants of their own"),
                lambda user: UserGrant.objects.filter(user=user).count(),
                lambda user: f"{reverse('admin:customers_grantline_changelist')}?person={user.pk}",
                20,
                sharing.hand_over,
            ),
        ]
        registry.lists[CUSTOMERS.key] = CUSTOMERS
        registry.import_kinds["customers"] = kind.KIND
        registry.bulk_lists["customers"] = BULK
        registry.access_rules[Customer] = AccessRule(
            access.visible_customers, access.opens_customer, access.seen_customers, access.stood_in_for
        )
        registry.access_rules[Contact] = AccessRule(access.visible_contacts, access.opens_contact, access.seen_contacts)
        registry.search_sources.append(
            SearchSource("customers", _("Customers"), "building", "customers.view", search_hits, "customers:list", 10)
        )
        registry.demo_parts.append(DemoPart("customers", demo.load, 20, demo.is_loaded))


def _register_file() -> None:
    """The customer file: its way in, its own tabs and panels."""
    view, edit = "customers.view", "customers.edit"
    registry.navigation.append(NavigationItem(_("Customers"), "building", "customers:list", view, 10))
    registry.navigation.append(NavigationItem(_("Who sees what?"), "eye-search", "explaining:index", "administer", 89))
    registry.access_pages.append(
        NavigationItem(_("Who sees what, and why?"), "eye-search", "explaining:index", "administer", 10)
    )
    registry.person_pages.append(
        Panel("sees", _("What does this person see, and why?"), "explaining:person", "administer", 10)
    )
    registry.new_items.append(NewItem(_("Customer"), "building-plus", "customers:new", edit, 10))
    registry.customer_tabs += [
        Tab("overview", _("Overview"), "customers:file", view, 10),
        Tab("master-data", _("Master data"), "customers:master_data", view, 20),
        Tab("people", _("Contact persons"), "customers:people", "contacts.view", 30),
        Tab("history", _("History"), "customers:history", view, 90),
    ]
    registry.customer_panels += [
        Panel("latest", _("Last changes"), "customers:latest", view, 90),
        Panel("opened", _("Opened lately"), "customers:opened", "customers.share", 95),
    ]
    registry.contact_panels.append(Panel("customers", _("At these customers"), "customers:of_contact", view, 10))
    registry.start_panels += [
        Panel("at-hand", _("Pinned and opened lately"), "customers:at_hand", view, 10),
        Panel("my-customers", _("My customers"), "customers:mine", view, 20),
        Panel("recent-customers", _("Changed lately"), "customers:recent", view, 30),
    ]
