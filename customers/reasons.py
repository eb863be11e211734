"""Why a file is open to somebody: every rule that holds, each one of which would be enough alone.

The rules are those of `customers/access.py`, told from what they rest on: roles, responsibility, grants, teams,
stand-ins.  A property test holds the two together.  For a page of people and files at once, in a constant
number of statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions import FileLevel, Level, Module
from accounts.models import ModuleRight, Substitution, User
from customers.models import Access, TeamGrant, UserGrant
from timecount.days import Today
from timecount.jinja import day

UNEXPIRED = Q(until=None) | Q(until__gte=Today())


class Rule(models.TextChoices):
    SUPERUSER = "superuser", _("all rights")
    MODULE = "module", _("open to the module")
    RESPONSIBLE = "responsible", _("responsible")
    GRANT = "grant", _("granted to the person")
    TEAM = "team", _("granted to a team")
    STAND_IN = "stand_in", _("standing in")


class FileFacts(Protocol):
    """A row of the list, or a file."""

    contact_id: int
    access: str
    responsible_id: int | None


@dataclass(frozen=True)
class Reason:
    """A rule that opens a file: at which level, since when, until when, granted by whom.

    Of a stand-in, `absent` is for whom, and `through` why the file is open to that one.
    """

    rule: Rule
    level: FileLevel
    since: date | datetime | None = None
    until: date | None = None
    by: str = ""
    team: str = ""
    absent: str = ""
    through: Rule | None = None

    @property
    def sentence(self) -> str:
        """All of it but since when."""
        if self.rule == Rule.SUPERUSER:
            return gettext("All rights: sees every file")
        said = [self._opening(self.through or self.rule)]
        if self.until and self.rule != Rule.STAND_IN:
            said.append(gettext("until %(day)s") % {"day": day(self.until)})
        if self.by:
            said.append(gettext("granted by %(name)s") % {"name": self.by})
        if self.rule != Rule.STAND_IN:
            return ", ".join(said)
        words = {"name": self.absent, "day": day(self.until), "reason": ", ".join(said)}
        return gettext("Stands in for %(name)s until %(day)s: %(reason)s") % words

    def _opening(self, rule: Rule) -> str:
        words = {"level": FileLevel(self.level).label, "team": self.team}
        match rule:
            case Rule.MODULE:
                return gettext("Open to everybody with the module Customers")
            case Rule.GRANT:
                return gettext("Granted “%(level)s”") % words
            case Rule.TEAM:
                return gettext("Granted “%(level)s” to the team %(team)s") % words
            case _:
                return gettext("Responsible")


@dataclass(frozen=True)
class Absence:
    """Somebody for whom a person stands in today."""

    absent: int
    name: str
    first_day: date
    last_day: date
    teams: set[int] = field(default_factory=set)


@dataclass
class Standing:
    """What a person brings along: the right in the module and the roles that give it, teams, stand-ins."""

    is_superuser: bool
    right: int = 0
    roles: list[str] = field(default_factory=list)
    teams: set[int] = field(default_factory=set)
    absences: list[Absence] = field(default_factory=list)

    def level(self, reasons: Sequence[Reason]) -> FileLevel:
        """What the person may do in the file in the end: no more than the roles allow."""
        highest = max((reason.level for reason in reasons), default=FileLevel.SEE)
        return highest if self.is_superuser or self.right >= Level.EDIT else FileLevel.SEE


def standings(people: Iterable[User]) -> dict[int, Standing]:
    """By key; in three statements."""
    found = {person.pk: Standing(person.is_superuser) for person in people}
    rights = ModuleRight.objects.filter(module=Module.CUSTOMERS, role__group__user__in=found).order_by("role__order")
    for key, level, role in rights.values_list("role__group__user", "level", "role__group__name"):
        found[key].right = max(found[key].right, level)
        found[key].roles.append(role)
    absences = Substitution.objects.current().filter(substitute__in=found).order_by("absent__name", "id")
    for key, *told in absences.values_list("substitute", "absent", "absent__name", "first_day", "last_day"):
        absence: Any = told
        found[key].absences.append(Absence(*absence))
    members: dict[int, list[Any]] = defaultdict(list)
    for key, standing in found.items():
        members[key].append(standing)
        for one in standing.absences:
            members[one.absent].append(one)
    teams = User.groups.through.objects.filter(user__in=members, group__team__isnull=False)
    for key, team in teams.values_list("user", "group"):
        for member in members[key]:
            member.teams.add(team)
    return found


# The reasons that each file gives to each principal: the key of a user, or minus the key of a team.
Ways = dict[int, dict[int, list[Reason]]]


def reasons(standings: dict[int, Standing], files: Sequence[FileFacts]) -> dict[tuple[int, int], list[Reason]]:
    """By person and file, where it is open; people who are not active are for the caller to leave out."""
    ways, opened = _ways(standings, files)
    found = {
        (person, file.contact_id): [*_holding(person, standing, file, ways[file.contact_id], opened)]
        for person, standing in standings.items()
        for file in files
    }
    return {key: holding for key, holding in found.items() if holding}


def _holding(
    person: int, standing: Standing, file: FileFacts, ways: dict[int, list[Reason]], opened: dict[int, datetime | None]
) -> Iterator[Reason]:
    if standing.is_superuser:
        yield Reason(Rule.SUPERUSER, FileLevel.SHARE)
    if standing.right < Level.READ:
        return
    if file.access == Access.MODULE:
        yield Reason(Rule.MODULE, FileLevel.SHARE, opened.get(file.contact_id))
    for principal in (person, *(-team for team in standing.teams)):
        yield from ways.get(principal, ())
    for absence in standing.absences:
        for principal in (absence.absent, *(-team for team in absence.teams)):
            for reason in ways.get(principal, ()):
                until = min(filter(None, (absence.last_day, reason.until)))
                theirs = replace(reason, rule=Rule.STAND_IN, through=reason.rule, absent=absence.name)
                yield replace(theirs, since=absence.first_day, until=until)


def _ways(standings: dict[int, Standing], files: Sequence[FileFacts]) -> tuple[Ways, dict[int, datetime | None]]:
    """With it, since when each file has been as open as it is."""
    holders: list[Standing | Absence] = [
        *standings.values(),
        *(one for standing in standings.values() for one in standing.absences),
    ]
    people = {*standings, *(one.absent for one in holders if isinstance(one, Absence))}
    teams = {team for holder in holders for team in holder.teams}
    ways: Ways = {file.contact_id: defaultdict(list) for file in files}
    since = _since([*ways])
    for file in files:
        if file.responsible_id:
            kept = Reason(Rule.RESPONSIBLE, FileLevel.SHARE, since[file.contact_id][1])
            ways[file.contact_id][file.responsible_id].append(kept)
    shown = ("content_object", "level", "granted_at", "until", "granted_by__name")
    grants = UserGrant.objects.filter(UNEXPIRED, content_object__in=ways, user__in=people)
    for key, *told, user in grants.values_list(*shown, "user"):
        ways[key][user].append(_granted(Rule.GRANT, *told))
    to_teams = TeamGrant.objects.filter(UNEXPIRED, content_object__in=ways, group__in=teams)
    for key, *told, team, name in to_teams.values_list(*shown, "group", "group__name"):
        ways[key][-team].append(replace(_granted(Rule.TEAM, *told), team=name))
    return ways, {key: moment for key, (moment, _responsible) in since.items()}


def _granted(rule: Rule, level: int, at: datetime, until: date | None, by: str | None) -> Reason:
    return Reason(rule, FileLevel(level), at, until, by or "")


# When access and responsibility became what they are, as the history knows it.
_SINCE = """
SELECT pgh_obj_id, max(pgh_created_at) FILTER (WHERE other_access),
  max(pgh_created_at) FILTER (WHERE other_responsible)
FROM (
  SELECT pgh_obj_id, pgh_created_at, access IS DISTINCT FROM lag(access) OVER earlier AS other_access,
    responsible_id IS DISTINCT FROM lag(responsible_id) OVER earlier AS other_responsible
  FROM customers_customerevent WHERE pgh_obj_id = ANY(%s)
  WINDOW earlier AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
) AS events
GROUP BY pgh_obj_id
"""


def _since(keys: list[int]) -> defaultdict[int, tuple[datetime | None, datetime | None]]:
    """Of what was there before the history began, nothing."""
    found: defaultdict[int, tuple[datetime | None, datetime | None]] = defaultdict(lambda: (None, None))
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [keys])
        found.update((key, (access, responsible)) for key, access, responsible in cursor.fetchall())
    return found
