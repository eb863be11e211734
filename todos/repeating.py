"""When a to-do is due again, and at which instant somebody is reminded.  Pure.

Every date is reckoned from the first one: what is due on the 31st is due on the last day of a short month and on the
31st again after it; what is due on 29 February is so on 28 February in years without one.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

MONTHS = {"monthly": 1, "yearly": 12}
# Proposed before an end.
USUAL_DAYS = [30, 7, 0]
# When somebody is reminded of what is due on a day, at no certain time.
MORNING = time(8)


def next_due(*, repeats: str, repeat_from: date, due_on: date, done_on: date) -> date:
    """The first date of the series that lies behind what is done, and behind today: what was missed is not made up."""
    behind = max(due_on, done_on)
    if behind < repeat_from:
        return repeat_from
    if repeats == "weekly":
        return behind + timedelta(days=7 - (behind - repeat_from).days % 7)
    step = MONTHS[repeats]
    months = (behind.year - repeat_from.year) * 12 + behind.month - repeat_from.month
    months -= months % step
    found = month_later(repeat_from, months)
    return found if found > behind else month_later(repeat_from, months + step)


def next_before(*, ends_on: date, days_before: Iterable[int], behind: date) -> date | None:
    """The first of the days before an end that lies behind that day; None after the last."""
    days = (ends_on - timedelta(days=count) for count in days_before)
    return min((day for day in days if day > behind), default=None)


def month_later(day: date, months: int = 1) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def instant(day: date, at: time) -> datetime:
    """That time in Berlin, as UTC.

    02:30 on the day when summer time begins does not exist: it is taken as 03:30, the hour that the clocks jump over
    later.  02:30 on the day when it ends comes twice: it is the first.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def reminder_at(due_on: date, due_at_time: time | None, before: timedelta = timedelta()) -> datetime:
    """When to remind: days before by the calendar (at the same time by the clock), hours and minutes as they pass."""
    days, rest = divmod(before, timedelta(days=1))
    return instant(due_on - timedelta(days=days), due_at_time or MORNING) - rest
