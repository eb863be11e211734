"""Which files, and which address-book records, are open to whom."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from contacts.models import Assignment, Contact
from customers.models import Access, Customer


def _open_to(user: User) -> Q:
    return Q(access=Access.MODULE) | Q(responsible=user)


def visible_customers(user: User, action: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Files that are open to everybody with the module, and those that the person is responsible for."""
    return queryset.filter(_open_to(user))


def opens_customer(user: User, action: str, customer: Customer) -> bool:
    return customer.access == Access.MODULE or customer.responsible_id == user.pk


def visible_contacts(user: User, action: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """All but those known only through files that the person may not see."""
    closed = Customer.objects.filter(access=Access.RESTRICTED).exclude(responsible=user)
    seen = Customer.objects.filter(_open_to(user))
    workplaces = Assignment.objects.filter(person=OuterRef("pk"))
    return queryset.exclude(
        Exists(closed.filter(pk=OuterRef("pk")))
        | (
            Exists(workplaces.filter(organisation__in=closed.values("pk")))
            & ~Exists(workplaces.filter(organisation__in=seen.values("pk")))
        )
    )


def opens_contact(user: User, action: str, contact: Contact) -> bool:
    return visible_contacts(user, action, Contact.objects.filter(pk=contact.pk)).exists()
