"""Amounts and payment terms as people write them."""

from decimal import Decimal

import pytest

from customers.importing import readings


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("24,50", "24.5", "24,50_€"),
        ("31,90 €", "31.9", "31,90_€"),
        ("1.024,00", "1024", "1.024,00_€"),
        ("28.75", "28.75", "28,75_€"),
        ("28,75 EUR/Std.", "28.75", "28,75_€"),
        ("1 250 €", "1250", "1.250,00_€"),
        ("19", "19", "19,00_€"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed: str, value: str, shown: str) -> None:
    reading = readings.amount(typed)
    assert (reading.value, "_".join(reading.shown.split()), reading.doubt) == (Decimal(value), shown, None)


def test_an_amount_that_could_be_two_things_says_so() -> None:
    reading = readings.amount("1.024")
    assert reading.value == 1024
    assert reading.doubt
    assert reading.doubt.code == "read_as"


@pytest.mark.parametrize("typed", ["nach Absprache", "12,5,3", "24,50 / 28,00", "€"])
def test_what_is_no_amount_is_kept_and_named(typed: str) -> None:
    reading = readings.amount(typed)
    assert reading.value == typed
    assert reading.doubt
    assert reading.doubt.code == "amount_unclear"


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("14", 14, "14 Tage"),
        ("30 Tage", 30, "30 Tage"),
        ("30 Tage netto", 30, "30 Tage"),
        ("netto 30 Tage", 30, "30 Tage"),
        ("1 Tag", 1, "1 Tag"),
        ("sofort", 0, "sofort"),
        ("Sofort fällig", 0, "sofort"),
    ],
)
def test_a_payment_term_is_days(typed: str, value: int, shown: str) -> None:
    reading = readings.days(typed)
    assert (reading.value, reading.shown, reading.doubt) == (value, shown, None)


@pytest.mark.parametrize("typed", ["8 Tage 2% Skonto", "9999", "nach Vereinbarung"])
def test_what_is_no_payment_term_is_kept_and_named(typed: str) -> None:
    reading = readings.days(typed)
    assert reading.doubt
    assert reading.doubt.code == "term_unclear"
