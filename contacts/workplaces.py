"""Where people work, as far as the reader may see it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Assignment, Contact, Kind


def workplaces(user: User, people: Sequence[int]) -> dict[int, tuple[int, str]]:
    """One workplace for each, its id and name: an open one, the main one, the latest one before others."""
    if not people:
        return {}
    known = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    places = (
        Assignment.objects.filter(person__in=people, organisation__in=known)
        .order_by(F("valid_until").asc(nulls_last=True), "is_main", "id")
        .values_list("person_id", "organisation_id", "organisation__name")
    )
    return {person: (organisation, name) for person, organisation, name in places}


def workplaces_of_rows(user: User, rows: Sequence[Any]) -> dict[int, tuple[int, str]]:
    return workplaces(user, [row.id for row in rows if row.kind == Kind.PERSON])
