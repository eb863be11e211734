"""What the address book knows about the records of a batch: looked up at once, among what the person may see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.db.models.functions import Upper

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.duplicates import firm_key, firm_starts
from contacts.importing.wanted import Wanted
from contacts.models import Assignment, Contact, Email, Kind, Phone
from lists.models import ImportRow

# So many records of one name, number or address are looked at.
MOST = 200


@dataclass
class Book:
    """By e-mail (in capitals), by number, by folded name of a person, by key of a firm: keys of contacts."""

    contacts: dict[int, Contact]
    by_email: dict[str, list[int]] = field(default_factory=dict)
    by_phone: dict[str, list[int]] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_firm: dict[str, list[int]] = field(default_factory=dict)
    folded: Mapping[str, str] = field(default_factory=dict)
    # What the person may change, and what the run itself has made.
    editable: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    # Of these, firms that came along with somebody who works there, and have no line of their own so far.
    companions: frozenset[int] = frozenset()

    def firms(self, name: str) -> list[Contact]:
        return [self.contacts[key] for key in self.by_firm.get(firm_key(name), ())]

    def named(self, wanted: Wanted) -> list[Contact]:
        if wanted.kind == Kind.ORGANISATION:
            return self.firms(wanted.name)
        return self._of(self.by_name.get(self.folded.get(wanted.sort_name, ""), ()))

    def with_email(self, wanted: Wanted) -> list[Contact]:
        return self._of(key for address, _label in wanted.emails for key in self.by_email.get(address.upper(), ()))

    def with_phone(self, wanted: Wanted) -> list[Contact]:
        return self._of(key for number, _label in wanted.phones for key in self.by_phone.get(number, ()))

    def _of(self, keys: Iterable[int]) -> list[Contact]:
        return [self.contacts[key] for key in dict.fromkeys(keys)]


def look_up(wanted: Collection[Wanted], by: User | None, run: int) -> Book:
    book = Book({})
    _find_rows(book, wanted)
    _find_names(book, wanted)
    finds = (book.by_email, book.by_phone, book.by_name, book.by_firm)
    book.contacts = _open_to(by, {key for found in finds for owners in found.values() for key in owners})
    for found in finds:
        for name, owners in found.items():
            found[name] = [key for key in dict.fromkeys(owners) if key in book.contacts]
    there = Contact.objects.filter(pk__in=book.contacts)
    editable = visible(by, Action.EDIT_CONTACT, there) if by else there
    book.editable = frozenset(editable.values_list("pk", flat=True))
    book.own = made_by(run, book.contacts)
    lines = ImportRow.objects.filter(run=run, target__in=book.own, applied=True)
    book.companions = book.own - set(lines.values_list("target", flat=True)) if book.own else book.own
    return book


def made_by(run: int, keys: Collection[int]) -> frozenset[int]:
    """Which of these the run itself has made."""
    model: Any = Contact._meta.get_field("events").related_model
    inserted = model.objects.filter(pgh_obj_id__in=list(keys), pgh_label="insert", pgh_context__imported=run)
    return frozenset(inserted.values_list("pgh_obj_id", flat=True))


def _find_rows(book: Book, wanted: Collection[Wanted]) -> None:
    addresses = {address.upper() for one in wanted for address, _label in one.emails}
    emails = Email.objects.annotate(capitals=Upper("address")).filter(capitals__in=addresses)
    for capitals, key in emails.values_list("capitals", "contact_id"):
        book.by_email.setdefault(capitals, []).append(key)
    numbers = {number for one in wanted for number, _label in one.phones}
    for number, key in Phone.objects.filter(number__in=numbers).values_list("number", "contact_id"):
        book.by_phone.setdefault(number, []).append(key)


# Firms whose squeezed name begins so, whatever legal form follows: an index on that very expression.
_BEGINNING = """
SELECT w.word, c.id, c.sort_key FROM unnest(%s::text[]) AS w(word) CROSS JOIN LATERAL (
  SELECT id, sort_key FROM contacts_contact
  WHERE kind = 'organisation' AND regexp_replace(sort_key, '[^a-z0-9]+', '', 'g') >= w.word
    AND regexp_replace(sort_key, '[^a-z0-9]+', '', 'g') < w.word || '~'
  ORDER BY regexp_replace(sort_key, '[^a-z0-9]+', '', 'g') LIMIT %s) c
"""


def _find_names(book: Book, wanted: Collection[Wanted]) -> None:
    people = {one.sort_name for one in wanted if one.kind == Kind.PERSON}
    book.folded = fold_all(people)
    names = {book.folded[name] for name in people}
    for sort_key, key in Contact.objects.filter(kind=Kind.PERSON, sort_key__in=names).values_list("sort_key", "pk"):
        book.by_name.setdefault(sort_key, []).append(key)
    firms = {one.name if one.kind == Kind.ORGANISATION else one.workplace for one in wanted} - {""}
    book.by_firm = find_firms(firms)


def find_firms(names: Collection[str]) -> dict[str, list[int]]:
    """By key of the firm, however it is spelled, among all that there are: whoever asks narrows them."""
    keys = {firm_key(name) for name in names}
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [list({start for name in names for start in firm_starts(name)}), MOST])
        for _word, key, sort_key in cursor.fetchall():
            if (known := firm_key(sort_key)) in keys:
                found.setdefault(known, []).append(key)
    return found


def fold_all(texts: Iterable[str]) -> dict[str, str]:
    """As the database folds them, cut like `sort_key`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t, left(fold(t), 200) FROM unnest(%s::text[]) t", [list(texts)])
        return dict(cursor.fetchall())


def _open_to(by: User | None, keys: Collection[int]) -> dict[int, Contact]:
    """Everything where the system itself imports."""
    found = Contact.objects.filter(pk__in=keys)
    seen: Any = visible(by, Action.VIEW_CONTACT, found) if by else found
    places = Assignment.objects.filter(valid_until=None)
    ready = seen.order_by("pk").prefetch_related(
        "addresses", "phones", "emails", "websites", "tags", Prefetch("assignments", places)
    )
    return {contact.pk: contact for contact in ready}
