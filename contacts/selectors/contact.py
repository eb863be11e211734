"""What the pages of the address book show.  Everything is narrowed to what the reader may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models import F, FilteredRelation, Q, QuerySet

from accounts import authors
from accounts.access import seen, visible
from accounts.actions import Action
from accounts.models import User
from contacts.listing import CONTACTS
from contacts.models import Address, Assignment, Contact, ContactTag, Email, Kind, Phone, Website
from contacts.rows import ROW_MODELS, ROWS, Row, in_order, stored_rows, stored_tags
from lists.finding import find
from lists.own.facts import OwnFact, own_facts
from lists.own.forms import own_values
from lists.own.kinds import PREFIX, Definition
from lists.own.selectors import own_fields
from lists.words import words_of
from timecount.addresses import record_key
from timecount.editing import Change

PEOPLE_LIMIT = 200
FOUND_LIMIT = 10
PLACE = ("addition", "street", "postcode", "city", "country")
FIELDS: dict[str, tuple[str, ...]] = {
    Kind.ORGANISATION: ("organisation_name", "notes"),
    Kind.PERSON: ("salutation", "title", "first_name", "last_name", "position", "birthday", "notes"),
}


@dataclass(frozen=True)
class ContactPage:
    contact: Contact
    addresses: Sequence[Address]
    phones: Sequence[Phone]
    emails: Sequence[Email]
    websites: Sequence[Website]
    tags: Sequence[str]
    # Own fields that are filled in, and whether there are more that could be.
    own: Sequence[OwnFact]
    has_more: bool
    # Of an organisation its people, of a person the workplaces; those whose time has ended apart.
    places: Sequence[Any]
    ended: Sequence[Any]


def contact_page(user: User, contact: Contact, *, today: date) -> ContactPage:
    rows, tags = _rows_and_tags(contact)
    is_person = contact.kind == Kind.PERSON
    places = list((workplaces if is_person else people)(user, contact)[:PEOPLE_LIMIT])
    ended = [place for place in places if place.valid_until and place.valid_until < today]
    own = own_fields(CONTACTS.key)
    return ContactPage(
        contact=contact,
        tags=tags,
        own=own_facts(own, contact.own),
        has_more=any(one.key not in contact.own for one in own if not one.is_retired),
        places=[place for place in places if place not in ended],
        ended=ended,
        **rows,
    )


_ROWS_AND_TAGS = "SELECT {}, {}".format(
    ", ".join(
        "(SELECT json_agg(r ORDER BY r.is_main DESC, r.id)"
        f" FROM {model._meta.db_table} r WHERE r.contact_id = %(contact)s)"
        for model in ROW_MODELS.values()
    ),
    "(SELECT array_agg(t.name) FROM contacts_contact_tags c JOIN lists_tag t ON t.id = c.tag_id"
    " WHERE c.contact_id = %(contact)s)",
)


def _rows_and_tags(contact: Contact) -> tuple[dict[str, list[Any]], list[str]]:
    """The rows of every kind, the main ones first, and the tags: one statement instead of five."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS_AND_TAGS, {"contact": contact.pk})
        *kinds, tags = cursor.fetchone()
    rows = {
        kind: [model(**values) for values in found or ()]
        for (kind, model), found in zip(ROW_MODELS.items(), kinds, strict=True)
    }
    return rows, in_order(tags or ())


def people(user: User, organisation: Contact) -> QuerySet[Any]:
    """Who works there, as far as the reader may see them; `other` is the person."""
    return _places(user, "person").filter(organisation=organisation)


def workplaces(user: User, person: Contact) -> QuerySet[Any]:
    """Where the person works, as far as the reader may see it; `other` is the organisation, with its main address."""
    is_main = Q(organisation__addresses__is_main=True)
    address = {name: F(f"main_address__{name}") for name in PLACE}
    main_address = FilteredRelation("organisation__addresses", condition=is_main)
    places = _places(user, "organisation").filter(person=person)
    with_address: QuerySet[Any] = places.annotate(main_address=main_address, **address)
    return with_address


