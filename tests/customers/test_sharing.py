"""Restricted files: to whom they are open, and what never happens by accident."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from accounts.access import may, visible
from accounts.actions import Action, FileLevel
from accounts.models import Substitution, Team, User
from contacts.models import Contact
from contacts.services import WouldWiden, assign, change_contact, create_person, remove_assignment
from customers import openings, sharing
from customers.models import Access, Customer, UserGrant
from customers.services import change_customer, change_status, create_customer
from lists.columns import HEAD_LENGTH
from tests.cast import firm


def fresh(user: User) -> User:
    """As the next request loads them."""
    loaded: User = User.objects.with_rights().get(pk=user.pk)
    return loaded


def sees(user: User, customer: Customer, action: Action = Action.VIEW_CUSTOMER) -> bool:
    """Both sentences of the gate, which must agree."""
    user = fresh(user)
    current = Customer.objects.get(pk=customer.pk)
    as_join = visible(user, action, Customer.objects.filter(pk=customer.pk)).exists()
    assert may(user, action, current) == as_join
    return as_join


def team(name: str, *members: User) -> Team:
    group = Group.objects.create(name=name)
    for member in members:
        member.groups.add(group)
    return Team.objects.create(group=group)


@pytest.fixture
def closed(acme: Customer, anna: User) -> Customer:
    sharing.restrict(customer=acme, by=anna)
    return acme


def test_a_restricted_file_is_open_to_the_responsible_person_and_to_superusers(
    closed: Customer, anna: User, ben: User, boss: User
) -> None:
    assert [sees(user, closed) for user in (anna, ben, boss)] == [True, False, True]
    assert openings.out_of_step() == 0


def test_a_grant_opens_it_up_to_its_level(closed: Customer, anna: User, cleo: User) -> None:
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.SEE, by=anna)
    assert sees(cleo, closed)
    assert not sees(cleo, closed, Action.EDIT_CUSTOMER)
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.EDIT, by=anna)
    assert sees(cleo, closed, Action.EDIT_CUSTOMER)
    assert not sees(cleo, closed, Action.SHARE_CUSTOMER)
    assert openings.out_of_step() == 0


def test_a_grant_never_lets_anybody_do_what_their_role_does_not(closed: Customer, anna: User, ben: User) -> None:
    sharing.share(customers=[closed.pk], to=ben, level=FileLevel.SHARE, by=anna)
    assert sees(ben, closed)
    assert not sees(ben, closed, Action.EDIT_CUSTOMER)


def test_a_team_opens_it_to_its_members_until_they_leave(closed: Customer, anna: User, cleo: User) -> None:
    south = team("Süd", cleo)
    sharing.share(customers=[closed.pk], to=south, level=FileLevel.SEE, by=anna)
    assert sees(cleo, closed)
    cleo.groups.remove(south.group)
    assert not sees(cleo, closed)


def test_a_grant_ends_with_its_last_day(closed: Customer, anna: User, cleo: User) -> None:
    today = timezone.localdate()
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.SEE, by=anna, until=today)
    assert sees(cleo, closed)
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.SEE, by=anna, until=today - timedelta(days=1))
    assert not sees(cleo, closed)


def test_a_withdrawn_grant_closes_it_at_once(closed: Customer, anna: User, cleo: User) -> None:
    sharing.share(customers=[closed.pk], to=cleo, level=FileLevel.SEE, by=anna)
    assert sharing.withdraw(grants=UserGrant.objects.filter(user=cleo), by=anna) == 1
    assert not sees(cleo, closed)
    assert openings.out_of_step() == 0


def test_who_stands_in_sees_the_files_today_and_not_tomorrow(closed: Customer, anna: User, cleo: User) -> None:
    today = timezone.localdate()
    absence = Substitution.objects.create(absent=anna, substitute=cleo, first_day=today, last_day=today)
    assert sees(cleo, closed, Action.SHARE_CUSTOMER)
    Substitution.objects.filter(pk=absence.pk).update(
        first_day=today + timedelta(days=1), last_day=today + timedelta(days=2)
    )
    assert not sees(cleo, closed)


def test_who_stands_in_gets_the_grants_of_the_absent_persons_teams(
    closed: Customer, anna: User, ben: User, cleo: User
) -> None:
    sharing.share(customers=[closed.pk], to=team("Nord", ben), level=FileLevel.EDIT, by=anna)
    today = timezone.localdate()
    Substitution.objects.create(absent=ben, substitute=cleo, first_day=today, last_day=today)
    assert sees(cleo, closed, Action.EDIT_CUSTOMER)


def test_the_last_who_can_share_cannot_leave(closed: Customer, anna: User) -> None:
    with pytest.raises(sharing.NobodyLeft):
        change_customer(customer=closed, by=anna, responsible=None)
    sharing.share(customers=[closed.pk], to=anna, level=FileLevel.SHARE, by=anna)
    change_customer(customer=closed, by=anna, responsible=None)
    with pytest.raises(sharing.NobodyLeft):
        sharing.share(customers=[closed.pk], to=anna, level=FileLevel.SEE, by=anna)
    with pytest.raises(sharing.NobodyLeft):
        sharing.withdraw(grants=UserGrant.objects.filter(user=anna), by=anna)
    assert sees(anna, closed, Action.SHARE_CUSTOMER)


def test_whoever_restricts_a_file_of_nobody_keeps_it(acme: Customer, anna: User, cleo: User) -> None:
    change_customer(customer=acme, by=anna, responsible=None)
    sharing.restrict(customer=acme, by=cleo)
    assert sees(cleo, acme, Action.SHARE_CUSTOMER)
    assert not sees(anna, acme)


def test_the_files_of_who_leaves_are_handed_over(closed: Customer, anna: User, cleo: User, ben: User) -> None:
    other = firm("Brandt KG", by=cleo, access=Access.RESTRICTED, responsible=cleo)
    sharing.share(customers=[other.pk], to=anna, level=FileLevel.EDIT, by=cleo)
    sharing.share(customers=[other.pk], to=ben, level=FileLevel.SEE, by=cleo)
    assert sharing.hand_over(of=anna, to=ben, by=cleo) == 2
    assert sees(ben, closed)
    assert not sees(anna, closed)
    assert not sees(anna, other)
    assert UserGrant.objects.get(user=ben).level == FileLevel.EDIT
    assert openings.out_of_step() == 0


def test_a_person_known_through_closed_files_only_is_not_in_the_address_book(
    closed: Customer, anna: User, ben: User
) -> None:
    uwe = Contact.objects.get(last_name="Acme")
    assert not visible(fresh(ben), Action.VIEW_CONTACT, Contact.objects.filter(pk=uwe.pk)).exists()
    assert visible(fresh(anna), Action.VIEW_CONTACT, Contact.objects.filter(pk=uwe.pk)).exists()
    elsewhere = firm("Brandt KG", by=anna)
    assign(person=uwe, organisation=elsewhere.contact, by=anna, widen=True)
    assert visible(fresh(ben), Action.VIEW_CONTACT, Contact.objects.filter(pk=uwe.pk)).exists()


def test_nobody_becomes_known_to_everybody_by_accident(closed: Customer, anna: User) -> None:
    uwe = Contact.objects.get(last_name="Acme")
    elsewhere = firm("Brandt KG", by=anna)
    with pytest.raises(WouldWiden):
        assign(person=uwe, organisation=elsewhere.contact, by=anna)
    with pytest.raises(WouldWiden):
        remove_assignment(assignment=uwe.assignments.get(), by=anna)
    with pytest.raises(WouldWiden):
        create_customer(by=anna, contact=uwe)
    create_customer(by=anna, contact=uwe, access=Access.RESTRICTED, responsible=anna)
    assert Contact.objects.get(pk=uwe.pk).is_closed


def test_the_copies_stay_in_step(closed: Customer, anna: User, cleo: User) -> None:
    sharing.share(customers=[closed.pk], to=team("Süd", cleo), level=FileLevel.SEE, by=anna)
    eva = create_person(by=anna, first_name="Eva", last_name="Neu")
    place = assign(person=eva, organisation=closed.contact, by=anna, widen=True)
    assert openings.out_of_step() == 0
    Contact.objects.filter(pk=eva.pk).update(last_name="Aaron")
    assert openings.out_of_step() == 0
    change_customer(customer=closed, by=anna, industry="Bau")
    change_contact(contact=eva, by=anna, position="Leiterin")
    assert openings.out_of_step() == 0
    place.delete()
    assert openings.out_of_step() == 0
    sharing.unrestrict(customer=closed, by=anna)
    assert openings.out_of_step() == 0
    sharing.restrict(customer=closed, by=anna)
    change_status(customer=closed, status="inactive", by=anna)
    Group.objects.get(name="Süd").delete()
    assert openings.out_of_step() == 0
    Customer.objects.filter(pk=closed.pk).delete()
    assert openings.out_of_step() == 0


# --- at the same moment -----------------------------------------------------------------------


@pytest.mark.parametrize("restricts", [True, False], ids=["another restricts", "another removes"])
def test_whom_two_changes_at_the_same_moment_leave_to_closed_files_is_closed(
    committed_db: str, acme: Customer, anna: User, *, restricts: bool
) -> None:
    """Neither of the two sees what the other one has not committed yet."""
    uwe = Contact.objects.get(last_name="Acme")
    other = firm("Brandt KG", by=anna, responsible=anna)
    place = assign(person=uwe, organisation=other.contact, by=anna)

    def change() -> None:
        try:
            if restricts:
                sharing.restrict(customer=other, by=anna)
            else:
                remove_assignment(assignment=place, by=anna)
        finally:
            connection.close()

    with transaction.atomic():
        sharing.restrict(customer=acme, by=anna)
        thread = threading.Thread(target=change)
        thread.start()
        thread.join(1)
    thread.join(30)
    assert Contact.objects.get(pk=uwe.pk).is_closed
    assert openings.out_of_step() == 0


def test_a_text_that_outgrows_its_head_by_a_letter_is_known_as_long(closed: Customer, anna: User) -> None:
    for length in (HEAD_LENGTH, HEAD_LENGTH + 1):
        Customer.objects.filter(pk=closed.pk).update(search="x" * length)
        assert openings.out_of_step() == 0
