from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from todos.calendar import month_around, period_of, week_around, weeks_of

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Entry:
    title: str
    due_on: date | None
    due_at_time: time | None = None


NOTHING: list[Entry] = []


def test_a_month_is_whole_weeks_with_their_numbers() -> None:
    period = month_around(TODAY)
    weeks = weeks_of(period, NOTHING, today=TODAY)
    assert (period.first, period.last, period.key) == (date(2026, 11, 1), date(2026, 11, 30), "2026-11")
    assert [week.number for week in weeks] == [44, 45, 46, 47, 48, 49]
    assert (weeks[0].days[0].date, weeks[-1].days[-1].date) == period.shown == (date(2026, 10, 26), date(2026, 12, 6))
    assert [day.date for week in weeks for day in week.days if day.is_today] == [TODAY]
    assert sum(day.is_inside for week in weeks for day in week.days) == 30


def test_a_week_over_the_turn_of_the_year_belongs_to_the_year_of_its_thursday() -> None:
    period = week_around(date(2027, 1, 1))
    (week,) = weeks_of(period, NOTHING, today=TODAY)
    assert (period.key, week.number) == ("2026-W53", 53)
    assert all(day.is_inside for day in week.days)
    assert (period.previous.key, period.next.key) == ("2026-W52", "2027-W01")


def test_entries_stand_on_their_day_without_a_time_first() -> None:
    entries = [
        Entry("b", TODAY, time(14)),
        Entry("c", TODAY),
        Entry("a", TODAY, time(0)),
        Entry("d", TODAY),
        Entry("other month", date(2026, 12, 6)),
        Entry("not shown", date(2026, 12, 7)),
        Entry("no day", None),
    ]
    weeks = weeks_of(month_around(TODAY), entries, today=TODAY)
    shown = {day.date: [entry.title for entry in day.entries] for week in weeks for day in week.days if day.entries}
    assert shown == {TODAY: ["c", "d", "a", "b"], date(2026, 12, 6): ["other month"]}


@pytest.mark.parametrize(
    ("key", "is_month", "expected"),
    [
        ("2027-02", True, "2027-02"),
        ("2027-02", False, "2027-02"),
        ("2026-W53", True, "2026-W53"),
        ("", True, "2026-11"),
        ("", False, "2026-W48"),
        ("2027-W53", False, "2026-W48"),
        ("2026-13", True, "2026-11"),
        ("0001-01", True, "2026-11"),
        ("9999-12", True, "2026-11"),
        ("9999-W52", False, "2026-W48"),
        ("٢٠٢٦-11", True, "2026-11"),
        ("2026-11'--", True, "2026-11"),
    ],
)
def test_what_a_url_names(key: str, is_month: bool, expected: str) -> None:
    assert period_of(key, today=TODAY, is_month=is_month).key == expected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.booleans())
def test_periods_follow_each_other_without_a_gap(day: date, is_month: bool) -> None:
    period = month_around(day) if is_month else week_around(day)
    assert period.first <= day <= period.last
    assert period.next.first == period.last + timedelta(days=1)
    assert period.next.previous == period
    assert period_of(period.key, today=TODAY) == period
    days = [day for week in weeks_of(period, NOTHING, today=TODAY) for day in week.days]
    assert [days[0].date, days[-1].date] == list(period.shown)
    assert [day.date for day in days] == [days[0].date + timedelta(n) for n in range(len(days))]


@given(st.text(max_size=12))
def test_no_text_in_a_url_is_an_error(key: str) -> None:
    assert period_of(key, today=TODAY).first.year >= 1900
