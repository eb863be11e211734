"""Which files, and which address-book records, are open to whom.

A file is open to everybody with the module, or restricted: then to the responsible person and to whom it is
granted, at the level that the action asks for.  A contact is closed if it is known through restricted files
only; then it is open to whom one of them is open.  `Opening` says both in the order of lists.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.access import Seen
from accounts.actions import Action
from accounts.models import User
from contacts.models import Contact
from customers.models import Access, Customer, Opening
from timecount.days import Today

OPEN_FILES, RESTRICTED_FILES = Q(access=Access.MODULE), Q(access=Access.RESTRICTED)
OPEN_CONTACTS, CLOSED_CONTACTS = Q(is_closed=False), Q(is_closed=True)


def _granted(action: Action, path: str = "") -> Q:
    """An opening that counts today for this action; `path` is the way to it, in Django's words."""
    lasting = Q((f"{path}until", None)) | Q((f"{path}until__gte", Today()))
    return Q((f"{path}level__gte", action.file_level)) & lasting


def _openings(user: User, action: Action) -> QuerySet[Opening]:
    return Opening.objects.filter(_granted(action), principal__in=user.principals)


def visible_customers(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    opened = _openings(user, action).filter(contact=OuterRef("pk"), is_file=True)
    return queryset.filter(OPEN_FILES | Exists(opened))


def visible_contacts(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    opened = _openings(user, action).filter(contact=OuterRef("pk"))
    return queryset.filter(OPEN_CONTACTS | Exists(opened))


def opens_customer(user: User, action: Action, customer: Customer) -> bool:
    if customer.access == Access.MODULE or customer.responsible_id in user.principals:
        return True
    return _level(user, customer) >= action.file_level


def _level(user: User, customer: Customer) -> int:
    """The highest that is open today; asked once for a file, however many buttons its page has."""
    asked: dict[tuple[int, ...], int] = customer.__dict__.setdefault("levels_opened", {})
    if user.principals not in asked:
        opened = _openings(user, Action.VIEW_CUSTOMER).filter(contact=customer.pk, is_file=True)
        asked[user.principals] = max(opened.values_list("level", flat=True), default=0)
    return asked[user.principals]


def opens_contact(user: User, action: Action, contact: Contact) -> bool:
    return not contact.is_closed or _openings(user, action).filter(contact=contact.pk).exists()


def seen_customers(user: User, action: Action, queryset: QuerySet[Any]) -> Seen:
    """Each way by an index of its own, in the order of the list."""
    if user.is_superuser:
        return Seen(queryset, queryset.filter(OPEN_FILES), (queryset.filter(RESTRICTED_FILES),))
    restricted = queryset.filter(RESTRICTED_FILES)
    ways = (_way(restricted, key, action, openings__is_file=True) for key in user.principals)
    return Seen(visible_customers(user, action, queryset), queryset.filter(OPEN_FILES), tuple(ways))


def seen_contacts(user: User, action: Action, queryset: QuerySet[Any]) -> Seen:
    if user.is_superuser:
        return Seen(queryset, queryset.filter(OPEN_CONTACTS), (queryset.filter(CLOSED_CONTACTS),))
    closed = queryset.filter(CLOSED_CONTACTS)
    ways = (_way(closed, key, action) for key in user.principals)
    return Seen(visible_contacts(user, action, queryset), queryset.filter(OPEN_CONTACTS), tuple(ways))


def _way(queryset: QuerySet[Any], principal: int, action: Action, **which: Any) -> QuerySet[Any]:
    """That the sort keys are the same tells the planner that the openings come in the order of the list."""
    opened = _granted(action, "openings__")
    return queryset.filter(opened, **which, openings__principal=principal, openings__sort_key=F("sort_key"))


def stood_in_for(user: User, customer: Customer) -> int | None:
    """Whom the person stands in for in this file; None if it is open to themselves."""
    if not user.stand_ins or user.is_superuser or customer.access == Access.MODULE:
        return None
    ways = {*_openings(user, Action.VIEW_CUSTOMER).filter(contact=customer.pk).values_list("principal", flat=True)}
    if ways.intersection(user.own_principals):
        return None
    return next((absent for key, absent in user.stand_ins.items() if key in ways), None)
