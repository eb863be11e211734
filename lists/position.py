"""Where in a long list one is.  Pages are not numbered: nobody counts the rows before a place."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lists.finding import Found
from lists.state import ListState
from timecount.jinja import day, number


def position(state: ListState, found: Found) -> str:
    """Which rows the page shows: by number where that is known, else by what the list is sorted by."""
    if not found.rows or not (found.previous or found.next):
        return ""
    if found.previous is None:
        return _span(1, len(found.rows))
    if found.next is None and found.total_is_exact:
        return _span(found.total - len(found.rows) + 1, found.total)
    first, last = (_shown(getattr(row, state.sort.shown)) for row in (found.rows[0], found.rows[-1]))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _span(first: int, last: int) -> str:
    return number(first) if first == last else f"{number(first)}–{number(last)}"


def _shown(value: Any) -> str:
    return day(value) if isinstance(value, date) else str(value or "–")
