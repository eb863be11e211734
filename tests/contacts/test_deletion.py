"""Deleting is refused while the record is needed, and can be taken back."""

from datetime import date

import pytest

from accounts.models import User
from contacts.deletion import ContactInUse, NothingToRestore, delete_contact, restore_contact
from contacts.models import Contact
from contacts.rows import AddressRow, EmailRow, PhoneRow, WebsiteRow
from contacts.services import assign, create_organisation, create_person
from customers.models import Access, Customer
from tests.cast import CANARY, firm


def test_a_deleted_contact_comes_back_with_everything(anna: User) -> None:
    contact = create_person(
        by=anna,
        first_name="Eva",
        last_name="Ahrens",
        birthday=date(1980, 2, 3),
        tags=["VIP"],
        addresses=[AddressRow(city="Köln")],
        phones=[PhoneRow(number="1"), PhoneRow(number="2")],
        emails=[EmailRow(address="eva@acme.example")],
        websites=[WebsiteRow(url="https://acme.example")],
    )
    before = Contact.objects.filter(pk=contact.pk).values().get()
    phones = list(contact.phones.order_by("id").values())
    delete_contact(contact=contact, by=anna)
    assert not Contact.objects.filter(pk=before["id"]).exists()
    back = restore_contact(contact_id=before["id"], by=anna)
    after = Contact.objects.filter(pk=back.pk).values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert list(back.phones.order_by("id").values()) == phones
    assert (back.emails.count(), back.addresses.count(), back.websites.count()) == (1, 1, 1)
    assert [tag.name for tag in back.tags.all()] == ["VIP"]


def test_only_who_deleted_takes_it_back_and_only_once(anna: User, cleo: User) -> None:
    contact = create_organisation(name="Acme", by=cleo)
    key = contact.pk
    delete_contact(contact=contact, by=anna)
    with pytest.raises(NothingToRestore):
        restore_contact(contact_id=key, by=cleo)
    restore_contact(contact_id=key, by=anna)
    with pytest.raises(NothingToRestore):
        restore_contact(contact_id=key, by=anna)


def test_a_customer_stays(acme: Customer, boss: User) -> None:
    with pytest.raises(ContactInUse):
        delete_contact(contact=acme.contact, by=boss)
    assert Contact.objects.filter(pk=acme.pk).exists()


def test_a_contact_person_stays_and_no_closed_file_is_named(acme: Customer, cleo: User, anna: User) -> None:
    uwe = acme.contact.people.get().person
    closed = firm(f"{CANARY} AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    assign(person=uwe, organisation=closed.contact, by=cleo)
    with pytest.raises(ContactInUse, match="Acme GmbH") as refusal:
        delete_contact(contact=uwe, by=anna)
    assert CANARY not in str(refusal.value)
    with pytest.raises(ContactInUse, match=CANARY):
        delete_contact(contact=uwe, by=cleo)


def test_an_organisation_with_people_stays(anna: User) -> None:
    acme = create_organisation(name="Acme", by=anna)
    assign(person=create_person(first_name="Eva", by=anna), organisation=acme, by=anna)
    with pytest.raises(ContactInUse, match="Eva"):
        delete_contact(contact=acme, by=anna)
