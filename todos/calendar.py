"""Months and weeks as a page shows them, from entries that it brings.  Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol

from todos.repeating import month_later

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Due(Protocol):
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_at_time(self) -> time | None: ...


@dataclass(frozen=True)
class Day[Entry: Due]:
    """`is_inside`: of the month that is shown, not one of those around it."""

    date: date
    entries: tuple[Entry, ...]
    is_today: bool
    is_inside: bool


@dataclass(frozen=True)
class Week[Entry: Due]:
    """From Monday to Sunday, with its number after ISO 8601."""

    number: int
    days: tuple[Day[Entry], ...]


@dataclass(frozen=True)
class Period:
    """A month or a week: its first and last day, and those that a page shows, which are whole weeks."""

    first: date
    last: date
    is_month: bool

    @property
    def shown(self) -> tuple[date, date]:
        return monday(self.first), monday(self.last) + timedelta(days=6)

    @property
    def key(self) -> str:
        """As it stands in a URL: 2026-11, 2026-W48."""
        year, week, _ = self.first.isocalendar()
        return f"{self.first:%Y-%m}" if self.is_month else f"{year}-W{week:02}"

    @property
    def previous(self) -> "Period":
        return month_around(month_later(self.first, -1)) if self.is_month else week_around(self.first - timedelta(7))

    @property
    def next(self) -> "Period":
        return month_around(month_later(self.first)) if self.is_month else week_around(self.first + timedelta(7))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_around(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, month_later(first) - timedelta(days=1), is_month=True)


def week_around(day: date) -> Period:
    first = monday(day)
    return Period(first, first + timedelta(days=6), is_month=False)


def period_of(key: str, *, today: date, is_month: bool = True) -> Period:
    """The period that a URL names; for nonsense the one that we are in, a month or a week."""
    match = re.fullmatch(r"(\d{4})-(W?)(\d\d)", key, re.ASCII)
    try:
        if match and match[2]:
            day, is_month = date.fromisocalendar(int(match[1]), int(match[3]), 1), False
        elif match:
            day, is_month = date(int(match[1]), int(match[3]), 1), True
        else:
            day = today
    except ValueError:
        day = today
    day = day if EARLIEST <= day <= LATEST else today
    return month_around(day) if is_month else week_around(day)


def weeks_of[Entry: Due](period: Period, entries: Iterable[Entry], *, today: date) -> tuple[Week[Entry], ...]:
    """Entries of a day: first those without a time, then by time; otherwise in the order in which they come."""
    by_day: dict[date | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.due_on].append(entry)
    first, last = period.shown
    return tuple(
        Week(start.isocalendar().week, tuple(_day(start + timedelta(n), by_day, period, today) for n in range(7)))
        for start in (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    )


def _day[Entry: Due](day: date, by_day: dict[date | None, list[Entry]], period: Period, today: date) -> Day[Entry]:
    entries = sorted(
        by_day.get(day, ()), key=lambda entry: (entry.due_at_time is not None, entry.due_at_time or time.min)
    )
    return Day(day, tuple(entries), is_today=day == today, is_inside=period.first <= day <= period.last)
