from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from todos.repeating import instant, month_later, next_before, next_due, reminder_at

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def series(repeats: str, first: date, times: int) -> list[date]:
    """What comes if each is done on its day."""
    found = [first]
    for _ in range(times):
        found.append(next_due(repeats=repeats, repeat_from=first, due_on=found[-1], done_on=found[-1]))
    return found[1:]


@pytest.mark.parametrize(
    ("repeats", "first", "following"),
    [
        ("weekly", date(2026, 12, 24), [date(2026, 12, 31), date(2027, 1, 7)]),
        ("monthly", date(2027, 1, 31), [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)]),
        ("monthly", date(2027, 11, 30), [date(2027, 12, 30), date(2028, 1, 30), date(2028, 2, 29), date(2028, 3, 30)]),
        ("yearly", date(2028, 2, 29), [date(y, 2, 28) for y in (2029, 2030, 2031)] + [date(2032, 2, 29)]),
        ("yearly", date(2026, 12, 31), [date(2027, 12, 31), date(2028, 12, 31)]),
    ],
)
def test_ends_of_months_and_leap_years_do_not_drift(repeats: str, first: date, following: list[date]) -> None:
    assert series(repeats, first, len(following)) == following


@pytest.mark.parametrize(
    ("repeats", "due_on", "done_on", "expected"),
    [
        ("weekly", date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 30)),  # early
        ("weekly", date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30)),  # late
        ("weekly", date(2026, 11, 2), date(2026, 11, 24), date(2026, 11, 30)),  # three weeks late
        ("weekly", date(2026, 11, 2), date(2026, 11, 23), date(2026, 11, 30)),  # on the day of the next
        ("monthly", date(2026, 9, 2), date(2026, 11, 24), date(2026, 12, 2)),
        ("yearly", date(2024, 11, 2), date(2026, 11, 1), date(2026, 11, 2)),
    ],
)
def test_what_was_missed_is_not_made_up(repeats: str, due_on: date, done_on: date, expected: date) -> None:
    first = date(2020, 11, 2)
    assert next_due(repeats=repeats, repeat_from=first, due_on=due_on, done_on=done_on) == expected


def test_a_series_that_begins_later_begins_with_its_first_day() -> None:
    first, today = date(2027, 5, 1), date(2026, 11, 24)
    assert next_due(repeats="monthly", repeat_from=first, due_on=today, done_on=today) == first


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (date(2027, 11, 30), date(2027, 12, 1)),
        (date(2027, 12, 1), date(2027, 12, 24)),
        (date(2027, 12, 30), date(2027, 12, 31)),
        (date(2027, 12, 31), None),
    ],
)
def test_before_an_end_comes_the_next_of_its_days_and_none_after_the_last(behind: date, expected: date | None) -> None:
    assert next_before(ends_on=date(2027, 12, 31), days_before=[30, 7, 0], behind=behind) == expected


@given(st.sampled_from(["weekly", "monthly", "yearly"]), DAYS, DAYS, DAYS)
def test_the_next_one_is_of_the_series_and_the_nearest(repeats: str, first: date, due: date, done: date) -> None:
    found = next_due(repeats=repeats, repeat_from=first, due_on=due, done_on=done)
    behind = max(due, done)
    assert found > behind or found == first
    longest = {"weekly": 7, "monthly": 31, "yearly": 366}[repeats]
    assert found == first or found - behind <= timedelta(days=longest)
    if repeats == "weekly":
        assert (found - first).days % 7 == 0
    else:
        assert found.day == first.day or (found.day < first.day and (found + timedelta(days=1)).day == 1)
    assert repeats != "yearly" or found.month == first.month


def test_a_month_later() -> None:
    assert month_later(date(2026, 12, 31)) == date(2027, 1, 31)
    assert month_later(date(2027, 3, 31), -1) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 11, 24), time(14), datetime(2026, 11, 24, 13, tzinfo=UTC)),
        (date(2026, 7, 1), time(0, 30), datetime(2026, 6, 30, 22, 30, tzinfo=UTC)),
        # Summer time begins on 28 March 2027 at 02:00: 02:30 does not exist.
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # It ends on 31 October 2027 at 03:00: 02:30 comes twice, the first is meant.
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (date(2027, 10, 31), time(3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_times_in_berlin_as_instants(day: date, at: time, expected: datetime) -> None:
    assert instant(day, at) == expected


@pytest.mark.parametrize(
    ("due_on", "at", "before", "local"),
    [
        (date(2026, 11, 24), None, timedelta(), "2026-11-24 08:00"),
        (date(2026, 11, 24), time(14), timedelta(minutes=30), "2026-11-24 13:30"),
        (date(2026, 11, 24), time(0, 15), timedelta(minutes=30), "2026-11-23 23:45"),
        (date(2026, 11, 24), time(14), timedelta(days=1, hours=2), "2026-11-23 12:00"),
        # A day before is the day before, at the same time by the clock, although that day has 23 or 25 hours.
        (date(2027, 3, 28), time(14), timedelta(days=1), "2027-03-27 14:00"),
        (date(2027, 10, 31), time(14), timedelta(weeks=1), "2027-10-24 14:00"),
        # Two hours before are two hours: 03:00 is two hours after 00:00 when the clocks jump.
        (date(2027, 3, 28), time(3), timedelta(hours=2), "2027-03-28 00:00"),
        (date(2027, 10, 31), time(3), timedelta(hours=2), "2027-10-31 02:00"),
    ],
)
def test_reminders(due_on: date, at: time | None, before: timedelta, local: str) -> None:
    found = reminder_at(due_on, at, before)
    assert f"{found.astimezone(ZoneInfo('Europe/Berlin')):%Y-%m-%d %H:%M}" == local


@given(DAYS, st.times())
def test_an_instant_reads_as_it_was_said_or_does_not_exist(day: date, at: time) -> None:
    found = instant(day, at).astimezone(ZoneInfo("Europe/Berlin")).replace(tzinfo=None)
    said = datetime.combine(day, at)
    assert found in (said, said + timedelta(hours=1))
