"""A to-do typed in one line, as `services.add` takes it, with colleagues and teams looked up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from timecount.errors import Refused
from todos.nameable import names
from todos.quick_add import Piece, understand


class NobodyCalled(Refused):
    """Better asked than done by nobody."""


@dataclass(frozen=True)
class Line:
    """`values` by the names of the form's fields; `pieces` is what was understood, to be shown."""

    values: dict[str, Any]
    pieces: tuple[Piece, ...]


def read_line(line: str, *, now: datetime, taken_back: Collection[str] = ()) -> Line:
    """The first who is named is to do it; all others are told, for they stand in the text then."""
    known = names() if "@" in line else {}
    read = understand(line, now=now, names=known, taken_back=taken_back)
    principals = {name.casefold(): key for name, key in known.items()}
    if unknown := [name for name in read.mentions if name.casefold() not in principals]:
        raise NobodyCalled(_("Nobody here, and no team, is called “%(name)s”.") % {"name": unknown[0]}, field="title")
    values: dict[str, Any] = {
        "title": read.title,
        "due_on": read.due_on,
        "due_at_time": read.due_at_time,
        "priority": read.priority,
        "repeats": read.repeats,
        "ends_on": read.ends_on,
        "days_before": list(read.days_before) or None,
        "for_whom": principals[read.mentions[0].casefold()] if read.mentions else None,
        "text": " ".join(f"@{name}" for name in read.mentions[1:]),
        "remind_before": read.remind_before,
    }
    return Line({name: value for name, value in values.items() if value not in (None, "")}, read.understood)
