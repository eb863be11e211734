"""Which files, and which address-book records, are open to whom."""

from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from contacts.models import Assignment, Contact
from customers.models import Access, Customer


def _open_to(user: User, customer: str = "") -> Q:
    """`customer` is the way to it, in Django's words."""
    return Q((f"{customer}access", Access.MODULE)) | Q((f"{customer}responsible", user))


def visible_customers(user: User, action: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Files that are open to everybody with the module, and those that the person is responsible for."""
    return queryset.filter(_open_to(user))


def opens_customer(user: User, action: str, customer: Customer) -> bool:
    return customer.access == Access.MODULE or customer.responsible_id == user.pk


def visible_contacts(user: User, action: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """All but those known only through files that the person may not see.

    Two values per row, unknown where there is no file: a set of everybody would be made for every page.
    """
    own_file = Customer.objects.filter(pk=OuterRef("pk")).annotate(is_open=_truth(_open_to(user)))
    workplaces = Assignment.objects.filter(person=OuterRef("pk"), organisation__customer__isnull=False)
    is_open = BoolOr(_truth(_open_to(user, "organisation__customer__")))
    files = workplaces.order_by().values("person").annotate(is_open=is_open)
    yes = Value(value=True)
    return queryset.filter(*(Coalesce(Subquery(known.values("is_open")), yes) for known in (own_file, files)))


def _truth(condition: Q) -> Case:
    """True or false, never unknown."""
    return Case(When(condition, then=Value(value=True)), default=Value(value=False))


def opens_contact(user: User, action: str, contact: Contact) -> bool:
    return visible_contacts(user, action, Contact.objects.filter(pk=contact.pk)).exists()
