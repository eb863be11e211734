"""Customers as something that can be imported: registered for the machinery in `lists.imports`."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from customers.importing import grouping, plans, undoing, writing
from customers.importing.columns import COLUMNS, NEEDS
from customers.models import Customer
from lists.imports.kinds import ImportKind, Sentence

SENTENCES = {
    "no_name": Sentence(_("Neither a company nor a contact person stands in this line.")),
    "no_customer_above": Sentence(_("There is no customer above that this contact person could belong to.")),
    "number_twice": Sentence(_("The customer number %(number)s already stands in line %(line)s, for another company.")),
    "number_taken": Sentence(
        _("The customer number %(number)s already belongs to %(owner)s."),
        _("The customer number %(number)s is already taken."),
    ),
    "looks_like_line": Sentence(
        _("The same name and address stand in line %(line)s, with a customer number: probably the same company.")
    ),
    "duplicate_of_customer": Sentence(
        _("Looks like %(owner)s, but says something else, and has no customer number: not merged in silence."),
        _("Looks like a customer that is already there."),
    ),
    "looks_like_customer": Sentence(
        _("Same name and address as %(owner)s; taken as a customer of its own because of its own number."),
        _("Perhaps a duplicate."),
    ),
    "namesake": Sentence(
        _("%(value)s is already a contact person here, with another e-mail; left out because it may be somebody else.")
    ),
    "private_person": Sentence(_("No company: taken as a private person.")),
    "differs_from_line": Sentence(_("%(column)s: “%(value)s” differs from line %(line)s, which counts.")),
    "too_long": Sentence(_("%(column)s: longer than %(most)s characters, left out.")),
    "wrong": Sentence(_("%(column)s: “%(value)s” left out. %(why)s")),
    "email_proposed": Sentence(_("%(column)s: “%(value)s” left out. Did they mean %(meant)s?")),
    "email_wrong": Sentence(_("%(column)s: “%(value)s” is not an e-mail address, left out.")),
    "phone_wrong": Sentence(_("%(column)s: “%(value)s” is not a telephone number, left out.")),
    "phone_as_typed": Sentence(_("%(column)s: “%(value)s” is not a complete telephone number, taken as it is.")),
    "website_wrong": Sentence(_("%(column)s: “%(value)s” is not a web address, left out.")),
    "country_unknown": Sentence(_("%(column)s: “%(value)s” is not a country that is known here, left out.")),
    "status_unknown": Sentence(_("%(column)s: “%(value)s” is not a status that is known here, left out.")),
    "salutation_unknown": Sentence(_("%(column)s: “%(value)s” is not known here, left out.")),
    "colleague_unknown": Sentence(_("Responsible: there is no colleague “%(value)s”, left out.")),
    "responsible_kept": Sentence(
        _("Responsible: “%(value)s” left out. The file is restricted, and you may not share it.")
    ),
    "date_wrong": Sentence(_("%(column)s: “%(value)s” is not a date, left out.")),
    "postcode_missing": Sentence(_("The postcode is missing.")),
    "postcode_filled": Sentence(_("The postcode %(value)s has lost its first zero; taken as %(meant)s.")),
    "postcode_odd": Sentence(_("The postcode %(value)s does not look like one of this country; taken as it is.")),
    "refused": Sentence(_("Not saved: %(why)s")),
    "not_saved": Sentence(_("Not saved: the database refused these values.")),
}


def _named(user: User | None, keys: Collection[int]) -> Mapping[int, str]:
    found = Customer.objects.filter(pk__in=keys)
    seen = visible(user, Action.VIEW_CUSTOMER, found) if user else found
    return {key: f"{number} {name}" for key, number, name in seen.values_list("pk", "number", "contact__name")}


KIND = ImportKind(
    key="customers",
    label=_("Customers"),
    action=Action.IMPORT_CUSTOMERS,
    columns=COLUMNS,
    needs=NEEDS,
    sentences=SENTENCES,
    place=grouping.place,
    plan=plans.plan,
    write=writing.write,
    undo=undoing.undo,
    named=_named,
    record_url_name="customers:file",
)
