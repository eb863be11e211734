"""Dates of contracts and periods of the law, as tables."""

from datetime import date
from typing import Any

import pytest

from documents.retention import kept_until, may_become
from documents.validity import Term, ends_after_notice, follow_up_days, notice_by, renewed_until, rolled_over

D = date


@pytest.mark.parametrize(
    ("end", "notice", "unit", "last"),
    [
        (D(2026, 12, 31), 3, "months", D(2026, 9, 30)),  # the end of a month stays one
        (D(2027, 5, 31), 3, "months", D(2027, 2, 28)),
        (D(2028, 5, 31), 3, "months", D(2028, 2, 29)),  # a leap year
        (D(2027, 2, 28), 1, "months", D(2027, 1, 31)),
        (D(2028, 2, 28), 1, "months", D(2028, 1, 28)),  # not the end of that month
        (D(2027, 6, 15), 6, "months", D(2026, 12, 15)),
        (D(2027, 3, 30), 1, "months", D(2027, 2, 28)),
        (D(2027, 3, 1), 4, "weeks", D(2027, 2, 1)),
        (D(2028, 3, 1), 1, "weeks", D(2028, 2, 23)),
        (D(2027, 1, 1), 1, "days", D(2026, 12, 31)),
        (D(2027, 1, 1), 0, "days", D(2027, 1, 1)),
        (None, 3, "months", None),
        (D(2027, 1, 1), None, "months", None),
    ],
)
def test_the_last_day_to_give_notice(end: date | None, notice: int | None, unit: str, last: date | None) -> None:
    term = Term(valid_until=end, notice=notice, unit=unit)
    assert notice_by(term) == last
    assert notice_by(Term(valid_until=end, notice=notice, unit=unit, cancelled_on=D(2026, 1, 1))) is None


@pytest.mark.parametrize(
    ("end", "months", "then"),
    [
        (D(2026, 12, 31), 12, D(2027, 12, 31)),
        (D(2027, 2, 28), 12, D(2028, 2, 29)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2027, 1, 31), 1, D(2027, 2, 28)),
        (D(2027, 1, 30), 1, D(2027, 2, 28)),
        (D(2027, 6, 15), 24, D(2029, 6, 15)),
        (D(2027, 6, 15), None, None),
        (None, 12, None),
    ],
)
def test_the_end_of_the_next_term(end: date | None, months: int | None, then: date | None) -> None:
    assert renewed_until(Term(valid_until=end, renews=months)) == then


@pytest.mark.parametrize(
    ("today", "then"),
    [
        (D(2027, 1, 31), None),  # the last day still counts
        (D(2027, 2, 1), D(2027, 2, 28)),
        (D(2027, 3, 1), D(2027, 3, 31)),  # reckoned from the first end, so that it stays the end of a month
        (D(2028, 2, 15), D(2028, 2, 29)),
    ],
)
def test_a_contract_that_renewed_itself_meanwhile(today: date, then: date | None) -> None:
    term = Term(valid_until=D(2027, 1, 31), renews=1)
    assert rolled_over(term, today) == then
    assert rolled_over(Term(valid_until=D(2027, 1, 31), renews=1, cancelled_on=D(2027, 1, 1)), today) is None
    assert rolled_over(Term(valid_until=D(2027, 1, 31)), today) is None


YEARLY: dict[str, Any] = {"valid_until": D(2026, 12, 31), "notice": 3, "unit": "months", "renews": 12}


@pytest.mark.parametrize(
    ("term", "given", "end"),
    [
        (YEARLY, D(2026, 9, 30), D(2026, 12, 31)),
        (YEARLY, D(2026, 10, 1), D(2027, 12, 31)),  # a day late
        ({**YEARLY, "renews": None}, D(2026, 10, 1), D(2026, 12, 31)),
        ({**YEARLY, "notice": None}, D(2026, 12, 30), D(2026, 12, 31)),
        ({**YEARLY, "valid_until": None}, D(2026, 11, 30), D(2027, 2, 28)),
        ({**YEARLY, "valid_until": None, "unit": "weeks"}, D(2026, 12, 24), D(2027, 1, 14)),
        ({**YEARLY, "valid_until": None, "notice": None}, D(2026, 12, 24), None),
    ],
)
def test_a_notice_ends_the_contract(term: dict[str, Any], given: date, end: date | None) -> None:
    assert ends_after_notice(Term(**term), given) == end


def test_reminders_come_a_month_a_week_and_no_day_before() -> None:
    assert follow_up_days(D(2027, 3, 1)) == [D(2027, 1, 30), D(2027, 2, 22), D(2027, 3, 1)]


@pytest.mark.parametrize(
    ("retention", "dated", "ends", "years", "until"),
    [
        ("voucher", D(2026, 11, 23), None, 8, D(2034, 12, 31)),
        ("voucher", D(2026, 1, 1), None, 8, D(2034, 12, 31)),
        ("voucher", D(2026, 12, 31), None, 8, D(2034, 12, 31)),
        ("letter", D(2026, 11, 23), None, 6, D(2032, 12, 31)),
        ("letter", D(2020, 2, 29), D(2026, 6, 30), 6, D(2032, 12, 31)),  # a contract: from its end
        ("letter", D(2026, 5, 1), D(2025, 6, 30), 6, D(2032, 12, 31)),
        ("books", D(2026, 11, 23), None, 10, D(2036, 12, 31)),
        ("none", D(2026, 11, 23), None, 0, None),
    ],
)
def test_kept_until_the_end_of_a_calendar_year(
    retention: str, dated: date, ends: date | None, years: int, until: date | None
) -> None:
    assert kept_until(retention, dated=dated, ends=ends, years=years) == until


def test_a_class_is_raised_only() -> None:
    assert may_become("letter", "voucher")
    assert may_become("letter", "letter")
    assert not may_become("voucher", "letter")
    assert not may_become("letter", "none")
