"""The customer list as declared to the list machinery: its sorts, filters and columns."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import ContactTag
from contacts.tags import tags_on
from customers.models import Access, Customer, CustomerRow, Status
from lists.declaring import Column, Filter, Kind, ListOf, Option, Sort, choices
from lists.models import Tag
from lists.words import fold
from timecount.addresses import record_key

ME, NOBODY = "me", "none"


def _status(user: User, values: Sequence[str]) -> Q:
    return Q(status__in=values)


def _access(user: User, values: Sequence[str]) -> Q:
    return Q(access__in=values)


def _responsible(user: User, values: Sequence[str]) -> Q:
    ids = [user.pk if value == ME else int(value) for value in values if value != NOBODY]
    nobody = Q(responsible=None) if NOBODY in values else Q()
    return (Q(responsible__in=ids) if ids else Q()) | nobody


def _responsible_option(user: User, value: str) -> Option | None:
    if value == ME:
        return Option(ME, _("My customers"))
    if value == NOBODY:
        return Option(NOBODY, _("Nobody responsible"))
    name = User.objects.filter(pk=record_key(value)).values_list("name", flat=True).first()
    return Option(value, name) if name else None


def _responsible_offered(user: User) -> Sequence[Option]:
    colleagues = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name", "id")
    return [
        Option(NOBODY, _("Nobody responsible")),
        *(Option(str(pk), name) for pk, name in colleagues.values_list("pk", "name")[:50]),
    ]


def _tag(user: User, values: Sequence[str]) -> Q:
    return Q(Exists(ContactTag.objects.filter(contact_id=OuterRef("pk"), tag__name__in=values)))


def _known_tags(user: User) -> QuerySet[Tag]:
    return tags_on(visible(user, Action.VIEW_CUSTOMER, Customer.objects.all()))


def _tag_option(user: User, value: str) -> Option | None:
    return Option(value, value) if _known_tags(user).filter(name=value).exists() else None


def _tag_offered(user: User) -> Sequence[Option]:
    return [Option(name, name) for name in _known_tags(user).values_list("name", flat=True)[:50]]


def _place_option(user: User, value: str) -> Option | None:
    value = " ".join(value.split())[:80]
    return Option(value, value) if value else None


def _place(user: User, values: Sequence[str]) -> Q:
    """A town as it is written, or the beginning of a postcode."""
    wanted = Q()
    for value in values:
        if value.isascii() and value.isdigit():
            wanted |= Q(postcode__startswith=value)
        else:
            wanted |= Q(place_key=fold(value))
    return wanted


def _industry(user: User, values: Sequence[str]) -> Q:
    return Q(industry__in=values)


NO_PERSON = dict.fromkeys(("person_id", "person_name", "person_phone", "person_email"))


def as_seen_by(user: User, rows: list[Any]) -> list[Any]:
    """Contact persons belong to the module Contacts: without it, a file is listed without them."""
    return rows if may(user, Action.VIEW_CONTACT) else [row._replace(**NO_PERSON) for row in rows]


_status_option, _status_offered = choices(Status.choices)
_access_option, _access_offered = choices(Access.choices)

CUSTOMERS = ListOf(
    key="customers",
    label=_("Customers"),
    icon="building",
    action=Action.VIEW_CUSTOMER,
    model=Customer,
    row=CustomerRow,
    sorts=(
        Sort("name", _("Name"), ("sort_key", "contact")),
        Sort("-name", _("Name, Z first"), ("-sort_key", "-contact")),
        Sort("-changed", _("Last changed"), ("-updated_at", "-contact"), shown="updated_at"),
        Sort("changed", _("Longest unchanged"), ("updated_at", "contact"), shown="updated_at"),
        Sort("number", _("Number"), ("number_key", "contact"), shown="number"),
        Sort("-number", _("Number, highest first"), ("-number_key", "-contact"), shown="number"),
        Sort("place", _("Town"), ("place_key", "sort_key", "contact"), shown="city"),
        Sort("-place", _("Town, Z first"), ("-place_key", "-sort_key", "-contact"), shown="city"),
    ),
    filters=(
        Filter("status", _("Visibility status"), _status_option, _status, _status_offered, as_chips=True),
        Filter("responsible", _("Responsible"), _responsible_option, _responsible, _responsible_offered),
        Filter("place", _("Town or postcode"), _place_option, _place),
        Filter("industry", _("Industry"), _place_option, _industry),
        Filter("tag", _("Tag"), _tag_option, _tag, _tag_offered),
        Filter("access", _("Access"), _access_option, _access, _access_offered),
    ),
    columns=(
        Column("name", _("Name"), by_default=True, sort="name"),
        Column("number", _("Number"), Kind.CODE, by_default=True, sort="number"),
        Column("status", _("Status"), Kind.STATUS, by_default=True, choices=dict(Status.choices)),
        Column("postcode", _("Postcode"), Kind.CODE, by_default=True),
        Column("city", _("Town"), by_default=True, sort="place"),
        Column("person", _("Contact person"), shows="person_name", by_default=True),
        Column("call", _("Telephone"), Kind.PHONE, reads=lambda row: row.person_phone or row.phone, by_default=True),
        Column("responsible", _("Responsible"), shows="responsible_name", by_default=True),
        Column("changed", _("Changed"), Kind.MOMENT, shows="updated_at", by_default=True, sort="changed"),
        Column("mail", _("E-mail"), Kind.EMAIL, reads=lambda row: row.person_email or row.email),
        Column("tags", _("Tags"), Kind.TAGS),
        Column("street", _("Street")),
        Column("country", _("Country")),
        Column("phone", _("Telephone of the company"), Kind.PHONE),
        Column("email", _("E-mail of the company"), Kind.EMAIL),
        Column("website", _("Website"), Kind.URL),
        Column("person_phone", _("Telephone of the contact person"), Kind.PHONE),
        Column("person_email", _("E-mail of the contact person"), Kind.EMAIL),
        Column("search_name", _("Search name")),
        Column("industry", _("Industry")),
        Column("customer_since", _("Customer since"), Kind.DATE),
        Column("language", _("Language"), Kind.CHOICE, choices={"de": "Deutsch", "en": "English"}),
        Column("vat_id", _("VAT id"), Kind.CODE),
        Column("tax_number", _("Tax number"), Kind.CODE),
        Column("debtor_account", _("Debtor account"), Kind.CODE),
        Column("invoice_email", _("E-mail for invoices"), Kind.EMAIL),
        Column("access", _("Access"), Kind.CHOICE, choices=dict(Access.choices)),
        Column("blocked_reason", _("Reason for the block")),
        Column("created", _("Created"), Kind.MOMENT, shows="created_at"),
    ),
    record="customers:file",
    edit=Action.EDIT_CUSTOMER,
    as_seen_by=as_seen_by,
    tells=lambda row: " · ".join(filter(None, [row.number, row.city])),
    prefix_fields=("sort_key", "number"),
)
