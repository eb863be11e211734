"""Saved views: which ones somebody has, which one they work with, and who may change one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import manages, may
from accounts.actions import Action
from accounts.models import Role, Team, User
from lists.declaring import ListOf
from lists.models import SavedView, SavedViewQuerySet
from lists.state import ListState, read_state
from timecount.extensions import Label, registry
from timecount.records import fetch

# As `SavedView.objects.of`: every list asks it, and composing it costs more than asking.
_OF = """
SELECT v.*, r.group_id IS NOT NULL AS is_begun_with, r."order" AS role_order FROM lists_savedview v
LEFT JOIN accounts_user_groups g ON g.user_id = %s AND g.group_id = v.role_id
LEFT JOIN accounts_role r ON r.group_id = g.group_id
WHERE v.owner_id = %s OR v.team_id = ANY(%s) OR r.group_id IS NOT NULL
"""
ORDER, PINNED = "view_order", "pinned_views"


@dataclass(frozen=True)
class Shelf:
    """The saved views beside a list; `current` is the one that somebody works with."""

    views: Sequence[SavedView]
    current: SavedView | None
    # The URL names one that does not exist or may not be seen.
    is_missing: bool
    is_changed: bool
    may_change: bool

    @property
    def groups(self) -> Sequence[tuple[Label, Sequence[SavedView]]]:
        own = [view for view in self.views if view.is_own]
        team = [view for view in self.views if view.team_id]
        role = [view for view in self.views if view.role_id]
        named = [(_("Mine"), own), (_("Of my teams"), team), (_("Standard"), role)]
        return [(label, views) for label, views in named if views]


def views_of(user: User) -> list[SavedView]:
    """All that the person may open, in their own order; asked for once in a request."""
    known: list[SavedView] | None = user.__dict__.get("_saved_views")
    if known is None:
        teams = [-key for key in user.own_principals if key < 0]
        found = fetch(SavedView, _OF, [user.pk, user.pk, teams])
        known = [view for view in found if view.list_key in registry.lists and may(user, view.list_of.action)]
        order: list[int] = user.preferences.get(ORDER, [])
        places = {key: place for place, key in enumerate(order)}
        known.sort(key=lambda view: (places.get(view.pk, len(places)), view.name.lower(), view.pk))
        user.__dict__["_saved_views"] = known
    return known


def named_views(user: User) -> list[SavedView]:
    """As `views_of`, with whose they are."""
    views = views_of(user)
    prefetch_related_objects(views, "team__group", "role__group", "owner")
    return views


def pinned_views(user: Any) -> list[SavedView]:
    """Those in the side bar; costs nothing where nobody pinned one."""
    pinned = user.preferences.get(PINNED) if isinstance(user, User) else None
    return [view for view in views_of(user) if view.pk in pinned] if pinned else []


def open_list(user: User, list_of: ListOf, query: QueryDict) -> tuple[ListState, Shelf]:
    """The state of the list and the views beside it; without a query, the standard of a role says the state."""
    views = [view for view in views_of(user) if view.list_key == list_of.key]
    state = read_state(list_of, query or _beginning(views), user)
    current = next((view for view in views if view.pk == state.saved), None)
    is_missing = bool(state.saved and not current)
    if is_missing:
        state = replace(state, saved=None)
    return state, Shelf(
        views,
        current,
        is_missing,
        is_changed=bool(current and current.query != state.as_view()),
        may_change=bool(current and may(user, Action.CHANGE_VIEW, current)),
    )


def _beginning(views: Sequence[SavedView]) -> QueryDict:
    """What the list shows before anybody asks for something: the standard of their first role, or everything."""
    standards = [view for view in views if view.is_begun_with]  # type: ignore[attr-defined]  # annotated
    first = min(standards, key=lambda view: view.role_order, default=None)  # type: ignore[attr-defined]
    return QueryDict(_query_of(first) if first else "")


def url_of(view: SavedView) -> str:
    """The state itself, and which view it is: who may not see the view sees the list all the same."""
    return f"{reverse(f'{view.list_key}:list')}?{_query_of(view)}"


def _query_of(view: SavedView) -> str:
    return f"{view.query}&saved={view.pk}"


def visible_views(user: User, action: Action, views: Any) -> SavedViewQuerySet:
    found: SavedViewQuerySet = views.of(user)
    return found


def opens(user: User, action: Action, view: SavedView) -> bool:
    """Own ones are changed by their owner, those of a team by whoever leads, too, standards by nobody else."""
    if action == Action.CHANGE_VIEW:
        leads = manages(user, view.list_of.action.module)
        return (view.owner_id == user.pk and not view.role_id) or (leads and not view.is_own)
    return SavedView.objects.of(user).filter(pk=view.pk).exists()


def audiences(
    user: User, list_of: ListOf, view: SavedView | None = None
) -> Mapping[str, tuple[str, Team | Role | None]]:
    """With whom the person may share a view of the list, by key: label, and the team or role."""
    leads = manages(user, list_of.action.module)
    teams = Team.objects.select_related("group")
    if not leads:
        teams = teams.filter(pk__in=[-key for key in user.own_principals if key < 0])
    found: dict[str, tuple[str, Team | Role | None]] = {"": (_("only me"), None)}
    found |= {f"team-{team.pk}": (_("Team %(name)s") % {"name": team}, team) for team in teams}
    if leads:
        roles = Role.objects.select_related("group")
        found |= {f"role-{role.pk}": (_("Standard of the role %(name)s") % {"name": role}, role) for role in roles}
    if view and view.audience not in found:
        found[view.audience] = (str(view.team or view.role), view.team or view.role)
    return found
