"""The history of a file as sentences: what changed from what to what, who did it, when, and through what.

Read from the event tables that the database keeps beside the customer, its contact, the rows of the
contact and its contact persons.  What was saved together is one entry.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, FileField, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Address, Assignment, Contact, Email, Phone, Website
from customers.models import Customer
from timecount.extensions import Label
from timecount.jinja import day, phone

PAGE_SIZE = 20
NOBODY = UUID(int=0)
# Columns that say nothing to a reader: keys, and copies of what stands elsewhere in the entry.
SILENT = frozenset({"id", "created_at", "updated_at", "contact", "contact_id", "organisation", "person", "kind"})


@dataclass(frozen=True)
class Line:
    """One sentence; `old` and `new` are None where there is nothing to compare."""

    sentence: str
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True)
class Entry:
    """What one save did."""

    at: datetime
    who: str
    through: str
    lines: list[Line]


@dataclass(frozen=True)
class Page:
    """Newest first; `older` is where the next page begins."""

    entries: list[Entry]
    older: str


@dataclass(frozen=True)
class Event:
    model: type[Model]
    object_id: int
    at: datetime
    label: str
    context: dict[str, Any]
    context_id: UUID
    row: dict[str, Any]
    before: dict[str, Any]


@dataclass
class Names:
    """What the reader may call the records that appear in the events."""

    users: dict[int, str] = field(default_factory=dict)
    customers: dict[int, str] = field(default_factory=dict)
    contacts: dict[int, str] = field(default_factory=dict)

    def user(self, pk: int | None) -> str:
        return "" if pk is None else self.users.get(pk, _("a deleted user"))

    def customer(self, pk: int | None) -> str:
        """The same words for a file that the reader may not see and for one that is gone."""
        return "" if pk is None else self.customers.get(pk, _("a company that you cannot see"))

    def contact(self, pk: int | None) -> str:
        return "" if pk is None else self.contacts.get(pk, _("a person whom you cannot see"))


# The models of a file, and the column of their events that holds the key of the file.
SOURCES: dict[type[Model], str] = {
    Customer: "pgh_obj_id",
    Contact: "pgh_obj_id",
    Address: "contact_id",
    Phone: "contact_id",
    Email: "contact_id",
    Website: "contact_id",
    Assignment: "organisation_id",
}
# What the main one of several is called.
MAIN: dict[type[Model], Label] = {
    Address: gettext_lazy("main address"),
    Phone: gettext_lazy("main number"),
    Email: gettext_lazy("main e-mail"),
    Website: gettext_lazy("main website"),
    Assignment: gettext_lazy("main contact person"),
}
MODELS = {model._meta.label: model for model in SOURCES}


def history(user: User, customer: Customer, *, before: str = "", limit: int = PAGE_SIZE) -> Page:
    """A page of entries that are older than `before`; a place that nobody handed out is the beginning."""
    events = _events(customer.pk, _place(before), limit + 1)
    saves = [list(group) for _key, group in groupby(events, key=lambda event: (event.at, event.context_id))]
    shown = saves[:limit]
    names = _names(user, [event for save in shown for event in save])
    entries = [_entry(save, names) for save in shown]
    last = shown[-1][0] if len(saves) > limit else None
    return Page(entries, f"{last.at.isoformat()}_{last.context_id}" if last else "")


def _place(before: str) -> tuple[datetime, UUID] | None:
    moment, _sep, context = before.partition("_")
    try:
        return datetime.fromisoformat(moment).astimezone(), UUID(context)
    except (ValueError, OverflowError):
        return None


def _event_table(model: type[Model]) -> str:
    events = model._meta.get_field("events").related_model
    return str(events._meta.db_table)  # type: ignore[union-attr]


def _one_source(model: type[Model], link: str) -> str:
    table = _event_table(model)
    return f"""
