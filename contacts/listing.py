"""The address book as declared to the list machinery: its sorts, filters and columns."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Address, Contact, ContactRow, ContactTag, Salutation
from contacts.tags import tags_on
from contacts.workplaces import workplaces_of_rows
from lists.declaring import Column, Filter, Kind, ListOf, Option, Sort, choices
from lists.models import Tag
from lists.words import fold

MOST_OFFERED = 50
KINDS = (("organisation", _("Organisations")), ("person", _("People")))
KIND = {"organisation": _("Organisation"), "person": _("Person")}


def _kind(user: User, values: Sequence[str]) -> Q:
    return Q(kind__in=values)


def _tag(user: User, values: Sequence[str]) -> Q:
    tagged = ContactTag.objects.filter(contact_id=OuterRef("pk"), tag__name__in=values)
    return Q(Exists(tagged))


def _known_tags(user: User) -> QuerySet[Tag]:
    return tags_on(visible(user, Action.VIEW_CONTACT, Contact.objects.all()))


def _tag_option(user: User, value: str) -> Option | None:
    return Option(value, value) if _known_tags(user).filter(name=value).exists() else None


def _tags_offered(user: User) -> Sequence[Option]:
    return [Option(name, name) for name in _known_tags(user).values_list("name", flat=True)[:MOST_OFFERED]]


def _place_option(user: User, value: str) -> Option | None:
    value = " ".join(value.split())[:80]
    return Option(value, value) if value else None


def _place(user: User, values: Sequence[str]) -> Q:
    """A town as it is written, or the beginning of a postcode; the search text narrows by index."""
    wanted = Q()
    for value in values:
        addresses = Address.objects.filter(contact_id=OuterRef("pk"))
        if value.isascii() and value.isdigit():
            found = addresses.filter(postcode__startswith=value)
        else:
            found = addresses.alias(town=Func("city", function="fold")).filter(town=fold(value))
        wanted |= Q(Exists(found)) & Q(search__contains=fold(value))
    return wanted


def _full_name(row: Any) -> str:
    return f"{row.title} {row.name}" if row.title else str(row.name)


_kind_option, _kinds_offered = choices(KINDS)

CONTACTS = ListOf(
    key="contacts",
    label=_("Contacts"),
    icon="address-book",
    action=Action.VIEW_CONTACT,
    model=Contact,
    row=ContactRow,
    sorts=(
        Sort("name", _("Name"), ("sort_key", "id")),
        Sort("-name", _("Name, Z first"), ("-sort_key", "-id")),
        Sort("-changed", _("Last changed"), ("-updated_at", "-id"), shown="updated_at"),
        Sort("changed", _("Longest unchanged"), ("updated_at", "id"), shown="updated_at"),
    ),
    filters=(
        Filter("kind", _("Kind"), _kind_option, _kind, _kinds_offered, as_chips=True),
        Filter("place", _("Town or postcode"), _place_option, _place),
        Filter("tag", _("Tag"), _tag_option, _tag, _tags_offered),
    ),
    columns=(
        Column("name", _("Name"), reads=_full_name, by_default=True, sort="name"),
        Column("kind", _("Kind"), Kind.CHOICE, by_default=True, choices=KIND),
        Column("position", _("Position"), by_default=True),
        Column(
            "works_at",
            _("Works at"),
            Kind.RECORD,
            brought=workplaces_of_rows,
            by_default=True,
            leads_to="contacts:contact",
        ),
        Column("phone", _("Telephone"), Kind.PHONE, by_default=True),
        Column("email", _("E-mail"), Kind.EMAIL, by_default=True),
        Column("postcode", _("Postcode"), Kind.CODE, by_default=True),
        Column("city", _("Town"), by_default=True),
        Column("changed", _("Changed"), Kind.MOMENT, shows="updated_at", by_default=True, sort="changed"),
        Column("tags", _("Tags"), Kind.TAGS),
        Column("salutation", _("Salutation"), Kind.CHOICE, choices=dict(Salutation.choices)),
        Column("title", _("Title")),
        Column("first_name", _("First name")),
        Column("last_name", _("Last name")),
        Column("street", _("Street")),
        Column("country", _("Country")),
        Column("website", _("Website"), Kind.URL),
        Column("birthday", _("Birthday"), Kind.DATE),
        Column("created", _("Created"), Kind.MOMENT, shows="created_at"),
    ),
    record="contacts:contact",
    edit=Action.EDIT_CONTACT,
    tells=lambda row: " · ".join(filter(None, [row.position, row.city])),
)
