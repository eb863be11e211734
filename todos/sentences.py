"""Entries and news in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Status
from timecount.jinja import day
from todos.models import Entry, Priority, Repeats

_HOUR, _DAY = 60, 24 * 60


def in_words(entry: Entry) -> str:
    """What it is, when and for whom, in one line."""
    return " · ".join(filter(None, [str(entry), when(entry), for_whom(entry), *_else(entry)]))


def when(entry: Entry) -> str:
    """24.12.2026, 14:30"""
    at = f"{entry.due_at_time:%H:%M}" if entry.due_at_time else ""
    return ", ".join(filter(None, [day(entry.due_on), at]))


def for_whom(entry: Entry) -> str:
    return str(entry.assignee or entry.team or "")


def _else(entry: Entry) -> list[str]:
    urgent = str(Priority(entry.priority).label) if entry.priority != Priority.NORMAL else ""
    return [urgent, repeats_in_words(entry) if entry.repeats != Repeats.NONE else ""]


def repeats_in_words(entry: Entry) -> str:
    """ "every week", "30, 7, 0 days before 31.12.2027" """
    if not entry.ends_on or not entry.days_before:
        return str(Repeats(entry.repeats).label)
    words = ngettext("%(days)s day before %(end)s", "%(days)s days before %(end)s", max(entry.days_before))
    return words % {"days": ", ".join(map(str, entry.days_before)), "end": day(entry.ends_on)}


def news_in_words(what: str, values: Mapping[str, Any]) -> str:
    """What changed, without the name of the customer."""
    new = str(values.get("new", ""))
    match what:
        case "status":
            label = str(dict(Status.choices).get(new, new))
            reason = values.get("reason")
            return _("New status: %(status)s") % {"status": f"{label} – {reason}" if reason else label}
        case "responsible":
            return _("Now responsible: %(name)s") % {"name": new or _("nobody")}
        case "address":
            return _("New address: %(address)s") % {"address": new or _("none")}
    return new


def before_in_words(minutes: int) -> str:
    """How long before something is due somebody is reminded."""
    if not minutes:
        return _("when it is due")
    if minutes % _DAY == 0:
        days = minutes // _DAY
        return ngettext("%(count)d day before", "%(count)d days before", days) % {"count": days}
    if minutes % _HOUR == 0:
        hours = minutes // _HOUR
        return ngettext("%(count)d hour before", "%(count)d hours before", hours) % {"count": hours}
    return ngettext("%(count)d minute before", "%(count)d minutes before", minutes) % {"count": minutes}
