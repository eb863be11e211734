"""Telephone calls: who is calling, and what was said, with a follow-up in the same breath."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from contacts.models import Assignment, Contact, Phone
from contacts.telephones import NotATelephone, parse
from customers.models import Customer
from timecount.addresses import record_key
from todos import services
from todos.models import Entry, Kind

# A switchboard has a number in common with its extensions, and at most so many digits behind it.
EXTENSION = 4
SHORTEST = 8
LIMIT = 20


@dataclass(frozen=True)
class Caller:
    """Somebody, and for which customer they may be calling."""

    contact: Contact | None
    customer: Customer | None

    @property
    def query(self) -> dict[str, int]:
        """As an address names them."""
        named = {"contact": self.contact, "customer": self.customer}
        return {name: record.pk for name, record in named.items() if record}


@dataclass(frozen=True)
class Found:
    """`is_near`: not that number, but one of the same switchboard."""

    number: str
    callers: Sequence[Caller]
    is_near: bool = False


def who_calls(user: User, typed: str) -> Found:
    """Whom the person may see with that number, as telephone systems and people write it."""
    # "+49…" in an address without an escape arrives as " 49…".
    number = f"+{typed.strip()}" if typed.startswith(" ") and typed.strip()[:1] in "123456789" else typed.strip()
    try:
        number = parse(number)
    except NotATelephone:
        return Found("", [])
    if exact := _with_numbers(user, [number]):
        return Found(number, exact)
    if not number.startswith("+") or len(number) < SHORTEST:
        return Found(number, [])
    trunks = [number[:-cut] for cut in range(1, EXTENSION + 1) if len(number) - cut >= SHORTEST]
    return Found(number, _with_numbers(user, [same for trunk in trunks for same in (trunk, f"{trunk}0")]), is_near=True)


def _with_numbers(user: User, numbers: Sequence[str]) -> list[Caller]:
    keys = Phone.objects.filter(number__in=numbers).values("contact")
    contacts = visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk__in=keys)).order_by("sort_key", "pk")
    return _for_customers(user, contacts[:LIMIT])


def _for_customers(user: User, contacts: Iterable[Contact]) -> list[Caller]:
    """Of each one for every file in which they stand; without one, themselves."""
    files_of = {contact: {contact.pk} for contact in contacts}
    people = {contact.pk: contact for contact in files_of}
    works_at = Assignment.objects.filter(person__in=people)
    still = works_at.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))
    for person, organisation in still.values_list("person_id", "organisation_id"):
        files_of[people[person]].add(organisation)
    files = Customer.objects.filter(pk__in=set[int]().union(*files_of.values())).select_related("contact")
    seen = list(visible(user, Action.VIEW_CUSTOMER, files).order_by("contact__sort_key", "pk"))
    callers: list[Caller] = []
    for contact, keys in files_of.items():
        theirs = [Caller(contact, customer) for customer in seen if customer.pk in keys][:LIMIT]
        callers += theirs or [Caller(contact, None)]
    return callers


def named_in(user: User, *, contact: str, customer: str) -> Caller:
    """Whom an address names; 404 for what the person may not see, as for what there is not."""
    found = Caller(
        _one(visible(user, Action.VIEW_CONTACT, Contact.objects.all()), contact),
        _one(visible(user, Action.VIEW_CUSTOMER, Customer.objects.select_related("contact")), customer),
    )
    if found.contact and not found.customer and len(files := _for_customers(user, [found.contact])) == 1:
        return files[0]
    return found


def _one(records: Any, typed: str) -> Any:
    if not typed:
        return None
    record = records.filter(pk=record_key(typed)).first()
    if record is None:
        raise Http404
    return record


def note(
    *, by: User, customer: Customer | None, contact: Contact | None, text: str, follow_up: dict[str, Any] | None
) -> tuple[Entry, Entry | None]:
    """The call, and what is to be done about it: both or neither.  `follow_up` as `services.add` takes it."""
    with writing(by):
        call = services.add(by=by, kind=Kind.CALL, customer=customer, contact=contact, text=text)
        if follow_up is None:
            return call, None
        title = follow_up.get("title") or _("Call back: %(name)s") % {"name": contact or customer or text[:60]}
        values = {**follow_up, "title": title}
        return call, services.add(by=by, kind=Kind.TODO, customer=customer, contact=contact, **values)
