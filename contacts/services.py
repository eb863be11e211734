"""Verbs of the address book: who changes what.  Every one is a single transaction in the name of `by`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypedDict, Unpack

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.history import writing
from accounts.models import User
from contacts.models import Assignment, Contact, Kind
from contacts.rows import (
    ROW_MODELS,
    AddressRow,
    EmailRow,
    PhoneRow,
    WebsiteRow,
    stored_rows,
    stored_tags,
    write_rows,
)
from contacts.tags import tag_called
from lists.own.kinds import Value, merged
from timecount.constraints import refusing
from timecount.errors import Refused
from timecount.extensions import announce

EMPTY: Mapping[str, Value] = MappingProxyType({})


class ContactGone(Refused):
    """Somebody else deleted the record while it was open here."""


class ChangedMeanwhile(Refused):
    """Between reading and writing, somebody else wrote: compare again."""


class NotAPerson(Refused):
    """An organisation cannot be a contact person."""


class WouldWiden(Refused):
    """Only named people know the contact; afterwards everybody would."""


class AlreadyContactPerson(Refused):
    """One open assignment for one person at one organisation."""


class EndsBeforeBegin(Refused):
    """Until lies before from."""


class AssignmentGone(Refused):
    """Somebody else removed it while it was open here."""


REASONS = {
    "assignment_once": lambda: AlreadyContactPerson(_("This person already is a contact person here.")),
    "assignment_not_to_itself": lambda: NotAPerson(_("A record cannot be its own contact person.")),
    "assignment_ends_after_begin": lambda: EndsBeforeBegin(
        _("The end lies before the beginning."), field="valid_until"
    ),
}


class AssignmentFields(TypedDict, total=False):
    roles: Iterable[str]
    position: str
    is_main: bool
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class RemovedAssignment:
    """Everything that brings a removed assignment back."""

    person_id: int
    organisation_id: int
    roles: tuple[str, ...]
    position: str
    is_main: bool
    valid_from: date | None
    valid_until: date | None


class ContactFields(TypedDict, total=False):
    organisation_name: str
    salutation: str
    title: str
    first_name: str
    last_name: str
    position: str
    birthday: date | None
    notes: str
    # Values of own fields by their keys; None takes one away, and what is not given stays as it is.
    own: Mapping[str, Value]


class Rows(TypedDict, total=False):
    """What is not given stays as it is."""

    addresses: Sequence[AddressRow]
    phones: Sequence[PhoneRow]
    emails: Sequence[EmailRow]
    websites: Sequence[WebsiteRow]


def create_organisation(
    *,
    name: str,
    by: User | None,
    notes: str = "",
    tags: Iterable[str] = (),
    own: Mapping[str, Value] = EMPTY,
    **rows: Unpack[Rows],
) -> Contact:
    with writing(by):
        contact = Contact.objects.create(
            kind=Kind.ORGANISATION, organisation_name=name, notes=notes, own=merged({}, own)
        )
        return _fill(contact, tags, rows)


def create_person(
    *,
    by: User | None,
    first_name: str = "",
    last_name: str = "",
    salutation: str = "",
    title: str = "",
    position: str = "",
    birthday: date | None = None,
    notes: str = "",
    tags: Iterable[str] = (),
    own: Mapping[str, Value] = EMPTY,
    **rows: Unpack[Rows],
) -> Contact:
    with writing(by):
        contact = Contact.objects.create(
            kind=Kind.PERSON,
            first_name=first_name,
            last_name=last_name,
            salutation=salutation,
            title=title,
            position=position,
            birthday=birthday,
            notes=notes,
            own=merged({}, own),
        )
        return _fill(contact, tags, rows)


class Changes(ContactFields, Rows, total=False):
    tags: Iterable[str]


def change_contact(
    *,
    contact: Contact,
    by: User | None,
    expected: Mapping[str, Any] | None = None,
    **values: Unpack[Changes],
) -> Contact:
    """Writes only what differs from what is stored now; rows and tags that are not given stay.

    With `expected`, what a form was compared with, it refuses if that is no longer what is stored.
    Hands back the record as it is afterwards.
    """
    given: dict[str, Any] = dict(values)
    with writing(by):
        current = lock_contact(contact)
        if expected is not None and any(_stored(current, name) != expected[name] for name in given):
            raise ChangedMeanwhile(_("Somebody has changed this record at the same moment."))
        rows = {kind: given.pop(kind) for kind in ROW_MODELS if kind in given}
        before = stored_rows(current, "addresses") if "addresses" in rows else []
        tags = given.pop("tags", None)
        if "own" in given:
            given["own"] = merged(current.own, given["own"])
        changed = [name for name, value in given.items() if getattr(current, name) != value]
        for name in changed:
            setattr(current, name, given[name])
        if changed:
            current.save(update_fields=[*changed, "updated_at"])
        _fill(current, tags, rows)
        if "addresses" in rows and (now := stored_rows(current, "addresses")) != before:
            announce("address", of=[current.pk], by=by, new="; ".join(_in_one_line(address) for address in now))
        return current


def _in_one_line(address: AddressRow) -> str:
    return ", ".join(filter(None, [address.street, f"{address.postcode} {address.city}".strip()]))


def _stored(contact: Contact, name: str) -> Any:
    if name in ROW_MODELS:
        return stored_rows(contact, name)
    return stored_tags(contact) if name == "tags" else getattr(contact, name)


def lock_contact(contact: Contact, *, whole: bool = False) -> Contact:
    """The record as it is now; changes of it and of its rows wait for each other here.

    `whole` also holds up whoever is about to point at it: for deleting.
    """
    current = Contact.objects.select_for_update(no_key=not whole).filter(pk=contact.pk).first()
    if current is None:
        raise ContactGone(_("Somebody has deleted this record in the meantime."))
    return current


def _fill(contact: Contact, tags: Iterable[str] | None, rows: Any) -> Contact:
    for kind, wanted in rows.items():
        write_rows(contact, ROW_MODELS[kind], wanted)
    if rows:
        Contact.objects.filter(pk=contact.pk).update(updated_at=Now())
    if tags is not None:
        contact.tags.set([tag_called(name) for name in dict.fromkeys(tags)])
    return contact


@contextmanager
def never_widening(contact: Contact, sentence: str) -> Iterator[None]:
    """Refuses, with this sentence, what would make a contact known to everybody that only named people know."""
    known = Contact.objects.filter(pk=contact.pk, is_closed=False)
    closed = not known.exists()
    yield
    if closed and known.exists():
        raise WouldWiden(sentence % {"name": contact.name})


def assign(
    *,
    person: Contact,
    organisation: Contact,
    by: User | None,
    roles: Iterable[str] = (),
    position: str = "",
    is_main: bool = False,
    valid_from: date | None = None,
    valid_until: date | None = None,
    widen: bool = False,
) -> Assignment:
    """The first one becomes the main contact person; a new main one takes the flag from the old one.

    `widen`: somebody has said that a person whom only named people know may be known to everybody.
    """
    if person.kind != Kind.PERSON:
        raise NotAPerson(_("Only a person can be a contact person."))
    sentence = _("Only named people know %(name)s. As a contact person here, everybody would.")
    with writing(by), refusing(REASONS), nullcontext() if widen else never_widening(person, sentence):
        _lock_both(organisation.pk, person.pk)
        main = is_main or not organisation.people.exists()
        if main:
            _take_main_flag(organisation.pk)
        return Assignment.objects.create(
            person=person,
            organisation=organisation,
            roles=list(roles),
            position=position,
            is_main=main,
            valid_from=valid_from,
            valid_until=valid_until,
        )


def create_person_at(*, organisation: Contact, place: AssignmentFields, by: User | None, **person: Any) -> Assignment:
    """A new person who works there, in one go; `person` as for `create_person`."""
    with writing(by):
        created = create_person(by=by, **person)
        return assign(person=created, organisation=organisation, by=by, **place)


def change_assignment(*, assignment: Assignment, by: User | None, **values: Unpack[AssignmentFields]) -> Assignment:
    given: dict[str, Any] = dict(values)
    if "roles" in given:
        given["roles"] = list(given["roles"])
    with writing(by), refusing(REASONS):
        lock_contact(assignment.organisation)
        current = Assignment.objects.filter(pk=assignment.pk).first()
        if current is None:
            raise AssignmentGone(_("Somebody has removed this contact person in the meantime."))
        changed = [name for name, value in given.items() if getattr(current, name) != value]
        for name in changed:
            setattr(current, name, given[name])
        if current.is_main and "is_main" in changed:
            _take_main_flag(current.organisation_id)
        if changed:
            current.save(update_fields=changed)
        return current


def end_assignment(*, assignment: Assignment, until: date, by: User | None) -> Assignment:
    """`until` is the last day."""
    return change_assignment(assignment=assignment, by=by, valid_until=until)


def remove_assignment(*, assignment: Assignment, by: User | None) -> RemovedAssignment:
    """Takes it out of the file as if it had never been; `restore_assignment` undoes it."""
    sentence = _("%(name)s is known through restricted files only: removed here, everybody would see them. End it.")
    with writing(by), never_widening(assignment.person, sentence):
        _lock_both(assignment.organisation_id, assignment.person_id)
        removed = RemovedAssignment(
            assignment.person_id,
            assignment.organisation_id,
            tuple(assignment.roles),
            assignment.position,
            assignment.is_main,
            assignment.valid_from,
            assignment.valid_until,
        )
        Assignment.objects.filter(pk=assignment.pk).delete()
        return removed


def restore_assignment(*, removed: RemovedAssignment, by: User | None) -> Assignment:
    """Brings it back; the main flag only if nobody took it meanwhile."""
    with writing(by), refusing(REASONS):
        _lock_both(removed.organisation_id, removed.person_id)
        organisation = Contact.objects.get(pk=removed.organisation_id)
        main = removed.is_main and not organisation.people.filter(is_main=True).exists()
        return Assignment.objects.create(**{**asdict(removed), "roles": list(removed.roles), "is_main": main})


def _lock_both(organisation: int, person: int) -> None:
    """In the order of their keys, as everybody who locks several contacts; and before any file."""
    for key in sorted((organisation, person)):
        lock_contact(Contact(pk=key))


def _take_main_flag(organisation_id: int) -> None:
    Assignment.objects.filter(organisation_id=organisation_id, is_main=True).update(is_main=False)