SELECT '{model._meta.label}' AS model, pgh_id, pgh_obj_id, pgh_created_at, pgh_label, pgh_context,
  coalesce(pgh_context_id, '{NOBODY}') AS save, to_jsonb(e) AS row,
  CASE pgh_label WHEN 'update' THEN (SELECT to_jsonb(b) FROM {table} b
    WHERE b.pgh_obj_id = e.pgh_obj_id AND b.pgh_id < e.pgh_id ORDER BY b.pgh_id DESC LIMIT 1) END AS before
FROM {table} e WHERE {link} = %(file)s
  AND (pgh_created_at, coalesce(pgh_context_id, '{NOBODY}')) IN (SELECT pgh_created_at, save FROM saves)"""


def _saves() -> str:
    sources = " UNION ALL ".join(
        f"SELECT pgh_created_at, coalesce(pgh_context_id, '{NOBODY}') AS save FROM {_event_table(model)}"
        f" WHERE {link} = %(file)s"
        for model, link in SOURCES.items()
    )
    return f"""
SELECT DISTINCT pgh_created_at, save FROM ({sources}) every
WHERE %(moment)s::timestamptz IS NULL OR (pgh_created_at, save) < (%(moment)s::timestamptz, %(save)s::uuid)
ORDER BY pgh_created_at DESC, save DESC LIMIT %(limit)s"""


@cache
def _statement() -> str:
    sources = " UNION ALL ".join(_one_source(model, link) for model, link in SOURCES.items())
    return f"WITH saves AS ({_saves()}) {sources} ORDER BY pgh_created_at DESC, save DESC, model, pgh_id"


def _events(file: int, place: tuple[datetime, UUID] | None, limit: int) -> list[Event]:
    moment, save = place or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"file": file, "moment": moment, "save": save, "limit": limit})
        return [
            Event(
                model=MODELS[model],
                object_id=object_id,
                at=at,
                label=label,
                context=json.loads(context or "{}"),
                context_id=save,
                row=json.loads(row),
                before=json.loads(old or "{}"),
            )
            for model, _id, object_id, at, label, context, save, row, old in cursor.fetchall()
        ]


def _names(user: User, events: Iterable[Event]) -> Names:
    """Three statements, however many events: only what the reader may see gets a name."""
    users: set[int] = set()
    customers: set[int] = set()
    contacts: set[int] = set()
    for event in events:
        users.add(event.context.get("user") or 0)
        for row in (event.row, event.before):
            users.add(row.get("responsible_id") or 0)
            customers.add(row.get("parent_id") or 0)
            contacts.add(row.get("person_id") or 0)
    files = Customer.objects.filter(pk__in=customers - {0})
    people = Contact.objects.filter(pk__in=contacts - {0})
    return Names(
        dict(User.objects.filter(pk__in=users - {0}).values_list("pk", "name")),
        dict(visible(user, Action.VIEW_CUSTOMER, files).values_list("pk", "contact__name")),
        dict(visible(user, Action.VIEW_CONTACT, people).values_list("pk", "name")),
    )


def _entry(save: Sequence[Event], names: Names) -> Entry:
    first = save[0]
    created = any(event.model is Customer and event.label == "insert" for event in save)
    lines: list[Line] = []
    for model, group in groupby(sorted(save, key=_order), key=lambda event: event.model):
        # A new file is one sentence; that its contact was made with it goes without saying.
        if not (created and model is Contact):
            records = groupby(group, key=lambda event: event.object_id)
            lines += _paired([line for _id, events in records for line in _lines(list(events), names)], model)
    who = first.context.get("user")
    through = _("import") if first.context.get("imported") else ""
    return Entry(first.at, names.user(who) if who else _("Timecount"), through, lines)


def _paired(lines: list[Line], model: type[Model]) -> list[Line]:
    """One row given up for one new one reads as a change."""
    if len(lines) == 2 and {(line.old is None, line.new is None) for line in lines} == {
        (True, False),
        (False, True),
    }:
        old, new = (next(filter(None, (getattr(line, side) for line in lines)), "") for side in ("old", "new"))
        return [Line(_("%(what)s changed") % {"what": capfirst(model._meta.verbose_name)}, old, new)]
    return lines


def _order(event: Event) -> tuple[int, int]:
    return list(SOURCES).index(event.model), event.object_id


def _lines(events: list[Event], names: Names) -> list[Line]:
    """What all events of one record in one save come to: from the first old state to the last new one."""
    first, last = events[0], events[-1]
    appeared, vanished = first.label == "insert", last.label == "delete"
    if appeared and vanished:
        return []
    if first.model not in (Customer, Contact):
        return _row_line(first, last, names)
    what = capfirst(first.model._meta.verbose_name)
    if appeared:
        return [Line(_("%(what)s created") % {"what": what}, new=last.row.get("number"))]
    if vanished:
        return [Line(_("%(what)s deleted") % {"what": what})]
    columns = [column for column in first.model._meta.concrete_fields if column.attname in last.row]
    return [
        _changed(column, first.before, last.row, names)
        for column in columns
        if column.name not in SILENT and first.before.get(column.attname) != last.row[column.attname]
    ]


def _changed(column: Any, before: dict[str, Any], row: dict[str, Any], names: Names) -> Line:
    sentence = _("%(what)s changed") % {"what": capfirst(column.verbose_name)}
    if isinstance(column, FileField):
        return Line(sentence)  # the name of a file in the storage says nothing
    return Line(sentence, _shown(column, before, names), _shown(column, row, names))


def _row_line(first: Event, last: Event, names: Names) -> list[Line]:
    what = capfirst(first.model._meta.verbose_name)
    if first.label == "insert":
        return [Line(_("%(what)s added") % {"what": what}, new=_summary(last, last.row, names))]
    if last.label == "delete":
        return [Line(_("%(what)s removed") % {"what": what}, old=_summary(last, first.before or last.row, names))]
    old, new = _summary(first, first.before, names), _summary(last, last.row, names)
    return [Line(_("%(what)s changed") % {"what": what}, old, new)] if old != new else []


def _shown(column: "Field[Any, Any]", row: dict[str, Any], names: Names) -> str:
    value = row.get(column.attname)
    if column.name == "responsible":
        return names.user(value)
    if column.name == "parent":
        return names.customer(value)
    return _display(column, value)


def _display(column: Any, value: Any) -> str:
    """A value as people write it: labels of choices, German dates, yes and no."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return ", ".join(_display(column.base_field, item) for item in value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if column.get_internal_type() == "DateField":
        return day(date.fromisoformat(value))
    return str(value)


def _summary(event: Event, row: dict[str, Any], names: Names) -> str:
    """A row of a contact in one phrase, e.g. "+49 40 123456 (mobile, main)"."""

    def show(name: str) -> str:
        return _display(event.model._meta.get_field(name), row.get(name))

    details = [show("label")] if event.model is not Assignment else [show("roles"), show("position")]
    if event.model is Assignment:
        title = names.contact(row.get("person_id"))
        details += [_("from %(day)s") % {"day": show("valid_from")}] if row.get("valid_from") else []
        details += [_("until %(day)s") % {"day": show("valid_until")}] if row.get("valid_until") else []
    elif event.model is Address:
        title = str(Address(street=row["street"], postcode=row["postcode"], city=row["city"]))
        title = ", ".join(filter(None, [row["addition"], title, row["country"] if row["country"] != "DE" else ""]))
        details.append(show("federal_state"))
    else:
        value = row.get("number") or row.get("address") or row.get("url") or ""
        title = phone(value) if event.model is Phone else value
    details.append(str(MAIN[event.model]) if row.get("is_main") else "")
    said = ", ".join(filter(None, details))
    return f"{title} ({said})" if said else title
