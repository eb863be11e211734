"""Who works with a customer, as far as they may open the file."""

from datetime import timedelta

from django.utils import timezone

from accounts.access import may
from accounts.actions import Action
from accounts.models import Substitution, User
from customers.models import Customer, TeamGrant, UserGrant
from todos.models import Comment, Entry, Following
from todos.notifying import people

LATELY = timedelta(days=180)


def who_works_with(customer: Customer) -> list[User]:
    """Responsible for it, granted it, following it, with something to do there, or writing there lately."""
    since = timezone.now() - LATELY
    entries = Entry.objects.filter(customer=customer)
    keys: set[int | None] = {
        customer.responsible_id,
        *UserGrant.objects.filter(content_object=customer).values_list("user_id", flat=True),
        *Following.objects.filter(customer=customer).values_list("user_id", flat=True),
        *entries.open().values_list("assignee_id", flat=True),
        *entries.filter(created_at__gte=since).values_list("author_id", flat=True),
        *Comment.objects.filter(entry__customer=customer, created_at__gte=since).values_list("author_id", flat=True),
    }
    teams = [
        *TeamGrant.objects.filter(content_object=customer).values_list("group_id", flat=True),
        *entries.open().exclude(team=None).values_list("team_id", flat=True),
    ]
    known = {key for key in keys if key}
    return who_sees(customer, [*known, *stand_ins(known), *(-key for key in teams)])


def stand_ins(absent: set[int]) -> list[int]:
    """Who is there today for somebody who is not."""
    return list(Substitution.objects.current().filter(absent__in=absent).values_list("substitute_id", flat=True))


def who_sees(customer: Customer | None, principals: list[int]) -> list[User]:
    return [
        user
        for user in people(principals)
        if may(user, Action.VIEW_TODO) and (customer is None or may(user, Action.VIEW_CUSTOMER, customer))
    ]
