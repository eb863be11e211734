"""Which files, and which address-book records, are open to whom.

A file is open to everybody with the module, or restricted: then to the responsible person and to whom it is
granted, at the level that the action asks for.  A contact is closed if it is known through restricted files
only; then it is open to whom one of them is open.  `Opening` says both in the order of lists.

Whoever administers access decides about every file: pages behind such an action name it, and show nothing of it.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import may
from accounts.actions import Action, Module
from accounts.models import User
from accounts.ways import EachPrincipal, Seen, Way
from contacts.models import Contact
from customers.models import Access, Customer, Opening
from timecount.days import Today

OPEN_FILES, RESTRICTED_FILES = Q(access=Access.MODULE), Q(access=Access.RESTRICTED)
OPEN_CONTACTS, CLOSED_CONTACTS = Q(is_closed=False), Q(is_closed=True)
# Which columns of the lists an opening carries itself.
_KEPT = {
    name: name
    for name in (
        "sort_key",
        "search_head",
        "search_is_long",
        "status",
        "kind",
        "is_closed",
        "updated_at",
        "responsible",
    )
}
OWN = {**_KEPT, "pk": "contact_id", "id": "contact_id", "contact": "contact_id"}


def _openings(action: Action, *, files: bool) -> QuerySet[Opening]:
    """What counts today for this action."""
    lasting = Q(until=None) | Q(until__gte=Today())
    return Opening.objects.filter(lasting, is_file=files, level__gte=action.file_level)


def visible_customers(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if action.module == Module.ADMINISTRATION:
        return queryset
    opened = _openings(action, files=True).filter(contact=OuterRef("pk"), principal__in=user.principals)
    return queryset.filter(OPEN_FILES | Exists(opened))


def in_open_file(user: User, action: Action, *, path: str) -> Q:
    """For access rules of records that belong to a file, at `path`: what is in a file inherits its access."""
    if not may(user, action):
        return Q(pk__in=[])
    opened = _openings(action, files=True).filter(contact=OuterRef(path), principal__in=user.principals)
    return Q(**{f"{path}__access": Access.MODULE}) | Q(Exists(opened))


def visible_contacts(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    opened = _openings(action, files=False).filter(contact=OuterRef("pk"), principal__in=user.principals)
    return queryset.filter(OPEN_CONTACTS | Exists(opened))


def opens_customer(user: User, action: Action, customer: Customer) -> bool:
    if customer.access == Access.MODULE or customer.responsible_id in user.principals:
        return True
    if action.module == Module.ADMINISTRATION:
        return True
    return _level(user, customer) >= action.file_level


def _level(user: User, customer: Customer) -> int:
    """The highest that is open today; asked once for a file, however many buttons its page has."""
    asked: dict[tuple[int, ...], int] = customer.__dict__.setdefault("levels_opened", {})
    if user.principals not in asked:
        opened = _openings(Action.VIEW_CUSTOMER, files=True)
        opened = opened.filter(contact=customer.pk, principal__in=user.principals)
        asked[user.principals] = max(opened.values_list("level", flat=True), default=0)
    return asked[user.principals]


def opens_contact(user: User, action: Action, contact: Contact) -> bool:
    opened = _openings(action, files=False).filter(contact=contact.pk, principal__in=user.principals)
    return not contact.is_closed or opened.exists()


def seen_customers(user: User, action: Action) -> Seen:
    files = Customer.objects.all()
    if user.is_superuser:
        return Seen(lambda: files, [Way(files.filter(OPEN_FILES)), Way(files.filter(RESTRICTED_FILES))])
    opened = _way(user, action, path="customer")
    return Seen(lambda: visible_customers(user, action, files), [Way(files.filter(OPEN_FILES)), opened])


def seen_contacts(user: User, action: Action) -> Seen:
    contacts = Contact.objects.all()
    if user.is_superuser:
        return Seen(lambda: contacts, [Way(contacts.filter(OPEN_CONTACTS)), Way(contacts.filter(CLOSED_CONTACTS))])
    closed = _way(user, action, path="contact").where(CLOSED_CONTACTS)
    return Seen(lambda: visible_contacts(user, action, contacts), [Way(contacts.filter(OPEN_CONTACTS)), closed])


def _way(user: User, action: Action, *, path: str) -> Way:
    """The openings of each principal lie together in the order of the list."""
    opened = _openings(action, files=path == "customer").filter(principal=EachPrincipal())
    return Way(opened, path, OWN, user.principals)


def stood_in_for(user: User, customer: Customer) -> int | None:
    """Whom the person stands in for in this file; None if it is open to themselves."""
    if not user.stand_ins or user.is_superuser or customer.access == Access.MODULE:
        return None
    opened = _openings(Action.VIEW_CUSTOMER, files=True).filter(contact=customer.pk, principal__in=user.principals)
    ways = set(opened.values_list("principal", flat=True))
    if ways.intersection(user.own_principals):
        return None
    return next((absent for key, absent in user.stand_ins.items() if key in ways), None)
