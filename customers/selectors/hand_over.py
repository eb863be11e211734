"""What somebody who leaves would leave behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.actions import Level, Module
from accounts.models import Team, User
from customers.models import Access, Customer, UserGrant


@dataclass(frozen=True)
class Legacy:
    """`files` are those that `of` is responsible for, `restricted` of them named people only see."""

    of: User
    to: User
    files: int
    restricted: int
    grants: int
    teams: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.grants)

    def warnings(self) -> Iterator[str]:
        right = Level.MANAGE if self.to.is_superuser else self.to.rights.get(Module.CUSTOMERS, 0)
        if right < Level.READ:
            yield _("%(name)s has no role in the module Customers and would not see these files.") % {"name": self.to}
        elif right < Level.EDIT:
            yield _("%(name)s may only read customers and could not change these files.") % {"name": self.to}


def legacy(of: User, to: User) -> Legacy:
    files = Customer.objects.filter(responsible=of)
    return Legacy(
        of=of,
        to=to,
        files=files.count(),
        restricted=files.filter(access=Access.RESTRICTED).count(),
        grants=UserGrant.objects.filter(user=of).count(),
        teams=list(Team.objects.filter(group__user=of).values_list("group__name", flat=True)),
    )
