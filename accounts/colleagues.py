"""Colleagues and teams: suggestions while somebody types, and whom the typed text means in the end."""

import re

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Team, User

LIMIT = 10
# "Anna Petersen (anna@firma.de)", "Süd (Team)": what a suggestion writes into the field.
_WITH_KEY = re.compile(r"(.*)\(([^()]+)\)\s*")


def user_text(user: User) -> str:
    return f"{user.name} ({user.email})"


def team_text(team: Team) -> str:
    return _("%(name)s (team)") % {"name": team}


def users_like(text: str, *, also_former: bool = False) -> list[str]:
    colleagues = _users(also_former=also_former).filter(Q(name__icontains=text) | Q(email__icontains=text))
    return [user_text(user) for user in colleagues.order_by("name", "id")[:LIMIT]]


def teams_like(text: str) -> list[str]:
    teams = Team.objects.filter(group__name__icontains=text).select_related("group")
    return [team_text(team) for team in teams.order_by("group__name", "pk")[:LIMIT]]


def users_called(text: str, *, also_former: bool = False) -> list[User]:
    """The active colleagues that a typed text can mean: an e-mail address, or a whole name."""
    key = match.group(2) if (match := _WITH_KEY.fullmatch(text)) else text
    users = _users(also_former=also_former)
    return list(users.filter(email__iexact=key)[:2] or users.filter(name__iexact=text)[:2])


def teams_called(text: str) -> list[Team]:
    match = _WITH_KEY.fullmatch(text)
    named = match.group(1).strip() if match and match.group(2).casefold() in ("team", _("team").casefold()) else text
    return list(Team.objects.filter(group__name__iexact=named).select_related("group")[:2])


def _users(*, also_former: bool) -> QuerySet[User]:
    everybody: QuerySet[User] = User.objects.all()
    return everybody if also_former else everybody.filter(is_active=True)
