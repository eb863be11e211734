"""Customers for parts of other pages: those somebody cares for, those changed lately, those of a contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from accounts.access import seen, visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Assignment, Contact
from customers.listing import CUSTOMERS, as_seen_by
from customers.models import PUT_AWAY, Customer
from lists.finding import find

LIMIT = 8
MOST_WORKPLACES = 50
BY_NAME = CUSTOMERS.sorts[0]
BY_CHANGE = next(sort for sort in CUSTOMERS.sorts if sort.key == "-changed")


@dataclass(frozen=True)
class FilesOfContact:
    """The file of the contact itself, and the places where the person works at customers."""

    own: Customer | None
    places: Sequence[Any]


def my_customers(user: User) -> Sequence[Any]:
    mine = seen(user, Action.VIEW_CUSTOMER, Customer).where(~Q(status__in=PUT_AWAY), Q(responsible=user))
    return as_seen_by(user, find(CUSTOMERS, mine, words=(), sort=BY_NAME, size=LIMIT).rows)


def changed_lately(user: User) -> Sequence[Any]:
    files = seen(user, Action.VIEW_CUSTOMER, Customer)
    return as_seen_by(user, find(CUSTOMERS, files, words=(), sort=BY_CHANGE, size=LIMIT).rows)


def files_of(user: User, contact: Contact, *, today: date) -> FilesOfContact:
    """Only files that the reader may see; places that have ended are left out."""
    files = visible(user, Action.VIEW_CUSTOMER, Customer.objects.all())
    places = (
        Assignment.objects.filter(person=contact, organisation__customer__in=files)
        .exclude(valid_until__lt=today)
        .order_by("organisation__sort_key", "id")
        .annotate(
            name=F("organisation__name"),
            number=F("organisation__customer__number"),
            status=F("organisation__customer__status"),
        )
        .values_list("organisation_id", "roles", "position", "name", "number", "status", named=True)
    )
    return FilesOfContact(files.filter(pk=contact.pk).first(), list(places[:MOST_WORKPLACES]))
