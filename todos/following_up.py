"""Follow-ups that come from a deadline elsewhere: a notice, a certificate, an offer without an answer.

Whoever owns the deadline calls `follow_up` whenever it may have moved, and `drop` when it is gone, in the transaction
of that change.  `key` names the reason, e.g. "documents.notice:17:30": there is one to-do for it at any time.
"""

from collections.abc import Iterator
from datetime import date

from accounts.history import writing
from accounts.models import Substitution, User
from contacts.models import Contact
from customers.models import Customer
from todos.circle import who_sees
from todos.models import Entry, Kind, NoticeKind, Status
from todos.notifying import notify


def follow_up(
    *,
    key: str,
    customer: Customer,
    title: str,
    due_on: date,
    assignee: User | None = None,
    contact: Contact | None = None,
    text: str = "",
    by: User | None = None,
) -> Entry:
    """Created once, moved with its date; what was done or deleted for one date is open again for another.

    It is for `assignee`, or whoever is responsible; for a substitute, if that person is away on the day; for
    nobody, if none of them can open the file.
    """
    said = {"title": title, "text": text, "due_on": due_on, "contact_id": contact.pk if contact else None}
    with writing(by):
        whom = _whom(customer, assignee, due_on)
        new = {**said, "kind": Kind.TODO, "customer": customer, "author": by, "status": Status.OPEN, "assignee": whom}
        entry: Entry
        entry, is_new = Entry._meta.base_manager.get_or_create(reason=key, defaults=new)
        if is_new and whom:
            notify(kind=NoticeKind.ASSIGNED, key=f"assigned:{entry.pk}", to=[whom.pk], by=by, entry=entry)
        if not is_new:
            _move(entry, said)
        return entry


def drop(*, key: str, by: User | None = None) -> None:
    """The reason is gone.  What somebody has worked on stays, as a to-do like any other."""
    with writing(by):
        there = Entry.objects.filter(reason=key)
        there.exclude(pk__in=Entry.objects.untouched().filter(reason=key)).update(reason=None)
        Entry._meta.base_manager.filter(reason=key).delete()


def _move(entry: Entry, said: dict[str, object]) -> None:
    if all(getattr(entry, name) == value for name, value in said.items()):
        return
    if entry.due_on != said["due_on"]:
        said |= {"status": Status.OPEN, "done_at": None, "done_by": None, "deleted_at": None}
    for name, value in said.items():
        setattr(entry, name, value)
    entry.save(update_fields=[*(name.removesuffix("_id") for name in said), "updated_at"])


def _whom(customer: Customer, assignee: User | None, due_on: date) -> User | None:
    wanted = [person.pk for person in (assignee, customer.responsible) if person]
    candidates = [key for person in wanted for key in (*_substitutes(person, due_on), person)]
    seeing = {user.pk: user for user in who_sees(customer, candidates)}
    return next((seeing[key] for key in candidates if key in seeing), None)


def _substitutes(absent: int, day: date) -> Iterator[int]:
    away = Substitution.objects.filter(absent=absent, first_day__lte=day, last_day__gte=day)
    yield from away.order_by("pk").values_list("substitute_id", flat=True)
