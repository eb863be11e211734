"""Verbs of notes and to-dos.  Every one is a single transaction in the name of `by`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import writing
from accounts.models import Team, User
from contacts.models import Contact
from customers.models import Customer
from timecount.errors import Refused
from todos import photos, reminding, series
from todos.acknowledging import ask
from todos.circle import who_sees
from todos.models import (
    ChecklistItem,
    Comment,
    DeletedEntry,
    Entry,
    Kind,
    Mention,
    NoticeKind,
    Status,
)
from todos.nameable import named
from todos.notifying import notify, principal


class EntryGone(Refused):
    """Somebody else deleted it while it was open here."""


class CannotSee(Refused):
    """Nobody is asked to do, or to read, what they cannot open."""


class Taken(Refused):
    """Whoever came first has it."""


class EntryValues(TypedDict, total=False):
    """What is written as it is; `assignee` and `team` never both."""

    title: str
    text: str
    contact: Contact | None
    is_important: bool
    due_on: date | None
    due_at_time: time | None
    priority: str
    assignee: User | None
    team: Team | None
    repeats: str
    ends_on: date | None
    days_before: list[int] | None


class EntryChanges(EntryValues, total=False):
    remind_before: timedelta | None


def add(
    *,
    by: User | None,
    kind: str,
    customer: Customer | None = None,
    checklist: Sequence[str] = (),
    reason: str | None = None,
    remind_before: timedelta | None = None,
    asked: Iterable[int] = (),
    photo: File[bytes] | None = None,
    **values: Unpack[EntryValues],
) -> Entry:
    """`checklist` are the lines to tick; `reason` is the key of an automatic follow-up.

    Whom it is for is reminded so long before it is due; what is important is to be acknowledged by who is `asked`.
    """
    stored = photos.keep(photo)  # before the transaction: others do not wait for the storage
    status = Status.OPEN if kind == Kind.TODO else ""
    entry = Entry(kind=kind, customer=customer, author=by, status=status, reason=reason, **values)
    series.reckon(entry, values, today=timezone.localdate())
    with writing(by):
        _refuse_who_cannot_see(entry, _meant(entry))
        entry.photo.name = stored
        entry.save(force_insert=True)
        write_checklist(entry, checklist)
        _name(entry, entry.text, by, key=f"mentioned:{entry.pk}")
        _tell_whom_it_is_for(entry, by)
        reminding.remind_before(entry, remind_before)
        if entry.is_important and by:
            ask(entry=entry, whom=asked, by=by)
        return entry


def change(
    *,
    entry: Entry,
    by: User,
    checklist: Sequence[str] | None = None,
    asked: Iterable[int] = (),
    photo: File[bytes] | None = None,
    **values: Unpack[EntryChanges],
) -> Entry:
    """Writes only what differs from what is stored now."""
    stored = photos.keep(photo)
    with writing(by):
        current = lock(entry)
        before, meant = (current.assignee_id, current.team_id), _meant(current)
        reminded = values.pop("remind_before", reminding.before(current))
        changed = _write_into(current, dict(values))
        series.reckon(current, changed, today=timezone.localdate())
        _refuse_who_cannot_see(current, _meant(current) - meant)
        if stored:
            current.photo.name = stored
            changed.append("photo")
        if changed:
            _save(current, changed, by)
        reminding.remind_before(current, reminded)
        if checklist is not None:
            write_checklist(current, checklist)
        if before != (current.assignee_id, current.team_id):
            _tell_whom_it_is_for(current, by)
        if current.is_important and ("is_important" in changed or asked):
            ask(entry=current, whom=asked, by=by)
        return current


def _save(entry: Entry, changed: Sequence[str], by: User) -> None:
    """With what hangs on the text."""
    entry.save(update_fields=[*changed, *series.WRITTEN, "updated_at"])
    if "text" in changed:
        _name(entry, entry.text, by, key=f"mentioned:{entry.pk}")


def change_status(*, entry: Entry, status: str, by: User) -> Entry:
    """A to-do is done, no longer needed, or open again."""
    with writing(by):
        current = lock(entry)
        if current.kind != Kind.TODO or current.status == status:
            return current
        is_open = status == Status.OPEN
        current.status, current.done_by = status, None if is_open else by
        current.done_at = None if is_open else timezone.now()
        current.save(update_fields=["status", "done_by", "done_at", "updated_at"])
        if is_open:
            series.take_back_next(current)
        elif status == Status.DONE:
            series.write_next(current, today=timezone.localdate())
        if status == Status.DONE and current.author_id:
            key = f"done:{current.pk}:{current.done_at}"
            notify(kind=NoticeKind.DONE, key=key, to=[current.author_id], by=by, entry=current)
        return current


def take(*, entry: Entry, by: User) -> Entry:
    """What is for a team belongs to who takes it first."""
    with writing(by):
        current = lock(entry)
        if current.assignee_id == by.pk:
            return current
        if current.team_id is None or current.status != Status.OPEN:
            raise Taken(_("%(name)s has taken that already.") % {"name": current.assignee or _("Somebody")})
        current.team, current.assignee = None, by
        current.save(update_fields=["team", "assignee", "updated_at"])
        return current


def tick(*, entry: Entry, item: int, is_done: bool, by: User) -> None:
    with writing(by):
        ChecklistItem.objects.filter(entry=lock(entry), pk=item).update(is_done=is_done)


def comment(*, entry: Entry, text: str, by: User) -> Comment:
    """Whoever has to do with the entry is told."""
    with writing(by):
        current = lock(entry)
        _refuse_who_cannot_see(current, named(text))
        made = Comment.objects.create(entry=current, author=by, text=text)
        _name(current, text, by, key=f"mentioned:{current.pk}:{made.pk}")
        concerned = {current.author_id, current.assignee_id, *current.comments.values_list("author_id", flat=True)}
        to = [key for key in concerned if key]
        notify(kind=NoticeKind.COMMENTED, key=f"comment:{made.pk}", to=to, by=by, entry=current)
        return made


def delete(*, entry: Entry, by: User) -> None:
    """Can be taken back for 30 days; a follow-up that somebody deletes is not made again."""
    with writing(by):
        Entry.objects.filter(pk=entry.pk).update(deleted_at=timezone.now())


def restore(*, entry: DeletedEntry, by: User) -> None:
    with writing(by):
        DeletedEntry.objects.filter(pk=entry.pk).update(deleted_at=None)


def forget_deleted(*, before: datetime) -> int:
    """For good; how many."""
    with writing(None):
        gone = DeletedEntry.objects.filter(deleted_at__lt=before)
        count = gone.count()
        gone.delete()
        return count


def lock(entry: Entry) -> Entry:
    current: Entry | None = Entry.objects.select_for_update(of=("self",), no_key=True).filter(pk=entry.pk).first()
    if current is None:
        raise EntryGone(_("Somebody has deleted this in the meantime."))
    return current


def write_checklist(entry: Entry, lines: Sequence[str]) -> None:
    """What stood there before keeps its tick."""
    before = list(entry.checklist.all())
    if [item.text for item in before] == list(lines):
        return
    done = {item.text for item in before if item.is_done}
    entry.checklist.all().delete()
    items = (
        ChecklistItem(entry=entry, position=position, text=text, is_done=text in done)
        for position, text in enumerate(lines)
    )
    ChecklistItem.objects.bulk_create(items)


def _meant(entry: Entry) -> set[int]:
    whom = entry.assignee or entry.team
    return {*named(entry.text), *([principal(whom)] if whom else [])}


def _refuse_who_cannot_see(entry: Entry, principals: Iterable[int]) -> None:
    """Of a team, one is enough: the others simply do not see it."""
    for key in principals:
        if who_sees(entry.customer, [key]):
            continue
        name = str(Team.objects.get(pk=-key)) if key < 0 else str(User.objects.get(pk=key))
        field = "assignee" if key in (entry.assignee_id, -(entry.team_id or 0)) else "text"
        if entry.customer is None:
            raise CannotSee(_("%(name)s does not work with notes and to-dos.") % {"name": name}, field=field)
        text = _("%(name)s cannot open this file. Share the file first, or choose somebody else.")
        raise CannotSee(text % {"name": name}, field=field)


def _name(entry: Entry, text: str, by: User | None, *, key: str) -> None:
    """Once named in an entry means: it concerns one, also when the text changes later."""
    principals = named(text)
    known = set(entry.mentions.values_list("principal", flat=True)) if principals else set()
    Mention.objects.bulk_create(
        [Mention(entry=entry, principal=one) for one in sorted(principals - known)], ignore_conflicts=True
    )
    if principals:
        notify(kind=NoticeKind.MENTIONED, key=key, to=principals, by=by, entry=entry)


def _tell_whom_it_is_for(entry: Entry, by: User | None) -> None:
    whom = entry.assignee or entry.team
    if whom and entry.status == Status.OPEN:
        key = f"assigned:{entry.pk}:{entry.updated_at.isoformat()}"
        notify(kind=NoticeKind.ASSIGNED, key=key, to=[principal(whom)], by=by, entry=entry)


def _write_into(entry: Entry, values: dict[str, Any]) -> list[str]:
    """The names of what is different now.  Related records are compared by their keys, not fetched."""
    changed = []
    for name, value in values.items():
        attribute = Entry._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(entry, attribute) != (value.pk if isinstance(value, User | Team | Contact) else value):
            setattr(entry, name, value)
            changed.append(name)
    return changed
