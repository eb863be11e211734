from datetime import date

import pytest
from django.core.exceptions import ValidationError

from customers import checks


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        ("vat_id", "", ""),
        ("vat_id", "de 136 695 976", "DE136695976"),
        ("vat_id", "ATU13585627", "ATU13585627"),
        ("vat_id", "GR094259216", "EL094259216"),
        ("vat_id", "GB 980 7806 84", "GB980780684"),
        ("vat_id", "CHE-107.787.577 MWST", "CHE107787577MWST"),
        ("tax_number", "181/815/08155", "181/815/08155"),
        ("tax_number", "2181081508155", "2181081508155"),
        ("iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("iban", "AT611904300234573201", "AT611904300234573201"),
        ("buyer_reference", "991-03730-19", "991-03730-19"),
        ("buyer_reference", "Bestellung 4711", "Bestellung 4711"),
        ("debtor_account", "10 017", "10017"),
    ],
)
def test_what_is_right_is_kept_in_its_canonical_form(check: str, typed: str, kept: str) -> None:
    assert checks.CHECKS[check](typed) == kept


@pytest.mark.parametrize(
    ("check", "typed", "part"),
    [
        ("vat_id", "DE136695970", "Prüfziffer"),
        ("vat_id", "136695976", "keine USt-IdNr."),
        ("vat_id", "DE", "keine USt-IdNr."),
        ("vat_id", "XX123", "keine USt-IdNr."),
        ("tax_number", "123", "Steuernummer"),
        ("tax_number", "abc", "Steuernummer"),
        ("iban", "DE89370400440532013001", "Prüfziffern"),
        ("iban", "12345", "keine IBAN"),
        ("buyer_reference", "991-03730-18", "Prüfziffern"),
        ("debtor_account", "K10017", "4 bis 9 Ziffern"),
        ("debtor_account", "²²²²", "4 bis 9 Ziffern"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(check: str, typed: str, part: str) -> None:
    with pytest.raises(ValidationError) as refused:
        checks.CHECKS[check](typed)
    assert part in refused.value.messages[0]


def test_a_german_iban_knows_its_bank() -> None:
    assert checks.bank("DE89370400440532013000") == checks.Bank("Commerzbank", "COBADEFFXXX")
    assert checks.bank("AT611904300234573201") is None
    assert checks.grouped("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize("day", [date(2027, 12, 1), date(20, 1, 1)])
def test_nobody_is_a_customer_since_the_far_future_or_antiquity(day: date) -> None:
    with pytest.raises(ValidationError):
        checks.customer_since(day, today=date(2026, 11, 24))
    assert checks.customer_since(date(2027, 1, 1), today=date(2026, 11, 24)) == date(2027, 1, 1)
