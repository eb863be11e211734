"""What becomes of a record: a new customer, changes of one that is there, nothing, or a reason why not."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contacts.importing.readings import name_key
from contacts.models import Assignment, Contact, Kind
from customers.importing.book import Book, look_up
from customers.importing.changes import Changes, changes_of
from customers.importing.grouping import address_key
from customers.importing.wanted import Wanted, WantedPerson, read_record
from customers.listing import CUSTOMERS
from customers.models import Customer
from lists.imports.kinds import IN_FILE, LinePlan, Plan, Question, Reason, Record
from lists.models import Decision, Outcome
from lists.own.importing import read_own

QUESTIONS = {
    IN_FILE: Question(_("Stands in the file more than once")),
    "duplicate_of_customer": Question(_("Looks like a customer, has no number")),
    "looks_like_customer": Question(_("The same, but another number"), Decision.NEW),
    "same_vat_id": Question(_("Same VAT id"), Decision.NEW),
    "same_firm": Question(_("Same name, spelled otherwise"), Decision.NEW),
    "same_email": Question(_("Same e-mail"), Decision.NEW),
    "same_phone": Question(_("Same telephone number"), Decision.NEW),
}
# These are the same where no number says otherwise.
SURE = ("same_vat_id", "same_firm")


@dataclass(frozen=True)
class Twin:
    """The customer that a record may be, and which question asks so."""

    question: str
    customer: Customer
    responsible: User | None = None


@dataclass
class New:
    """`person`: the customer is a private person, not an organisation."""

    wanted: Wanted
    responsible: User | None = None
    person: WantedPerson | None = None
    people: list[WantedPerson] = field(default_factory=list)


def plan(records: Sequence[Record], by: User | None, run: int) -> list[Plan]:
    wanted = [read_record(record) for record in records]
    for one, own in zip(wanted, read_own(CUSTOMERS.key, records, [one.doubts for one in wanted]), strict=True):
        one.own = own
    book = look_up(wanted, by, run)
    return [_plan(record, one, book) for record, one in zip(records, wanted, strict=True)]


def _plan(record: Record, wanted: Wanted, book: Book) -> Plan:
    lines = [
        LinePlan(cells.line, Outcome.UNCHANGED, wanted.doubts[cells.line], kept=wanted.kept.get(cells.line, {}))
        for cells in record.lines
    ]
    result = Plan(lines)
    existing = book.by_number.get(wanted.get("number"))
    responsible = _responsible(wanted, existing, book, lines[0])
    if reason := _obstacle(wanted, book):
        result.skip(reason)
    elif existing:
        _plan_changes(result, wanted, existing, _handed_over(existing, responsible, book, lines[0]))
    elif twin := _twin(wanted, book):
        _plan_twin(result, record, wanted, replace(twin, responsible=responsible), book)
    else:
        _plan_new(result, wanted, responsible)
    return result


def _responsible(wanted: Wanted, existing: Customer | None, book: Book, line: LinePlan) -> User | None:
    """Whoever is responsible already may have left, or share the name with somebody."""
    asked = wanted.get("responsible")
    if existing and existing.responsible and asked.casefold() == existing.responsible.name.casefold():
        return existing.responsible
    colleague = book.colleagues.get(asked.casefold()) if asked else None
    if asked and not colleague:
        line.reasons.append(Reason("colleague_unknown", {"value": asked[:80]}))
    return colleague


def _handed_over(existing: Customer, responsible: User | None, book: Book, line: LinePlan) -> User | None:
    """Whoever makes somebody else responsible for a restricted file hands it over: that needs the right to share."""
    if responsible and existing.pk in book.kept and existing.responsible_id != responsible.pk:
        line.reasons.append(Reason("responsible_kept", {"value": responsible.name}))
        return None
    return responsible


def _obstacle(wanted: Wanted, book: Book) -> Reason | None:
    number, name = wanted.get("number"), wanted.get("name")
    existing = book.by_number.get(number)
    if number in book.taken:
        return Reason("number_taken", {"number": number})
    if existing and name and name_key(existing.contact.name) != name_key(name):
        return Reason("number_taken", {"number": number, "owner": existing.pk})
    if existing and not name and existing.contact.kind == Kind.PERSON and not _is_customer(wanted, existing):
        return Reason("number_taken", {"number": number, "owner": existing.pk})
    if not existing and not name and not wanted.people:
        return Reason("no_name")
    return None


def _is_customer(wanted: Wanted, existing: Customer) -> bool:
    """A private person: whom the file calls the contact person is the customer."""
    return not wanted.people or _key(existing.contact) == wanted.people[0].key


def _key(person: Contact) -> str:
    return name_key(f"{person.first_name} {person.last_name}")


def _twin(wanted: Wanted, book: Book) -> Twin | None:
    """A customer of the same name at the same address, or of the same name where the file says no address; else one
    that has the VAT id, the e-mail or the number, or whose name is only spelled otherwise."""
    address = wanted.address
    here = address_key(address.get("street", ""), "", address.get("postcode", ""))
    for file in book.namesakes(wanted.get("name")):
        main = next(iter(file.contact.addresses.all()), None)
        there = address_key(main.street, "", main.postcode) if main else ""
        if here in (there, "|") or not main:
            return Twin("looks_like_customer" if wanted.get("number") else "duplicate_of_customer", file)
    for question, file in book.likely(wanted):
        if question in SURE and not wanted.get("number"):
            return Twin("duplicate_of_customer", file)
        return Twin(question, file)
    return None


def _plan_twin(result: Plan, record: Record, wanted: Wanted, twin: Twin, book: Book) -> None:
    """With a number of its own it is usually a customer of its own; without one it might be the same: never merged
    in silence.  If it says nothing new, there is nothing to ask."""
    question, customer, responsible = twin.question, twin.customer, twin.responsible
    said = record.said(question, QUESTIONS[question].usual)
    if question == "duplicate_of_customer" and _says_nothing_new(record, wanted, customer, responsible):
        result.target = customer.pk
        return
    result.question, result.candidate = question, customer.pk
    if said == Decision.SAME and customer.pk in book.editable:
        handed_over = _handed_over(customer, responsible, book, result.lines[0])
        _plan_changes(result, wanted, customer, handed_over)
    elif said == Decision.NEW:
        _plan_new(result, wanted, responsible)
        if not record.lines[0].decisions.get(question):
            result.lines[0].reasons.append(Reason(question, {"owner": customer.pk}))
    else:
        result.skip(Reason("not_yours" if said == Decision.SAME else question, {"owner": customer.pk}))


def _says_nothing_new(record: Record, wanted: Wanted, customer: Customer, responsible: User | None) -> bool:
    trial = Plan([LinePlan(cells.line, Outcome.UNCHANGED) for cells in record.lines])
    _plan_changes(trial, deepcopy(wanted), customer, responsible)
    return trial.work is None


def _plan_new(result: Plan, wanted: Wanted, responsible: User | None) -> None:
    new = New(wanted, responsible)
    people = list(wanted.people)
    if not wanted.get("name"):
        new.person = people.pop(0)
        result.lines[0].reasons.append(Reason("private_person"))
    outcomes: dict[int, Outcome] = {result.lines[0].line: Outcome.NEW}
    for person in people:
        known = _same_name(person, new.people)
        if known is None:
            new.people.append(person)
            outcomes.setdefault(person.line, Outcome.NEW)
        elif _contradict(person.emails, known.emails):
            _leave_out(result, person)
            outcomes.setdefault(person.line, Outcome.SKIPPED)
        else:
            _complete(known, person)
            outcomes.setdefault(person.line, Outcome.CHANGED)
    for line in result.lines:
        line.outcome = outcomes.get(line.line, Outcome.UNCHANGED)
    result.work = new


def _plan_changes(result: Plan, wanted: Wanted, existing: Customer, responsible: User | None) -> None:
    result.target = existing.pk
    if existing.contact.kind == Kind.PERSON and wanted.people and _is_customer(wanted, existing):
        person = wanted.people.pop(0)
        wanted.phones += person.phones
        wanted.emails += person.emails
    changes = changes_of(wanted, existing, responsible)
    result.lines[0].changes = changes.told
    if changes.of_customer:
        result.lines[0].outcome = Outcome.CHANGED
    by_line = {line.line: line for line in result.lines}
    for person in wanted.people:
        _plan_person(result, by_line[person.line], person, changes, existing)
    if changes:
        result.work = changes


def _plan_person(result: Plan, line: LinePlan, person: WantedPerson, changes: Changes, existing: Customer) -> None:
    first = line is result.lines[0]
    assignment = _assignment(person, existing)
    added = _same_name(person, changes.new_people)
    known_emails = (
        [row.address for row in assignment.person.emails.all()] if assignment else added.emails if added else []
    )
    if (assignment or added) and _contradict(person.emails, known_emails):
        _leave_out(result, person)
        line.outcome = line.outcome if first else Outcome.SKIPPED
    elif assignment:
        if changes.add_to_person(assignment, person):
            line.outcome = Outcome.CHANGED
    elif added:
        _complete(added, person)
        line.outcome = Outcome.CHANGED
    else:
        changes.new_people.append(person)
        line.outcome = Outcome.CHANGED if first else Outcome.NEW


def _assignment(person: WantedPerson, existing: Customer) -> Assignment | None:
    people: Any = existing.contact.people.all()
    return next((one for one in people if _key(one.person) == person.key), None)


def _same_name(person: WantedPerson, people: Sequence[WantedPerson]) -> WantedPerson | None:
    return next((one for one in people if one.key == person.key), None)


def _contradict(emails: Sequence[str], known: Sequence[str]) -> bool:
    """Two e-mails may be two people of one name: that is not decided in silence."""
    return bool(emails and known) and not {e.casefold() for e in emails} & {e.casefold() for e in known}


def _leave_out(result: Plan, person: WantedPerson) -> None:
    line = next(line for line in result.lines if line.line == person.line)
    line.reasons.append(Reason("namesake", {"value": person.full_name}))


def _complete(known: WantedPerson, person: WantedPerson) -> None:
    known.phones.extend(phone for phone in person.phones if phone not in known.phones)
    known.emails.extend(email for email in person.emails if email not in known.emails)
    known.roles = tuple(dict.fromkeys((*known.roles, *person.roles)))
    known.position = known.position or person.position
    known.title, known.salutation = known.title or person.title, known.salutation or person.salutation
