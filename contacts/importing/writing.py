"""Makes plans true: new contacts many at once, changes of existing ones through the services."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from accounts.models import User
from contacts import services
from contacts.importing.changes import Changes
from contacts.importing.plans import Firm, New
from contacts.importing.wanted import Wanted
from contacts.models import Address, Assignment, Contact, Email, Kind, Phone, Website
from contacts.rows import ROW_MODELS, stored_rows, stored_tags
from contacts.searching import search_later
from contacts.tags import add_tags
from lists.imports.kinds import Plan
from lists.imports.writing import write_changes, write_new
from lists.own.importing import own_values


def write(plans: Sequence[Plan], by: User | None) -> None:
    """Inside `accounts.history.writing`.  What cannot be written becomes a skipped line with its reason."""
    write_new([plan for plan in plans if isinstance(plan.work, New)], _create)
    changed = [plan for plan in plans if isinstance(plan.work, Changes)]
    write_changes(changed, lambda changes: _change(changes, by))


def _create(plans: Sequence[Plan]) -> None:
    """The same as `create_person`, `create_organisation` and `assign`, in a dozen statements for all of them."""
    works: list[New] = [plan.work for plan in plans]
    with _undoing_firms([firm for work in works for firm in (work.firm, work.workplace)]):
        _create_all(plans, works)


def _create_all(plans: Sequence[Plan], works: Sequence[New]) -> None:
    with search_later() as keys:
        contacts = Contact.objects.bulk_create([_contact(work.wanted) for work in works])
        for plan, work, contact in zip(plans, works, contacts, strict=True):
            plan.target = contact.pk
            if work.firm:
                work.firm.made = contact
        firms = _create_firms(work.workplace for work in works)
        _create_rows([(contact, work.wanted) for contact, work in zip(contacts, works, strict=True)])
        keys += [contact.pk for contact in (*contacts, *firms)]
    add_tags(zip(contacts, (work.wanted.tags for work in works), strict=True))
    _create_places([(c, w) for c, w in zip(contacts, works, strict=True) if w.workplace])


@contextmanager
def _undoing_firms(workplaces: Sequence[Any]) -> Iterator[None]:
    """An error takes the firms back: whoever works there too comes with a new one."""
    before = [(firm, firm.made) for firm in workplaces if isinstance(firm, Firm)]
    try:
        yield
    except Exception:
        for firm, made in before:
            firm.made = made
        raise


def _contact(wanted: Wanted) -> Contact:
    return Contact(kind=wanted.kind, own=own_values(wanted.own), **wanted.values)


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


def _change(changes: Changes, by: User | None) -> None:
    contact, values = changes.contact, dict(changes.values)
    for kind in ROW_MODELS.keys() & values.keys():
        values[kind] = [*stored_rows(contact, kind), *values[kind]]
    if "tags" in values:
        values["tags"] = [*stored_tags(contact), *values["tags"]]
    if values:
        services.change_contact(contact=contact, by=by, **values)
    if changes.workplace:
        with _undoing_firms([changes.workplace]):
            _create_firms([changes.workplace])
            services.assign(
                person=contact,
                organisation=_firm(changes.workplace),
                by=by,
                roles=changes.roles,
                position=changes.position,
            )
