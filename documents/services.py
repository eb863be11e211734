"""Verbs of a document.  Every one is a single transaction in the name of `by`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from contacts.models import Assignment, Contact
from contacts.tags import tag_called
from customers.models import Customer
from documents import retention as law
from documents import terms, validity
from documents.models import Document, DocumentType, Retention, State, TrashedDocument, Version
from documents.widening import widens
from timecount.constraints import refusing
from timecount.errors import Refused
from timecount.jinja import day


class DocumentGone(Refused):
    """Somebody else put it into the trash while it was open here."""


class NotForYou(Refused):
    """What is confidential is marked by those who may open it then."""


class NeverLowered(Refused):
    """How long a document is kept may be raised only."""


class NoTerm(Refused):
    """Nothing says how long a contract would go on, or it would not become longer."""


class OutOfStep(Refused):
    """What somebody wants to take back was changed since."""


class Widening(Refused):
    """In the other file more people could open it."""


class OnHold(Refused):
    """A legal hold: whatever the period, it must not be deleted."""


class NotThere(Refused):
    """A version without bytes."""


class DocumentValues(TypedDict, total=False):
    """What a person writes about a document; `tags` are words."""

    title: str
    type: DocumentType
    dated: date
    contact: Contact | None
    note: str
    tags: Iterable[str]
    is_confidential: bool
    valid_from: date | None
    valid_until: date | None
    notice: int | None
    notice_unit: str
    renews: int | None
    cancelled_on: date | None


@dataclass(frozen=True)
class Term:
    """When a contract ended, and when notice was given: what one click changes, and the undo button carries."""

    valid_until: date | None
    cancelled_on: date | None


@dataclass(frozen=True)
class Changed:
    """From what to what."""

    document: Document
    before: Term
    after: Term


_REASONS = {
    "document_ends_after_it_begins": lambda: Refused(_("The end lies before the start."), field="valid_until"),
    "document_has_a_title": lambda: Refused(_("A document needs a title."), field="title"),
}


def change(*, document: Document, values: DocumentValues, by: User | None) -> Document:
    """Writes only what differs from what is stored now."""
    given: dict[str, Any] = dict(values)
    tags = given.pop("tags", None)
    with _changing(document, by) as current:
        secret = given.get("is_confidential", current.is_confidential)
        if secret != current.is_confidential and by and not may(by, Action.VIEW_CONFIDENTIAL):
            raise NotForYou(
                _("Only those who may open confidential documents mark them as such."), field="is_confidential"
            )
        before = current.type_id
        for name, value in given.items():
            setattr(current, name, value)
        if current.type_id != before and law.may_become(current.retention, current.type.retention):
            current.retention = current.type.retention
        if tags is not None:
            _tag(current, tags)
    return current


def renew(*, document: Document, by: User | None, until: date | None = None) -> Changed:
    """The contract goes on until `until`, or as long as it says itself; a notice that was given counts no more."""
    with _changing(document, by) as current:
        end, before = until or validity.renewed_until(terms.term_of(current)), _term(current)
        if end is None or not current.type.has_validity:
            raise NoTerm(_("Please say until when: nothing tells how long it goes on."), field="until")
        if current.valid_until is None or end <= current.valid_until:
            raise NoTerm(_("The new end must be later than the one so far."), field="until")
        current.valid_until, current.cancelled_on = end, None
    return Changed(current, before, _term(current))


def cancel(*, document: Document, on: date, by: User | None) -> Changed:
    """Notice was given on that day; the end moves to the day on which that ends the contract."""
    with _changing(document, by) as current:
        before = _term(current)
        if not current.type.has_validity:
            raise NoTerm(_("Only what has a validity can be cancelled."), field="on")
        if current.cancelled_on != on:
            current.valid_until = validity.ends_after_notice(terms.term_of(current), on)
            current.cancelled_on = on
    return Changed(current, before, _term(current))


def take_back(*, document: Document, before: Term, after: Term, by: User | None) -> Document:
    """Undoes `renew` and `cancel`, unless the dates were changed since."""
    with _changing(document, by) as current:
        if _term(current) != after:
            raise OutOfStep(_("The dates were changed in the meantime. Nothing was undone."))
        current.valid_until, current.cancelled_on = before.valid_until, before.cancelled_on
    return current


def raise_retention(
    *, document: Document, by: User | None, retention: str | None = None, until: date | None = None
) -> Document:
    """To a class that is kept longer, or a later day."""
    with _changing(document, by) as current:
        wanted = Retention(retention or current.retention)
        if not law.may_become(current.retention, wanted):
            raise NeverLowered(
                _("A document that is kept as “%(now)s” cannot be kept for a shorter time.")
                % {"now": current.get_retention_display()},
                field="retention",
            )
        current.retention = wanted
        if until is not None and until != current.retained_until:
            least = law.period_of(current)
            if least is not None and until < least:
                raise NeverLowered(
                    _("It must be kept until %(day)s at least.") % {"day": day(least)}, field="retained_until"
                )
            current.retained_until = until
    return current


def hold(*, document: Document, by: User | None) -> Document:
    with _changing(document, by) as current:
        current.legal_hold = True
    return current


def release(*, document: Document, by: User | None) -> Document:
    with _changing(document, by) as current:
        current.legal_hold = False
    return current


def make_current(*, version: Version, by: User | None) -> Document:
    """This version holds from now on; the others stay."""
    with _changing(version.document, by) as current:
        if not Version.objects.filter(pk=version.pk, document=current, file__state=State.AVAILABLE).exists():
            raise NotThere(_("This version cannot be restored."))
        current.current_id = version.pk
    return current


def move(*, document: Document, to: Customer, by: User | None) -> Document:
    """Into another file, if nobody can open it there who could not before.  The contact person comes along who works
    there, too.
    """
    with _changing(document, by) as current:
        if to.pk == current.customer_id:
            return current
        if by and not may(by, Action.EDIT_DOCUMENT, to):
            raise Widening(_("You may not file documents there."), field="customer")
        if widens(current.customer, to):
            raise Widening(
                _("Only named people see this file: in %(customer)s, others could open the document.")
                % {"customer": to},
                field="customer",
            )
        terms.forget_reminders(current, by=by)
        current.customer = to
        there = Assignment.objects.filter(organisation=to.pk, person=current.contact_id)
        if current.contact_id and not there.exists():
            current.contact = None
    return current


def trash(*, document: Document, by: User | None) -> Document:
    """Out of all lists; what the law wants kept stays in the trash until it may go."""
    with writing(by):
        current = lock(document)
        if current.legal_hold:
            raise OnHold(_("This document is on legal hold: it must not be deleted. Release it first."))
        current.trashed_at, current.trashed_by = timezone.now(), by
        current.save(update_fields=["trashed_at", "trashed_by", "updated_at"])
        terms.forget_reminders(current, by=by)
        return current


def restore(*, document: TrashedDocument, by: User | None) -> Document:
    with writing(by):
        there = TrashedDocument.objects.filter(pk=document.pk)
        if not there.update(trashed_at=None, trashed_by=None, updated_at=timezone.now()):
            raise DocumentGone(_("This document is not in the trash any more."))
        current = lock(document)
        terms.remind(current, by=by)
        return current


def lock(document: Document) -> Document:
    documents = Document.objects.select_related("type", "customer", "contact")
    current: Document | None = documents.select_for_update(of=("self",), no_key=True).filter(pk=document.pk).first()
    if current is None:
        raise DocumentGone(_("Somebody has put this document into the trash in the meantime."))
    return current


# On what the follow-ups depend.
_REMINDED = {"title", "customer_id", "contact_id", "is_confidential", "notice_by"}


@contextmanager
def _changing(document: Document, by: User | None) -> Iterator[Document]:
    """The document as it is now, to be changed inside; written with what follows from it."""
    with writing(by):
        current = lock(document)
        before = _columns(current)
        yield current
        terms.reckon(current)
        changed = {name for name, value in _columns(current).items() if value != before[name]}
        if not changed:
            return
        with refusing(_REASONS):
            current.save(update_fields=[*changed, "updated_at"])
        if changed & _REMINDED:
            terms.remind(current, by=by)


def _columns(document: Document) -> Mapping[str, Any]:
    written = [field for field in Document._meta.concrete_fields if field.editable or field.name == "notice_by"]
    return {field.attname: getattr(document, field.attname) for field in written}


def _tag(document: Document, words: Iterable[str]) -> None:
    tags = {tag_called(word).pk for word in dict.fromkeys(words)}
    if tags != set(document.tags.values_list("pk", flat=True)):
        document.tags.set(tags)
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())


def _term(document: Document) -> Term:
    return Term(document.valid_until, document.cancelled_on)
