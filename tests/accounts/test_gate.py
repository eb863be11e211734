"""The gate itself: who may, who sees, and what the door answers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.access import Request, gate, may, visible
from accounts.actions import Action
from accounts.models import ModuleRight, Role, User
from customers.models import Customer
from tests.cast import person


@gate(Action.EDIT_CUSTOMER, opens=Customer)
def edit(request: Request, customer: Customer) -> HttpResponse:
    return HttpResponse(customer.number)


def knock(user: User, pk: int) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = user
    return edit(request, pk=pk)


def test_levels_are_cumulative(anna: User, ben: User) -> None:
    assert [may(anna, action) for action in (Action.VIEW_CUSTOMER, Action.EDIT_CUSTOMER)] == [True, True]
    assert [may(ben, action) for action in (Action.VIEW_CUSTOMER, Action.EDIT_CUSTOMER)] == [True, False]
    assert not may(anna, Action.DELETE_CUSTOMER)


def test_the_highest_right_of_all_roles_counts(db: None) -> None:
    eva = person("Eva", "Lesen", "Leitung")
    assert may(eva, Action.DELETE_CUSTOMER)


def test_without_a_role_one_may_use_the_application_and_nothing_in_it(db: None) -> None:
    nobody = person("Nemo")
    assert [action for action in Action if may(nobody, action)] == [Action.USE, Action.CHANGE_VIEW]


def test_every_action_can_be_said_in_words() -> None:
    assert len({str(action.words) for action in Action}) == len(Action)


def test_an_action_may_be_named_by_its_value(ben: User) -> None:
    assert may(ben, "customers.view")
    assert not may(ben, "customers.edit")


def test_nobody_is_nobody(db: None) -> None:
    assert not may(AnonymousUser(), Action.USE)
    assert not visible(AnonymousUser(), Action.VIEW_CUSTOMER, Customer.objects.all()).exists()


def test_a_deactivated_superuser_may_nothing(boss: User) -> None:
    boss.is_active = False
    assert [action for action in Action if may(boss, action)] == []
    assert visible(boss, Action.VIEW_CUSTOMER, Customer.objects.all()).query.is_empty()


def test_whoever_may_and_sees_is_handed_the_object(anna: User, acme: Customer) -> None:
    assert knock(anna, acme.pk).content == b"10001"


def test_whoever_sees_but_may_not_is_told_so(ben: User, acme: Customer) -> None:
    with pytest.raises(PermissionDenied):
        knock(ben, acme.pk)


def test_what_one_may_not_see_does_not_exist(anna: User, hidden: Customer) -> None:
    for pk in (hidden.pk, hidden.pk + 1_000_000):
        with pytest.raises(Http404):
            knock(anna, pk)


def test_whoever_may_nothing_in_the_module_sees_nothing_of_it(acme: Customer) -> None:
    with pytest.raises(Http404):
        knock(person("Nemo"), acme.pk)


def test_seeing_and_opening_are_the_same_rule(
    anna: User, cleo: User, boss: User, acme: Customer, hidden: Customer
) -> None:
    answers = {}
    for user in (anna, cleo, boss):
        seen = set(visible(user, Action.VIEW_CUSTOMER, Customer.objects.all()))
        opened = {file for file in (acme, hidden) if may(user, Action.VIEW_CUSTOMER, file)}
        assert seen == opened
        answers[user.name] = {file.number for file in seen}
    everything = {acme.number, hidden.number}
    assert answers == {"Anna": {"10001"}, "Cleo": everything, "Boss": everything}


def test_a_withdrawn_right_is_gone_at_the_next_request(anna: User) -> None:
    assert may(User.objects.with_rights().get(pk=anna.pk), Action.EDIT_CUSTOMER)
    ModuleRight.objects.filter(role=Role.objects.get(group__name="Sachbearbeitung")).delete()
    assert not may(User.objects.with_rights().get(pk=anna.pk), Action.EDIT_CUSTOMER)


def test_rights_come_with_the_user_in_one_statement(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        user = User.objects.with_rights().get(pk=anna.pk)
        assert may(user, Action.EDIT_CUSTOMER)
        assert not user.second_factor_required


def test_rights_are_the_same_when_asked_for_later(anna: User) -> None:
    assert User.objects.get(pk=anna.pk).rights == anna.rights
