"""What happened to one record, as sentences: from the old value to the new one, in the words of people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Field, FileField, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import FileLevel
from contacts.models import Address, Assignment, Contact, ContactTag, Email, Phone, Website
from customers.checks import grouped
from customers.models import Access, Customer, TeamGrant, UserGrant
from lists.own.kinds import Definition, OwnKind, shown
from timecount.extensions import Label
from timecount.jinja import day, phone

# Columns that say nothing to a reader: keys, and copies of what stands elsewhere in the entry.
SILENT = frozenset({"id", "created_at", "updated_at", "contact", "contact_id", "organisation", "person", "kind", "own"})


# What the main one of several is called.
MAIN: dict[type[Model], Label] = {
    Address: gettext_lazy("main address"),
    Phone: gettext_lazy("main number"),
    Email: gettext_lazy("main e-mail"),
    Website: gettext_lazy("main website"),
    Assignment: gettext_lazy("main contact person"),
}


@dataclass(frozen=True)
class Line:
    """One sentence; `old` and `new` are None where there is nothing to compare."""

    sentence: str
    old: str | None = None
    new: str | None = None


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
    tags: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    # Own fields by model and key.
    own: dict[type[Model], dict[str, Definition]] = field(default_factory=dict)

    def user(self, pk: int | None) -> str:
        return "" if pk is None else self.users.get(pk, _("a deleted user"))

    def team(self, pk: int) -> str:
        name = self.teams.get(pk)
        return _("team %(name)s") % {"name": name} if name else _("a deleted team")

    def customer(self, pk: int | None) -> str:
        """The same words for a file that the reader may not see and for one that is gone."""
        return "" if pk is None else self.customers.get(pk, _("a company that you cannot see"))

    def contact(self, pk: int | None) -> str:
        return "" if pk is None else self.contacts.get(pk, _("a person whom you cannot see"))


def lines_of(events: list[Event], names: Names) -> list[Line]:
    """What all events of one record in one save come to: from the first old state to the last new one."""
    first, last = events[0], events[-1]
    appeared, vanished = first.label == "insert", last.label == "delete"
    if appeared and vanished:
        return []
    if first.model not in (Customer, Contact):
        return _TOLD.get(first.model, _row_line)(first, last, names)
    what = capfirst(first.model._meta.verbose_name)
    if appeared:
        return [Line(_("%(what)s created") % {"what": what}, new=last.row.get("number"))]
    if vanished:
        return [Line(_("%(what)s deleted") % {"what": what})]
    columns = [column for column in first.model._meta.concrete_fields if column.attname in last.row]
    changed = [
        _changed(column, first.before, last.row, names)
        for column in columns
        if column.name not in SILENT and first.before.get(column.attname) != last.row[column.attname]
    ]
    return [*changed, *_own_lines(first, last, names)]


def _own_lines(first: Event, last: Event, names: Names) -> list[Line]:
    """Of every own field that is different now; what nobody knows any more is called by its key."""
    old, new = first.before.get("own") or {}, last.row.get("own") or {}
    known = names.own.get(first.model, {})
    differing = [key for key in {**known, **old, **new} if old.get(key) != new.get(key)]
    fields = [known.get(key, Definition(key, key, OwnKind.TEXT)) for key in differing]
    return [
        Line(_("%(what)s changed") % {"what": one.label}, shown(one, old.get(one.key)), shown(one, new.get(one.key)))
        for one in fields
    ]


def _changed(column: Any, before: dict[str, Any], row: dict[str, Any], names: Names) -> Line:
    if column.name == "access":
        opened = _("Opened to everybody with the module Customers")
        return Line(_("Restricted to named people") if row["access"] == Access.RESTRICTED else opened)
    sentence = _("%(what)s changed") % {"what": capfirst(column.verbose_name)}
    if isinstance(column, FileField):
        return Line(sentence)  # the name of a file in the storage says nothing
    return Line(sentence, _shown(column, before, names), _shown(column, row, names))


def _tag_line(_first: Event, last: Event, names: Names) -> list[Line]:
    tag = names.tags.get(last.row["tag_id"], _("deleted since"))
    sentence = _("Tag “%(tag)s” added") if last.label == "insert" else _("Tag “%(tag)s” removed")
    return [Line(sentence % {"tag": tag})]


def _grant_line(first: Event, last: Event, names: Names) -> list[Line]:
    row = last.row
    name = names.user(row["user_id"]) if first.model is UserGrant else names.team(row["group_id"])
    if first.label == "insert":
        return [Line(_("Shared with %(name)s") % {"name": name}, new=_granted(row))]
    if last.label == "delete":
        return [Line(_("Share withdrawn from %(name)s") % {"name": name}, old=_granted(row))]
    old, new = _granted(first.before), _granted(row)
    return [Line(_("Share of %(name)s changed") % {"name": name}, old, new)] if old != new else []


def _granted(row: dict[str, Any]) -> str:
    return granted(row["level"], date.fromisoformat(row["until"]) if row.get("until") else None)


_TOLD: dict[type[Model], Callable[[Event, Event, Names], list[Line]]] = {
    ContactTag: _tag_line,
    UserGrant: _grant_line,
    TeamGrant: _grant_line,
}


def granted(level: int, until: date | None) -> str:
    """As "bearbeiten, bis 30.11.2026"."""
    name = str(FileLevel(level).label)
    return _("%(level)s, until %(day)s") % {"level": name, "day": day(until)} if until else name


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
    if column.name == "iban":
        return grouped(value or "")
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


def paired(lines: list[Line], model: type[Model]) -> list[Line]:
    """One row given up for one new one reads as a change."""
    if model in (UserGrant, TeamGrant):
        return lines
    if len(lines) == 2 and {(line.old is None, line.new is None) for line in lines} == {
        (True, False),
        (False, True),
    }:
        old, new = (next(filter(None, (getattr(line, side) for line in lines)), "") for side in ("old", "new"))
        return [Line(_("%(what)s changed") % {"what": capfirst(model._meta.verbose_name)}, old, new)]
    return lines
