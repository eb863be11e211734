"""What addresses name, and where they may lead."""

import pytest
from django.test import RequestFactory

from timecount.addresses import absolute, is_ours, record_key


@pytest.mark.parametrize(("typed", "key"), [("7", 7), ("0", 0), ("9" * 18, 10**18 - 1)])
def test_a_key_is_read(typed: str, key: int) -> None:
    assert record_key(typed) == key


@pytest.mark.parametrize("typed", ["", "-7", "7.0", " 7", "x", "٧", "²", "9" * 19, "9" * 5000])
def test_what_can_be_no_key_is_none(typed: str) -> None:
    assert record_key(typed) is None


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", ""])
def test_one_is_not_led_elsewhere(there: str) -> None:
    request = RequestFactory().get("/")
    assert not is_ours(request, there)
    assert is_ours(request, "/customers/?q=x")
    assert is_ours(request, "http://testserver/customers/")


def test_an_address_for_others_begins_with_the_house(settings: object) -> None:
    settings.BASE_URL = "https://timecount.example/"  # type: ignore[attr-defined]
    assert absolute("/todos/") == "https://timecount.example/todos/"
