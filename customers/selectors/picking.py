"""Suggestions while somebody types a customer, and what the typed text means in the end."""

import re

from django.db.models import Q

from accounts.access import seen, visible
from accounts.actions import Action
from accounts.models import User
from customers.listing import CUSTOMERS
from customers.models import PUT_AWAY, Customer
from lists.finding import find
from lists.words import words_of

LIMIT = 10
# "Müller Bau GmbH (K-100001)": what a suggestion writes into the field.
_WITH_KEY = re.compile(r".*\(([^()]+)\)\s*")


def customer_text(name: str, number: str) -> str:
    return f"{name} ({number})"


def customers_like(user: User, text: str) -> list[str]:
    """Suggestions from the files that the person may see, those in use only."""
    words = words_of(text)
    if not words:
        return []
    found = find(
        CUSTOMERS,
        seen(user, Action.VIEW_CUSTOMER, Customer).where(~Q(status__in=PUT_AWAY)),
        words=words,
        sort=CUSTOMERS.sorts[0],
        size=LIMIT,
    )
    return [customer_text(row.name, row.number) for row in found.rows]


def customers_called(user: User, text: str) -> list[Customer]:
    """The files that a typed text can mean: a number, or a whole name.  Two are enough to be ambiguous."""
    key = match.group(1) if (match := _WITH_KEY.fullmatch(text)) else text
    files = visible(user, Action.VIEW_CUSTOMER, Customer.objects.select_related("contact"))
    return list(files.filter(number__in=[key, text])[:2] or files.filter(contact__name__iexact=text)[:2])
