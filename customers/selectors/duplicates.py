"""Is it a customer already?  Likely duplicates of what somebody types, among what they may see."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.duplicates import Typed, likely
from contacts.models import Contact
from customers.models import Customer
from timecount.addresses import record_key


@dataclass(frozen=True)
class Candidate:
    """A contact that could be the same; with `number`, it is a customer already."""

    id: int
    name: str
    detail: str
    reasons: tuple[str, ...]
    number: str = ""


def candidates(user: User, typed: Typed, *, vat_id: str = "", without: int | None = None) -> list[Candidate]:
    """The same VAT id first, then those of the address book, customers among them with their number."""
    found = {
        file.pk: Candidate(file.pk, file.contact.name, "", (_("same VAT id"),))
        for file in _with_vat_id(user, vat_id, without)
    }
    for other in likely(user, typed, without=without):
        known = found.get(other.id)
        reasons = (*(known.reasons if known else ()), *other.reasons)
        found[other.id] = Candidate(other.id, other.name, other.detail, reasons)
    numbers: dict[int, str] = dict(
        visible(user, Action.VIEW_CUSTOMER, Customer.objects.filter(pk__in=found)).values_list("pk", "number")
    )
    return [replace(candidate, number=numbers.get(candidate.id, "")) for candidate in found.values()]


def contact_for_file(user: User, pk: str) -> Contact | None:
    """A contact of the address book that is no customer yet."""
    known: Any = visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk=record_key(pk) or 0, customer=None))
    return known.first()  # type: ignore[no-any-return]


def _with_vat_id(user: User, vat_id: str, without: int | None) -> list[Customer]:
    if not vat_id:
        return []
    same = visible(user, Action.VIEW_CUSTOMER, Customer.objects.filter(vat_id=vat_id).exclude(pk=without))
    return list(same.select_related("contact").order_by("sort_key", "pk")[:5])
