import pytest

from accounts.models import User
from contacts.models import Assignment, Contact, Kind
from contacts.rows import PhoneRow
from contacts.services import create_organisation
from customers import services
from customers.models import Customer, Status
from tests.cast import firm


def test_a_new_customer_is_in_the_address_book(anna: User) -> None:
    customer = services.create_customer(
        by=anna, organisation={"name": "Neu GmbH", "phones": [PhoneRow(number="+494012345")]}, responsible=anna
    )
    contact = Contact.objects.get(pk=customer.pk)
    assert (contact.kind, contact.name, contact.phones.get().number) == (
        Kind.ORGANISATION,
        "Neu GmbH",
        "+494012345",
    )
    assert Customer.objects.get().search.split() == ["k-100001", "neu", "gmbh", "494012345"]


def test_a_private_person_can_be_a_customer(anna: User) -> None:
    customer = services.create_customer(by=anna, person={"first_name": "Karl", "last_name": "Käfer"})
    assert (customer.contact.kind, str(customer)) == (Kind.PERSON, "Karl Käfer")


def test_a_contact_becomes_a_customer_once(anna: User) -> None:
    contact = create_organisation(by=anna, name="Bekannt AG")
    assert services.create_customer(by=anna, contact=contact).contact == contact
    with pytest.raises(services.AlreadyCustomer):
        services.create_customer(by=anna, contact=contact)


def test_nothing_of_a_refused_customer_stays(acme: Customer, anna: User) -> None:
    before = Contact.objects.count()
    with pytest.raises(services.NumberTaken):
        services.create_customer(by=anna, organisation={"name": "Zweite GmbH"}, number=acme.number)
    assert Contact.objects.count() == before


def test_only_what_differs_is_written(acme: Customer, anna: User) -> None:
    before = Customer.objects.get().updated_at
    services.change_customer(customer=acme, by=anna, industry="", responsible=anna, number="10001")
    assert Customer.objects.get().updated_at == before
    changed = services.change_customer(customer=acme, by=anna, industry="Bau")
    assert (changed.industry, changed.updated_at > before) == ("Bau", True)


def test_a_stale_copy_overwrites_nothing_of_somebody_else(acme: Customer, anna: User, cleo: User) -> None:
    stale = Customer.objects.get(pk=acme.pk)
    services.change_customer(customer=acme, by=cleo, search_name="acme")
    services.change_customer(customer=stale, by=anna, industry="Bau")
    stored = Customer.objects.get()
    assert (stored.search_name, stored.industry) == ("acme", "Bau")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_blocked_without_a_reason(acme: Customer, anna: User, reason: str) -> None:
    with pytest.raises(services.ReasonMissing):
        services.change_status(customer=acme, status=Status.BLOCKED, reason=reason, by=anna)
    with pytest.raises(services.ReasonMissing):
        services.create_customer(by=anna, organisation={"name": "Neu"}, status=Status.BLOCKED, blocked_reason=reason)


def test_a_block_ends_with_its_reason(acme: Customer, anna: User) -> None:
    blocked = services.change_status(customer=acme, status=Status.BLOCKED, reason="zahlt nicht", by=anna)
    assert blocked.blocked_reason == "zahlt nicht"
    assert list(Customer.objects.pickable()) == []
    restored = services.change_status(customer=acme, status=Status.ACTIVE, by=anna)
    assert (restored.status, restored.blocked_reason) == ("active", "")
    assert services.change_status(customer=acme, status=Status.ARCHIVED, by=anna).status == "archived"
    assert list(Customer.objects.in_use()) == []


def test_nobody_is_their_own_parent_over_any_corner(acme: Customer, anna: User) -> None:
    daughter = services.create_customer(by=anna, organisation={"name": "Tochter"}, parent=acme)
    grandchild = services.create_customer(by=anna, organisation={"name": "Enkelin"}, parent=daughter)
    for parent in (acme, daughter, grandchild):
        with pytest.raises(services.ParentLoop):
            services.change_customer(customer=acme, by=anna, parent=parent)
    services.change_customer(customer=grandchild, by=anna, parent=acme)


def test_a_number_cannot_be_taken_away(acme: Customer, anna: User) -> None:
    with pytest.raises(services.NumberTaken, match="braucht eine Nummer"):
        services.change_customer(customer=acme, by=anna, number="")
    other = firm("Zweite GmbH", by=anna)
    with pytest.raises(services.NumberTaken):
        services.change_customer(customer=other, by=anna, number=acme.number)
    assert services.change_customer(customer=other, by=anna, number="Z-1").number == "Z-1"


def test_a_file_is_deleted_only_while_nothing_hangs_on_it(acme: Customer, anna: User) -> None:
    daughter = services.create_customer(by=anna, organisation={"name": "Tochter"}, parent=acme)
    with pytest.raises(services.StillNeeded, match="Tochtergesellschaften"):
        services.delete_customer(customer=acme, by=anna)
    services.delete_customer(customer=daughter, by=anna)
    assert Contact.objects.filter(pk=daughter.pk).exists()
    services.delete_customer(customer=acme, by=anna)
    assert not Customer.objects.exists()
    with pytest.raises(services.CustomerGone):
        services.change_customer(customer=acme, by=anna, industry="Bau")


def test_deleting_a_closed_file_would_open_its_contact(hidden: Customer, cleo: User) -> None:
    with pytest.raises(services.StillNeeded):
        services.delete_customer(customer=hidden, by=cleo)


def test_a_new_contact_person_gets_into_the_address_book(acme: Customer, anna: User) -> None:
    added = services.add_person(
        customer=acme, by=anna, person={"first_name": "Petra", "last_name": "Klein"}, roles=["purchasing"]
    )
    assert Assignment.objects.get(pk=added.pk).person.name == "Petra Klein"
    assert "petra klein" in Customer.objects.get().search
