"""What becomes of a record: a new contact, more of one that is there, nothing, a question, or a reason why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contacts.duplicates import firm_key
from contacts.importing.book import Book, look_up
from contacts.importing.changes import Changes, changes_of
from contacts.importing.readings import name_key
from contacts.importing.wanted import Wanted, read_record
from contacts.listing import CONTACTS
from contacts.models import Contact, Kind
from lists.imports.kinds import IN_FILE, LinePlan, Plan, Question, Reason, Record
from lists.models import Decision, Outcome
from lists.own.importing import read_own

QUESTIONS = {
    IN_FILE: Question(_("Stands in the file more than once")),
    "same_person": Question(_("Probably the same person")),
    "same_organisation": Question(_("Same company name")),
    "same_name": Question(_("Same name, otherwise different"), Decision.NEW),
    "same_email": Question(_("Same e-mail, another name"), Decision.NEW),
    "same_phone": Question(_("Same number, another company"), Decision.NEW),
}
NAMED = ("same_person", "same_organisation", "same_name")


@dataclass
class Firm:
    """An organisation that comes with the first person who works there; `made` once it is written."""

    name: str
    made: Contact | None = None


@dataclass
class New:
    """`workplace` is a firm of the book, or one that comes with this batch."""

    wanted: Wanted
    workplace: Contact | Firm | None = None
    # An organisation that somebody of this batch works at already.
    firm: Firm | None = None


class _Batch:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.firms: dict[str, Firm] = {}

    def plan(self, record: Record, wanted: Wanted) -> Plan:
        lines = [LinePlan(cells.line, Outcome.UNCHANGED, wanted.doubts[cells.line]) for cells in record.lines]
        result = Plan(lines)
        if own := self._own(wanted):
            self._take(result, changes_of(wanted, own))
            lines[0].outcome = Outcome.NEW
        elif doubts := list(self._doubts(wanted)):
            self._ask(result, record, wanted, doubts)
        else:
            self._plan_new(result, wanted)
        return result

    def _own(self, wanted: Wanted) -> Contact | None:
        """An organisation that the run has made before, for somebody who works there."""
        if wanted.kind == Kind.PERSON:
            return None
        return next((firm for firm in self.book.firms(wanted.name) if firm.pk in self.book.companions), None)

    def _doubts(self, wanted: Wanted) -> Iterator[tuple[str, Contact]]:
        """Whom the record may be already, the likeliest first."""
        named = self.book.named(wanted)
        reachable = [*self.book.with_email(wanted), *self.book.with_phone(wanted)]
        where = {firm.pk for firm in self.book.firms(wanted.workplace)} if wanted.workplace else set()
        places = {one.pk: {place.organisation_id for place in one.assignments.all()} for one in named}
        found = [("same_organisation", one) for one in named if wanted.kind == Kind.ORGANISATION]
        found += [("same_person", one) for one in named if one in reachable or places[one.pk] & where]
        found += [("same_name", one) for one in named]
        found += [("same_email", one) for one in self.book.with_email(wanted)]
        if wanted.kind == Kind.ORGANISATION:
            found += [("same_phone", one) for one in self.book.with_phone(wanted)]
        return ((code, one) for code, one in found if one.kind == wanted.kind and one.pk not in self.book.own)

    def _ask(self, result: Plan, record: Record, wanted: Wanted, doubts: Sequence[tuple[str, Contact]]) -> None:
        """Where the file says nothing new, there is nothing to ask."""
        for question, candidate in doubts:
            if question in NAMED and not self._changes(wanted, candidate):
                result.target = candidate.pk
                return
        question, candidate = doubts[0]
        result.question, result.candidate = question, candidate.pk
        said = record.said(question, QUESTIONS[question].usual)
        if said == Decision.NEW:
            self._plan_new(result, wanted)
        elif said == Decision.SAME and candidate.pk in self.book.editable:
            self._take(result, self._changes(wanted, candidate))
        else:
            result.skip(Reason("not_yours" if said == Decision.SAME else question, {"owner": candidate.pk}))
        if not record.lines[0].decisions.get(question) and result.work:
            result.lines[0].reasons.append(Reason(question, {"owner": candidate.pk}))

    def _changes(self, wanted: Wanted, contact: Contact) -> Changes:
        changes = changes_of(wanted, contact)
        there = {place.organisation_id for place in contact.assignments.all()}
        if wanted.workplace and not there & {firm.pk for firm in self.book.firms(wanted.workplace)}:
            changes.workplace = self._workplace(wanted, changes.doubts)
            changes.roles, changes.position = wanted.roles, wanted.position
            if changes.workplace:
                changes.tell("organisation", wanted.workplace)
        return changes

    def _take(self, result: Plan, changes: Changes) -> None:
        result.target = changes.contact.pk
        result.lines[0].changes = changes.told
        result.lines[0].reasons += changes.doubts
        if changes:
            result.work = changes
            for line in result.lines:
                line.outcome = Outcome.CHANGED

    def _plan_new(self, result: Plan, wanted: Wanted) -> None:
        new = New(wanted)
        if wanted.kind == Kind.ORGANISATION:
            new.firm = self.firms.setdefault(firm_key(wanted.name), Firm(wanted.name))
        elif wanted.workplace:
            new.workplace = self._workplace(wanted, result.lines[0].reasons)
        result.work = new
        for line in result.lines:
            line.outcome = Outcome.NEW

    def _workplace(self, wanted: Wanted, doubts: list[Reason]) -> Contact | Firm | None:
        """The firm of this name; a new one where there is none; nobody where it is not clear which."""
        firms = self.book.firms(wanted.workplace)
        exactly = [firm for firm in firms if name_key(firm.name) == name_key(wanted.workplace)]
        found = exactly if len(exactly) == 1 else firms
        if not found:
            return self.firms.setdefault(firm_key(wanted.workplace), Firm(wanted.workplace))
        if len(found) > 1:
            doubts.append(Reason("workplace_unclear", {"value": wanted.workplace}))
            return None
        if found[0].pk not in self.book.editable:
            doubts.append(Reason("workplace_closed", {"value": wanted.workplace}))
            return None
        return found[0]


def plan(records: Sequence[Record], by: User | None, run: int) -> list[Plan]:
    wanted = [read_record(record) for record in records]
    for one, own in zip(wanted, read_own(CONTACTS.key, records, [one.doubts for one in wanted]), strict=True):
        one.own = own
    batch: Any = _Batch(look_up(wanted, by, run))
    return [batch.plan(record, one) for record, one in zip(records, wanted, strict=True)]
