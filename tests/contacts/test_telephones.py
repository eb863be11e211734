import pytest

from contacts.telephones import NotATelephone, digits, link, parse


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("040 123456", "+4940123456"),
        ("040/123 456-78", "+494012345678"),
        ("+49/3854/127614", "+493854127614"),
        ("0049 40 123456", "+4940123456"),
        ("+49 (0) 40 123456", "+4940123456"),
        ("(0170) 1234567", "+491701234567"),
        ("+43 1 514440", "+431514440"),
        ("+1 212 555 0100", "+12125550100"),
        ("040\u200b 12\0 34 56", "+4940123456"),
        ("040 123456 Durchwahl 12", "040 123456 Durchwahl 12"),
        ("0170 1234567 (nur abends)", "0170 1234567 (nur abends)"),
        ("112", "112"),
    ],
)
def test_a_number_is_understood_or_kept_as_typed(typed: str, stored: str) -> None:
    assert parse(typed) == stored


@pytest.mark.parametrize("typed", ["abc", "12", "", "siehe Zentrale", "040 123456 oder 0170 1234567", "1" * 10_000])
def test_garbage_is_refused(typed: str) -> None:
    with pytest.raises(NotATelephone):
        parse(typed)


@pytest.mark.parametrize(
    ("stored", "dialled"),
    [
        ("+4940123456", "tel:+4940123456"),
        ("040 123456 Durchwahl 12", "tel:+4940123456,12"),
        ("0170 1234567 (nur abends)", "tel:+491701234567"),
        ("112", "tel:112"),
        ("keine", ""),
    ],
)
def test_every_number_can_be_dialled(stored: str, dialled: str) -> None:
    assert link(stored) == dialled


def test_search_digits_fit_the_search_column() -> None:
    assert [digits(text) for text in ("040 12-34", "+49 (0)40 1234", "0049 40 1234")] == [
        "401234",
        "49401234",
        "49401234",
    ]
