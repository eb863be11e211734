"""What somebody who leaves would leave behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import may, visible
from accounts.actions import Action, Level, Module
from accounts.models import Team, User
from customers.models import Access, Customer, UserGrant


@dataclass(frozen=True)
class Legacy:
    """`files` are those that `of` is responsible for, `restricted` of them named people only see.

    Of both and of `grants` only what whoever asks may hand over; `others` says whether there is more.
    """

    of: User
    to: User
    files: int
    restricted: int
    grants: int
    teams: list[str]
    others: bool

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.grants)

    def warnings(self) -> Iterator[str]:
        right = Level.MANAGE if self.to.is_superuser else self.to.rights.get(Module.CUSTOMERS, 0)
        if right < Level.READ:
            yield _("%(name)s has no role in the module Customers and would not see these files.") % {"name": self.to}
        elif right < Level.EDIT:
            yield _("%(name)s may only read customers and could not change these files.") % {"name": self.to}


def handed_over_by(user: User) -> QuerySet[Customer]:
    """Whoever administers access hands all files over; everybody else those that they may share."""
    every = Customer.objects.all()
    return every if may(user, Action.ADMINISTER) else visible(user, Action.SHARE_CUSTOMER, every)


def legacy(user: User, of: User, to: User) -> Legacy:
    among = handed_over_by(user)
    files = among.filter(responsible=of)
    grants = UserGrant.objects.filter(user=of)
    named = Q(responsible=of) | Q(pk__in=grants.values("content_object"))
    return Legacy(
        of=of,
        to=to,
        files=files.count(),
        restricted=files.filter(access=Access.RESTRICTED).count(),
        grants=grants.filter(content_object__in=among).count(),
        teams=list(Team.objects.filter(group__user=of).values_list("group__name", flat=True)),
        others=Customer.objects.filter(named).exclude(pk__in=among.values("pk")).exists(),
    )