def _places(user: User, other: str) -> QuerySet[Any]:
    known = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    return (
        Assignment.objects.filter(**{f"{other}__in": known})
        .annotate(
            main_phone=FilteredRelation(f"{other}__phones", condition=Q(**{f"{other}__phones__is_main": True})),
            main_email=FilteredRelation(f"{other}__emails", condition=Q(**{f"{other}__emails__is_main": True})),
            other_id=F(f"{other}_id"),
            other_name=F(f"{other}__name"),
            phone=F("main_phone__number"),
            email=F("main_email__address"),
        )
        .order_by("-is_main", f"{other}__sort_key", "id")
        .fetch_mode(models.FETCH_RAISE)
    )


def place_of(user: User, contact: Contact, assignment_id: int) -> Assignment | None:
    """An assignment of the opened contact, from either side, if the reader may see the other one too."""
    known = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    return (
        Assignment.objects.filter(pk=assignment_id, person__in=known, organisation__in=known)
        .filter(Q(person=contact) | Q(organisation=contact))
        .select_related("person", "organisation")
        .first()
    )


def sees_both(user: User, contact: Contact, person_id: int, organisation_id: int) -> bool:
    """Whether the opened contact is one of the two, and the reader sees the other one too."""
    both = {person_id, organisation_id}
    if contact.pk not in both:
        return False
    return visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk__in=both)).count() == len(both)


def other_of(user: User, contact: Contact, typed: str) -> Contact | None:
    """Who could work there, or where somebody could work: the other kind of contact."""
    wanted = Contact.objects.filter(pk=record_key(typed) or 0, kind=_other_kind(contact)).exclude(pk=contact.pk)
    return visible(user, Action.VIEW_CONTACT, wanted).first()


def others_like(user: User, contact: Contact, text: str) -> Sequence[Any]:
    """Contacts of the other kind that are found by these words, without those that are there already."""
    words = words_of(text)
    if not words:
        return []
    here = Assignment.objects.filter(valid_until=None)
    known: QuerySet[Any, Any] = (
        here.filter(organisation=contact).values("person_id")
        if contact.kind == Kind.ORGANISATION
        else here.filter(person=contact).values("organisation_id")
    )
    others = Q(kind=_other_kind(contact)) & ~Q(pk__in=known)
    candidates = seen(user, Action.VIEW_CONTACT, Contact).where(others)
    return find(CONTACTS, candidates, words=words, sort=CONTACTS.sorts[0], size=FOUND_LIMIT).rows


def _other_kind(contact: Contact) -> Kind:
    return Kind.PERSON if contact.kind == Kind.ORGANISATION else Kind.ORGANISATION


# --- for forms ------------------------------------------------------------------------------


def stored_values(contact: Contact, definitions: Sequence[Definition] = ()) -> dict[str, Any]:
    """What is stored now, by the names of the form's fields; own fields also in one piece."""
    values = Contact.objects.values(*FIELDS[contact.kind], "own").get(pk=contact.pk)
    return {**values, **own_values(definitions, values["own"]), "tags": stored_tags(contact)}


def all_stored_rows(contact: Contact) -> dict[str, list[Row]]:
    return {kind: stored_rows(contact, kind) for kind in ROWS}


def last_change_of(contact: Contact) -> Callable[[str], Change | None]:
    """Who changed a field of the contact last."""

    def change(name: str) -> Change | None:
        if name.startswith(PREFIX):
            return authors.last_change(contact, "own", name.removeprefix(PREFIX))
        return last_tagging(contact) if name == "tags" else authors.last_change(contact, name)

    return change


def last_tagging(contact: Contact) -> Change | None:
    return authors.last_event(ContactTag, contact_id=contact.pk)


def last_touch(kind: str, pk: int) -> Change | None:
    return authors.last_touch(ROW_MODELS[kind], pk)
