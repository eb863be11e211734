"""The fields of a file in the order in which people read them, and where each is kept."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from contacts.models import Contact, Kind
from customers.models import Customer
from lists.own.kinds import Definition
from timecount.extensions import Label

OF_ORGANISATION = ("organisation_name",)
OF_PERSON = ("salutation", "title", "first_name", "last_name")

# The sections of the page and of the form, in reading order.
SECTIONS: dict[str, tuple[Label, tuple[str, ...]]] = {
    "company": (
        gettext_lazy("Company"),
        (
            *OF_ORGANISATION,
            *OF_PERSON,
            "number",
            "search_name",
            "industry",
            "customer_since",
            "parent",
            "language",
        ),
    ),
    "care": (gettext_lazy("Care and access"), ("responsible", "access")),
    "tax": (
        gettext_lazy("Tax and bank"),
        ("vat_id", "tax_number", "debtor_account", "iban", "account_holder"),
    ),
    "invoice": (gettext_lazy("E-invoice"), ("buyer_reference", "invoice_email")),
    "other": (gettext_lazy("Other"), ("tags", "notes")),
}
OWN = "own"
OF_CONTACT = {*OF_ORGANISATION, *OF_PERSON, "tags", "notes"}


def owner(name: str) -> type[Model]:
    return Contact if name in OF_CONTACT else Customer


def label(name: str) -> Any:
    """Translated when it is shown."""
    column: Any = owner(name)._meta.get_field(name)
    return capfirst(column.verbose_name)


def names_of(kind: str, own: Sequence[Definition] = ()) -> tuple[str, ...]:
    """The fields that a file of an organisation, or of a private person, has; with `own`, also these."""
    foreign = OF_ORGANISATION if kind == Kind.PERSON else OF_PERSON
    known = tuple(name for _title, names in SECTIONS.values() for name in names if name not in foreign)
    return (*known, *(definition.name for definition in own if not definition.is_retired))


def sections_with(own: Sequence[Definition]) -> dict[str, tuple[Label, tuple[str, ...]]]:
    """What an administrator has defined comes last."""
    asked = tuple(definition.name for definition in own if not definition.is_retired)
    return {**SECTIONS, OWN: (gettext_lazy("Further details"), asked)}
