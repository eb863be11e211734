"""The history of a file as sentences: what changed from what to what, who did it, when, and through what.

Read from the event tables that the database keeps beside the customer, its contact, the rows of the
contact and its contact persons.  What was saved together is one entry.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import Team, User
from contacts.listing import CONTACTS
from contacts.models import Address, Assignment, Contact, ContactTag, Email, Phone, Website
from customers.listing import CUSTOMERS
from customers.models import Customer, TeamGrant, UserGrant
from customers.sentences import Event, Line, Names, lines_of, paired
from lists.models import Tag
from lists.own.kinds import Definition
from lists.own.selectors import all_own_fields

PAGE_SIZE = 20
NOBODY = UUID(int=0)


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


# The models of a file, and the column of their events that holds the key of the file.
SOURCES: dict[type[Model], str] = {
    Customer: "pgh_obj_id",
    Contact: "pgh_obj_id",
    ContactTag: "contact_id",
    Address: "contact_id",
    Phone: "contact_id",
    Email: "contact_id",
    Website: "contact_id",
    Assignment: "organisation_id",
    UserGrant: "content_object_id",
    TeamGrant: "content_object_id",
}
LISTS = (CUSTOMERS, CONTACTS)
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


def _names(user: User, events: Sequence[Event]) -> Names:
    """A few statements, however many events: only what the reader may see gets a name."""
    users: set[int] = set()
    customers: set[int] = set()
    contacts: set[int] = set()
    tags = {event.row["tag_id"] for event in events if event.model is ContactTag}
    teams = {event.row["group_id"] for event in events if event.model is TeamGrant}
    for event in events:
        users.update(event.context.get(name) or 0 for name in ("user", "stands_in_for", "handed_over"))
        users.add(event.row["user_id"] if event.model is UserGrant else 0)
        for row in (event.row, event.before):
            users.add(row.get("responsible_id") or 0)
            customers.add(row.get("parent_id") or 0)
            contacts.add(row.get("person_id") or 0)
    return Names(
        _named(user, Action.USE, User, users, "name"),
        _named(user, Action.VIEW_CUSTOMER, Customer, customers, "contact__name"),
        _named(user, Action.VIEW_CONTACT, Contact, contacts, "name"),
        _named(user, Action.USE, Tag, tags, "name"),
        _named(user, Action.USE, Team, teams, "group__name"),
        _own_fields(events),
    )


def _own_fields(events: Sequence[Event]) -> dict[type[Model], dict[str, Definition]]:
    """Only where one of them changed; retired ones too."""
    if not any(event.row.get("own") or event.before.get("own") for event in events):
        return {}
    found = all_own_fields(*(list_of.key for list_of in LISTS))
    return {list_of.model: {one.key: one for one in found.get(list_of.key, ())} for list_of in LISTS}


def _named(user: User, action: Action, model: type[Model], keys: set[int], name: str) -> dict[int, str]:
    """What need not be asked need not be composed either."""
    keys = keys - {0}
    if not keys:
        return {}
    return dict(visible(user, action, model._default_manager.filter(pk__in=keys)).values_list("pk", name))


def _entry(save: Sequence[Event], names: Names) -> Entry:
    first = save[0]
    created = any(event.model is Customer and event.label == "insert" for event in save)
    lines: list[Line] = []
    for model, group in groupby(sorted(save, key=_order), key=lambda event: event.model):
        # A new file is one sentence; that its contact was made with it goes without saying.
        if not (created and model is Contact):
            records = groupby(group, key=lambda event: event.object_id)
            lines += paired([line for _id, events in records for line in lines_of(list(events), names)], model)
    return Entry(first.at, _who(first.context, names), _through(first.context, names), lines)


def _who(context: dict[str, Any], names: Names) -> str:
    who, absent = context.get("user"), context.get("stands_in_for")
    name = names.user(who) if who else _("Timecount")
    return _("%(name)s standing in for %(absent)s") % {"name": name, "absent": names.user(absent)} if absent else name


def _through(context: dict[str, Any], names: Names) -> str:
    if former := context.get("handed_over"):
        return _("hand-over of all files of %(name)s") % {"name": names.user(former)}
    if context.get("bulk"):
        return _("undoing of a bulk change") if context.get("bulk_undone") else _("bulk change")
    if context.get("undone"):
        return _("undoing of an import")
    return _("import") if context.get("imported") else ""


def _order(event: Event) -> tuple[int, int]:
    return list(SOURCES).index(event.model), event.object_id
