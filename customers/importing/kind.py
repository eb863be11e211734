"""Customers as something that can be imported: registered for the machinery in `lists.imports`."""

from collections.abc import Collection, Mapping
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.importing.sentences import PROPOSALS, READING_SENTENCES
from contacts.importing.showing import Facts, facts
from customers.importing import grouping, plans, undoing, writing
from customers.importing.columns import COLUMNS, NEEDS
from customers.listing import CUSTOMERS
from customers.models import Customer
from lists.imports.kinds import ImportKind, Sentence
from lists.own.importing import import_columns

SENTENCES = {
    **READING_SENTENCES,
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
    "amount_unclear": Sentence(_("%(column)s: “%(value)s” is no amount that can be read; kept as it is.")),
    "term_unclear": Sentence(_("%(column)s: “%(value)s” is no number of days; kept as it is.")),
    "same_vat_id": Sentence(
        _("%(owner)s has the same VAT id; taken as a customer of its own because of its own number."),
        _("Perhaps a duplicate."),
    ),
    "same_firm": Sentence(
        _("%(owner)s is spelled nearly the same; taken as a customer of its own."), _("Perhaps a duplicate.")
    ),
    "same_email": Sentence(_("%(owner)s has the same e-mail."), _("Perhaps a duplicate.")),
    "same_phone": Sentence(_("%(owner)s has the same telephone number."), _("Perhaps a duplicate.")),
    "not_yours": Sentence(_("You may not change %(owner)s."), _("You may not change this contact.")),
    "namesake": Sentence(
        _("%(value)s is already a contact person here, with another e-mail; left out because it may be somebody else.")
    ),
    "private_person": Sentence(_("No company: taken as a private person.")),
    "status_unknown": Sentence(_("%(column)s: “%(value)s” is not a status that is known here, left out.")),
    "colleague_unknown": Sentence(_("Responsible: there is no colleague “%(value)s”, left out.")),
    "responsible_kept": Sentence(
        _("Responsible: “%(value)s” left out. The file is restricted, and you may not share it.")
    ),
    "postcode_missing": Sentence(_("The postcode is missing.")),
    "postcode_filled": Sentence(_("The postcode %(value)s has lost its first zero; taken as %(meant)s.")),
}


def _named(user: User | None, keys: Collection[int]) -> Mapping[int, str]:
    found = Customer.objects.filter(pk__in=keys)
    seen = visible(user, Action.VIEW_CUSTOMER, found) if user else found
    return {key: f"{number} {name}" for key, number, name in seen.values_list("pk", "number", "contact__name")}


def _shown(user: User | None, keys: Collection[int]) -> Mapping[int, Facts]:
    """Behind the file, the contact is open too."""
    files = Customer.objects.filter(pk__in=keys)
    seen = (visible(user, Action.VIEW_CUSTOMER, files) if user else files).select_related("contact")
    ready = seen.prefetch_related("contact__addresses", "contact__phones", "contact__emails", "contact__websites")
    return {
        file.pk: [
            (_("Customer number"), file.number),
            *facts(file.contact),
            *([(_("VAT id"), file.vat_id)] if file.vat_id else []),
        ]
        for file in ready
    }


KIND = ImportKind(
    key="customers",
    label=_("Customers"),
    action=Action.IMPORT_CUSTOMERS,
    columns=COLUMNS,
    own_columns=partial(import_columns, CUSTOMERS.key),
    needs=NEEDS,
    sentences=SENTENCES,
    place=grouping.place,
    plan=plans.plan,
    write=writing.write,
    undo=undoing.undo,
    named=_named,
    record_url_name="customers:file",
    questions=plans.QUESTIONS,
    shown=_shown,
    proposals=PROPOSALS,
)
