"""Who may do what in which file and with which contact: the rule once more, written from what was asked for.

Allowed is who is active, and holds the action by a role, and to whom the file is open: because everybody with the
module sees it, or because they are responsible, or hold an unexpired grant of that level (their own or a team's), or
stand in today for somebody to whom that applies.  Only superusers bypass.  A contact that is known only through
restricted files is open to those to whom one of these files is; every other one to everybody with the module.

Nothing of the application is asked but its tables, row by row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.utils import timezone

from accounts.actions import Action
from accounts.models import ModuleRight, Substitution, Team, User
from contacts.models import Assignment
from customers.models import Customer, TeamGrant, UserGrant

SHARES = 4  # what whoever is responsible may do


@dataclass
class Rule:
    today: date
    users: dict[int, User]
    roles: dict[int, dict[str, int]]
    teams: dict[int, set[int]]
    absent: dict[int, set[int]]
    files: dict[int, dict[str, Any]]
    grants: list[tuple[str, int, int, int, date | None]]
    known: dict[int, set[int]]

    @classmethod
    def of_the_tables(cls) -> Self:
        today = timezone.localdate()
        roles, teams = _roles_and_teams()
        absent: dict[int, set[int]] = defaultdict(set)
        for one in Substitution.objects.all():
            if one.first_day <= today <= one.last_day:
                absent[one.substitute_id].add(one.absent_id)
        files = {file["pk"]: dict(file) for file in Customer.objects.values("pk", "access", "responsible_id")}
        users = {user.pk: user for user in User.objects.all()}
        return cls(today, users, roles, teams, absent, files, [*_grants()], _known(files))

    def allows(self, user: int, action: Action, file: int) -> bool:
        return self._may(user, action) and (self.users[user].is_superuser or self._open(user, action.file_level, file))

    def allows_note(self, user: int, file: int) -> bool:
        """Of a file: open to whom the file is, if a role reads notes."""
        return self._may(user, Action.VIEW_TODO) and self.allows(user, Action.VIEW_CUSTOMER, file)

    def allows_contact(self, user: int, action: Action, contact: int) -> bool:
        if not self._may(user, action):
            return False
        files = self.known[contact]
        closed = files and all(self.files[file]["access"] == "restricted" for file in files)
        if self.users[user].is_superuser or not closed:
            return True
        return any(self._open(user, action.file_level, file) for file in files)

    def _may(self, user: int, action: Action) -> bool:
        person = self.users[user]
        if not person.is_active:
            return False
        right = self.roles.get(user, {}).get(str(action.module), 0)
        return person.is_superuser or (action.level is not None and right >= action.level)

    def _open(self, user: int, level: int, file: int) -> bool:
        if self.files[file]["access"] == "module":
            return True
        return any(self._opened_to(person, level, file) for person in {user, *self.absent.get(user, ())})

    def _opened_to(self, person: int, level: int, file: int) -> bool:
        if self.files[file]["responsible_id"] == person:
            return level <= SHARES
        mine = {("user", person), *(("team", team) for team in self.teams.get(person, ()))}
        return any(
            (kind, who) in mine and where == file and granted >= level and (until is None or until >= self.today)
            for kind, who, where, granted, until in self.grants
        )


def _grants() -> Iterator[tuple[str, int, int, int, date | None]]:
    for one in UserGrant.objects.all():
        yield "user", one.user_id, one.content_object_id, one.level, one.until
    for team in TeamGrant.objects.all():
        yield "team", team.group_id, team.content_object_id, team.level, team.until


def _roles_and_teams() -> tuple[dict[int, dict[str, int]], dict[int, set[int]]]:
    """Of every user: the highest right in each module, and the teams."""
    every_team, rights = set(Team.objects.values_list("pk", flat=True)), defaultdict(list)
    for role, module, level in ModuleRight.objects.values_list("role_id", "module", "level"):
        rights[role].append((module, level))
    roles: dict[int, dict[str, int]] = defaultdict(dict)
    teams: dict[int, set[int]] = defaultdict(set)
    for user, group in User.groups.through.objects.values_list("user_id", "group_id"):
        if group in every_team:
            teams[user].add(group)
        for module, level in rights[group]:
            roles[user][module] = max(level, roles[user].get(module, 0))
    return roles, teams


def _known(files: Collection[int]) -> dict[int, set[int]]:
    """Through which files a contact is known."""
    known: dict[int, set[int]] = defaultdict(set, {pk: {pk} for pk in files})
    for person, organisation in Assignment.objects.values_list("person_id", "organisation_id"):
        if organisation in files:
            known[person].add(organisation)
    return known
