"""Who changed a value last: read from the history."""

from typing import Any

from accounts.models import User
from timecount.editing import Change

# How far back a change is looked for; what was seen in an open form is younger than that.
FAR_ENOUGH = 50


def last_change(record: Any, field: str, part: str = "") -> Change | None:
    """Of a record with history: the event that gave the field the value that it has now, or a part of the field."""
    column = record.__class__._meta.get_field(field).attname
    events = record.events.order_by("-pgh_id").values_list(column, "pgh_created_at", "pgh_context")[:FAR_ENOUGH]
    found = None
    for whole, at, context in events:
        value = whole.get(part) if part else whole
        if found is not None and value != found[0]:
            break
        found = (value, at, context)
    return Change(_name(found[2]), found[1]) if found else None


def last_touch(model: Any, pk: int) -> Change | None:
    """The newest event of a record with history, which may be gone by now."""
    return last_event(model, pgh_obj_id=pk)


def last_event(model: Any, **of: int) -> Change | None:
    """The newest of several records with history: those of which the events say this."""
    events = model._meta.get_field("events").related_model.objects.filter(**of)
    newest = events.order_by("-pgh_id").values_list("pgh_created_at", "pgh_context").first()
    return Change(_name(newest[1]), newest[0]) if newest else None


def _name(context: dict[str, int] | None) -> str:
    author = User.objects.filter(pk=(context or {}).get("user")).first()
    return str(author) if author else ""
