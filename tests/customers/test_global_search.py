"""The search of the top bar finds customers."""

import pytest

from accounts.models import User
from customers.models import Customer
from todos.selectors import found

pytestmark = pytest.mark.django_db


def test_the_top_bar_finds_customers_first(anna: User, acme: Customer) -> None:
    groups = found(anna, acme.contact.organisation_name, limit=6)
    assert groups[0].key == "customers"
    assert [hit.title for hit in groups[0].hits] == [acme.contact.name]
