"""Makes plans true: new contacts many at once, changes of existing ones through the services."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import DataError, IntegrityError, transaction

from accounts.models import User
from contacts import services
from contacts.importing.changes import Changes
from contacts.importing.plans import Firm, New
from contacts.importing.wanted import Wanted
from contacts.models import Address, Assignment, Contact, Email, Kind, Phone, Website
from contacts.rows import ROW_MODELS, stored_rows
from contacts.searching import search_later
from lists.imports.kinds import Plan, Reason
from timecount.errors import Refused


def write(plans: Sequence[Plan], by: User | None) -> None:
    """Inside `accounts.history.writing`.  What cannot be written becomes a skipped line with its reason."""
    new = [plan for plan in plans if isinstance(plan.work, New)]
    if new and not _written(new):
        for plan in new:  # one of them is the culprit: the others must not suffer
            if not _written([plan]):
                plan.skip(Reason("not_saved"))
    for plan in plans:
        if isinstance(plan.work, Changes):
            _change(plan, plan.work, by)


def _written(plans: Sequence[Plan]) -> bool:
    firms = [plan.work.workplace for plan in plans if isinstance(plan.work.workplace, Firm)]
    firms += [plan.work.firm for plan in plans if plan.work.firm]
    before = [(firm, firm.made) for firm in firms]
    try:
        with transaction.atomic():
            _create(plans)
    except (IntegrityError, DataError):
        for firm, made in before:
            firm.made = made
        return False
    return True


def _create(plans: Sequence[Plan]) -> None:
    """The same as `create_person`, `create_organisation` and `assign`, in a dozen statements for all of them."""
    works: list[New] = [plan.work for plan in plans]
    with search_later() as keys:
        contacts = Contact.objects.bulk_create([_contact(work.wanted) for work in works])
        for plan, work, contact in zip(plans, works, contacts, strict=True):
            plan.target = contact.pk
            if work.firm:
                work.firm.made = contact
        firms = _create_firms(work.workplace for work in works)
        _create_rows([(contact, work.wanted) for contact, work in zip(contacts, works, strict=True)])
        keys += [contact.pk for contact in (*contacts, *firms)]
    _create_places([(c, w) for c, w in zip(contacts, works, strict=True) if w.workplace])


def _contact(wanted: Wanted) -> Contact:
    return Contact(kind=wanted.kind, **wanted.values)


def _create_firms(workplaces: Iterable[Any]) -> list[Contact]:
    missing = list({id(firm): firm for firm in workplaces if isinstance(firm, Firm) and firm.made is None}.values())
    made = Contact.objects.bulk_create(Contact(kind=Kind.ORGANISATION, organisation_name=firm.name) for firm in missing)
    for firm, contact in zip(missing, made, strict=True):
        firm.made = contact
    return made


def _create_rows(contacts: Sequence[tuple[Contact, Wanted]]) -> None:
    Address.objects.bulk_create(
        Address(contact=contact, is_main=not place, **row)
        for contact, wanted in contacts
        for place, row in enumerate(wanted.addresses)
    )
    Phone.objects.bulk_create(
        Phone(contact=contact, is_main=not place, number=number, label=label)
        for contact, wanted in contacts
        for place, (number, label) in enumerate(wanted.phones)
    )
    Email.objects.bulk_create(
        Email(contact=contact, is_main=not place, address=address, label=label)
        for contact, wanted in contacts
        for place, (address, label) in enumerate(wanted.emails)
    )
    Website.objects.bulk_create(
        Website(contact=contact, is_main=not place, url=url)
        for contact, wanted in contacts
        for place, url in enumerate(wanted.websites)
    )


def _create_places(people: Sequence[tuple[Contact, New]]) -> None:
    """The first one becomes the main contact person."""
    at = [_firm(work.workplace) for _person, work in people]
    held = Contact.objects.select_for_update(no_key=True).filter(pk__in={firm.pk for firm in at}).order_by("pk")
    list(held.values_list("pk", flat=True))  # locks them
    staffed = set(Assignment.objects.filter(organisation__in=at).values_list("organisation_id", flat=True))
    places = []
    for (person, work), firm in zip(people, at, strict=True):
        places.append(
            Assignment(
                person=person, organisation=firm, roles=list(work.wanted.roles), position=work.wanted.position,
                is_main=firm.pk not in staffed,
            )
        )  # fmt: skip
        staffed.add(firm.pk)
    Assignment.objects.bulk_create(places)


def _firm(workplace: Any) -> Contact:
    firm: Any = workplace.made if isinstance(workplace, Firm) else workplace
    return cast("Contact", firm)


def _change(plan: Plan, changes: Changes, by: User | None) -> None:
    try:
        with transaction.atomic():
            _change_contact(changes, by)
    except Refused as error:
        plan.skip(Reason("refused", {"why": str(error)}))
    except (IntegrityError, DataError):
        plan.skip(Reason("not_saved"))


def _change_contact(changes: Changes, by: User | None) -> None:
    contact, values = changes.contact, dict(changes.values)
    for kind in ROW_MODELS.keys() & values.keys():
        values[kind] = [*stored_rows(contact, kind), *values[kind]]
    if values:
        services.change_contact(contact=contact, by=by, **values)
    if changes.workplace:
        _create_firms([changes.workplace])
        services.assign(
            person=contact, organisation=_firm(changes.workplace), by=by, roles=changes.roles, position=changes.position
        )
