"""The people and files of every test: anna keeps Acme's file, ben may read it, cleo keeps a file that is
closed to the others, paula does the accounts, boss is superuser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from contacts.rows import AddressRow, EmailRow, PhoneRow
from contacts.services import assign, create_person
from customers.models import Access, Customer
from customers.services import create_customer

# Stands in every text of what somebody else may not see; no answer to them may contain it.
CANARY = "Kanarienvogel"

Browse = Callable[[User], Client]


def person(name: str, *roles: str, superuser: bool = False) -> User:
    """A person as the next request would load them, with these roles."""
    user = User.objects.create_user(f"{name.lower()}@acme.example", name=name, is_superuser=superuser)
    user.groups.set(Group.objects.filter(name__in=roles))
    loaded: User = User.objects.with_rights().get(pk=user.pk)
    return loaded


@pytest.fixture
def anna(db: None) -> User:
    return person("Anna", "Sachbearbeitung")


@pytest.fixture
def ben(db: None) -> User:
    return person("Ben", "Lesen")


@pytest.fixture
def cleo(db: None) -> User:
    return person("Cleo", "Sachbearbeitung")


@pytest.fixture
def paula(db: None) -> User:
    return person("Paula", "Buchhaltung")


@pytest.fixture
def boss(db: None) -> User:
    return person("Boss", "Administration", superuser=True)


def firm(name: str, *, by: User, number: str | None = None, city: str = "Hamburg", **values: object) -> Customer:
    """A customer with one address, telephone, e-mail and main contact person, all named after it."""
    domain = f"{name.split(maxsplit=1)[0].lower()}.example"
    customer = create_customer(
        by=by,
        number=number,
        organisation={
            "name": name,
            "addresses": [AddressRow(street="Hafenstraße 1", postcode="20457", city=city)],
            "phones": [PhoneRow(number="+4940123456")],
            "emails": [EmailRow(address=f"info@{domain}")],
        },
        **values,  # type: ignore[arg-type]
    )
    uwe = create_person(
        by=by,
        first_name="Uwe",
        last_name=name.split(maxsplit=1)[0],
        emails=[EmailRow(address=f"uwe@{domain}")],
    )
    assign(person=uwe, organisation=customer.contact, by=by, roles=["purchasing"], is_main=True)
    return Customer.objects.select_related("contact").get(pk=customer.pk)


def open_file(anna: User) -> Customer:
    """Open to everybody with the module; anna is responsible."""
    return firm("Acme GmbH", by=anna, number="10001", responsible=anna)


def closed_file(cleo: User) -> Customer:
    """Only cleo and superusers see it; it is full of canaries."""
    return firm(
        f"{CANARY} AG",
        by=cleo,
        number=f"{CANARY}-1",
        city=CANARY,
        responsible=cleo,
        access=Access.RESTRICTED,
        industry=CANARY,
        search_name=CANARY,
    )


@pytest.fixture
def acme(anna: User) -> Customer:
    return open_file(anna)


@pytest.fixture
def hidden(cleo: User) -> Customer:
    return closed_file(cleo)


@pytest.fixture
def browse() -> Browse:
    """A browser in which the person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
