"""What an import did to customer files, taken back: as with contacts, and what makes them customers."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.importing.undoing import SOURCES, Subject
from contacts.importing.undoing import undo as undo_contacts
from contacts.models import Assignment, Contact
from customers import services
from customers.models import Customer, TeamGrant, UserGrant
from lists.imports.kinds import Undoing


def undo(run: int, targets: Sequence[int], by: User | None) -> Mapping[int, Undoing]:
    return undo_contacts(run, targets, by, FILES)


def _write(customer: Customer, values: dict[str, Any], by: User | None) -> None:
    """Through the services, which know what may not be."""
    if "responsible_id" in values:
        values["responsible"] = User.objects.filter(pk=values.pop("responsible_id")).first()
    reason = values.pop("blocked_reason", "")
    if status := values.pop("status", ""):
        services.change_status(customer=customer, status=status, reason=reason, by=by)
    if values:
        services.change_customer(customer=customer, by=by, **values)


def _editable(user: User, keys: Collection[int]) -> set[int]:
    """Files, and people who are known through them or to everybody."""
    files = visible(user, Action.EDIT_CUSTOMER, Customer.objects.all())
    at_files = Assignment.objects.filter(person=OuterRef("pk"), organisation__customer__in=files)
    people = Contact.objects.filter(Q(is_closed=False) | Exists(at_files), pk__in=keys, customer=None)
    return {*files.filter(pk__in=keys).values_list("pk", flat=True), *people.values_list("pk", flat=True)}


FILES = Subject(
    sources={
        Customer: ("pgh_obj_id",), **SOURCES, UserGrant: ("content_object_id",), TeamGrant: ("content_object_id",),
    },
    writers={Customer: _write},
    editable=_editable,
    whole=True,
)  # fmt: skip
