"""Contracts and what has a validity: those of a file, and those that somebody should look at soon."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Least

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from customers.models import Customer
from documents.deadlines import NEAR, Standing, standing
from documents.models import Document
from todos.access import people

SHOWN = 8
# What ended longer ago is history.
LATELY = timedelta(days=365)
JUST = timedelta(days=30)
_COLUMNS = ("title", "customer", "valid_until", "notice_by", "cancelled_on", "renews", "is_confidential")

Found = Sequence[tuple[Document, Standing]]


def of_file(user: User, customer: Customer, *, today: date) -> Found:
    """The next deadline first."""
    lasting = Q(valid_until=None, valid_from__isnull=False) | Q(valid_until__gte=today - LATELY)
    return _standing(_documents(user).filter(lasting, customer=customer)[:SHOWN], today)


def coming(user: User, *, today: date) -> Found:
    """At the customers of this person, and of whom they stand in for."""
    near = (today, today + NEAR)
    soon = Q(notice_by__range=near) | Q(valid_until__range=(today - JUST, today + NEAR))
    ended = Q(cancelled_on__isnull=False, valid_until__lt=today)
    mine = _documents(user).filter(soon, customer__responsible__in=people(user)).exclude(ended)
    return _standing(mine.select_related("customer__contact")[:SHOWN], today)


def _documents(user: User) -> QuerySet[Document]:
    first = Least(Coalesce("notice_by", "valid_until"), "valid_until")
    found = visible(user, Action.VIEW_DOCUMENT, Document.objects.filter(type__has_validity=True))
    return found.order_by(first.asc(nulls_last=True), "id").only(*_COLUMNS, "customer__contact__name")


def _standing(documents: QuerySet[Document], today: date) -> Found:
    return [(document, standing(document, today)) for document in documents]
