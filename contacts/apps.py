from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import NavigationItem, NewItem, SearchSource, registry


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        from contacts.bulk import BULK  # models are loaded by now, not before
        from contacts.importing import kind
        from contacts.letters import address_block, letter_salutation
        from contacts.listing import CONTACTS
        from contacts.photos import photo_url
        from contacts.selectors.lists import search_hits
        from contacts.telephones import link

        registry.lists[CONTACTS.key] = CONTACTS
        registry.template_globals["contact_photo"] = photo_url
        registry.template_globals["telephone_link"] = link
        registry.template_globals["address_block"] = address_block
        registry.template_globals["letter_salutation"] = letter_salutation
        registry.bulk_lists["contacts"] = BULK
        registry.import_kinds["contacts"] = kind.KIND
        registry.navigation.append(NavigationItem(_("Contacts"), "address-book", "contacts:list", "contacts.view", 20))
        registry.new_items += [
            NewItem(_("Person"), "user-plus", "contacts:new_person", "contacts.edit", 20),
            NewItem(_("Organisation"), "building-community", "contacts:new_organisation", "contacts.edit", 30),
        ]
        registry.search_sources.append(
            SearchSource("contacts", _("Contacts"), "address-book", "contacts.view", search_hits, "contacts:list", 20)
        )
