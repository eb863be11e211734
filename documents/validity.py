"""How long a contract holds, and the last day to give notice.  Pure."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

FOLLOW_UP_DAYS = (30, 7, 0)


@dataclass(frozen=True)
class Term:
    """What was agreed; `notice` in `unit`, `renews` in months."""

    valid_from: date | None = None
    valid_until: date | None = None
    notice: int | None = None
    unit: str = "months"
    renews: int | None = None
    cancelled_on: date | None = None


def notice_by(term: Term) -> date | None:
    """The last day on which a notice still ends the contract with its term (§§ 187, 188 BGB reckoned backward).

    None without an end, without a notice period, or after notice was given.
    """
    if term.valid_until is None or term.notice is None or term.cancelled_on is not None:
        return None
    if term.unit == "months":
        return _end_of_month_kept(term.valid_until, -term.notice)
    return term.valid_until - timedelta(days=term.notice * (7 if term.unit == "weeks" else 1))


def renewed_until(term: Term) -> date | None:
    """The end of the next term; None where nothing says how long that is."""
    if term.valid_until is None or not term.renews:
        return None
    return _end_of_month_kept(term.valid_until, term.renews)


def ends_after_notice(term: Term, given: date) -> date | None:
    """When a notice that is given on this day ends the contract; None if it goes on without an end that is known.

    A notice that comes too late counts for the end of the next term; without an end, the period runs from the day.
    """
    if term.valid_until is None:
        return None if term.notice is None else _later(given, term.notice, term.unit)
    last = notice_by(replace(term, cancelled_on=None))
    if last is None or given <= last:
        return term.valid_until
    return renewed_until(term) or term.valid_until


def rolled_over(term: Term, today: date) -> date | None:
    """The end of the term that runs today, of a contract that renewed itself, perhaps several times; None if it did
    not.
    """
    if term.valid_until is None or not term.renews or term.cancelled_on is not None or term.valid_until >= today:
        return None
    turns = 1
    while (end := _end_of_month_kept(term.valid_until, turns * term.renews)) < today:
        turns += 1
    return end


def follow_up_days(notice_by: date) -> list[date]:
    """When somebody is reminded that notice could be given, the last day included."""
    return [notice_by - timedelta(days=days) for days in FOLLOW_UP_DAYS]


def _later(day: date, count: int, unit: str) -> date:
    if unit == "months":
        month = day.year * 12 + day.month - 1 + count
        year, month = divmod(month, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day + timedelta(days=count * (7 if unit == "weeks" else 1))


def _end_of_month_kept(day: date, months: int) -> date:
    """So many months away; the end of a month stays the end of a month, as terms are meant."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_end else min(day.day, last))
