from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.history import writing
from accounts.models import Role, Team, User
from accounts.preferences import prefer
from lists.choosing import PREFERENCE, default_columns
from lists.declaring import VIEWS, Column, ListOf
from lists.models import SavedView
from lists.recent import PINNED as PINNED_RECORDS
from lists.saved import ORDER, PINNED, views_of
from lists.state import ListState
from timecount.errors import Refused

MOST_PINNED = 50
LONGEST_QUERY = 4000  # as the column


class OneStandard(Refused):
    """People begin with one view, not with two."""


class TooMuch(Refused):
    """More than a URL should carry."""


def remember_view(*, key: str, view: str, by: User) -> None:
    """Keeps the view that somebody chose for a list, where it is another one than last time."""
    if by.viewed_by:
        return
    views = by.preferences.get("views", {})
    if view in VIEWS and views.get(key) != view:
        prefer(by, views={**views, key: view})


def choose_columns(*, list_of: ListOf, columns: Sequence[Column], by: User) -> None:
    """Keeps which columns somebody wants to see in a list; those that everybody sees are not kept."""
    kept: dict[str, Any] = {**by.preferences.get(PREFERENCE, {}), list_of.key: [column.key for column in columns]}
    if tuple(columns) == default_columns(list_of):
        del kept[list_of.key]
    prefer(by, **{PREFERENCE: kept})


def save_view(*, state: ListState, name: str, audience: Team | Role | None, by: User) -> SavedView:
    """A new one; a role has one standard for a list."""
    view = SavedView(list_key=state.list_of.key, name=name, query=state.as_view(), owner=by)
    return _kept(view, audience, by)


def change_view(*, view: SavedView, name: str, audience: Team | Role | None, by: User) -> None:
    view.name = name
    _kept(view, audience, by)


def change_state(*, view: SavedView, state: ListState, by: User) -> None:
    """The view shows from now on what the list shows."""
    view.query = state.as_view()
    _kept(view, view.team or view.role, by)


def _kept(view: SavedView, audience: Team | Role | None, by: User) -> SavedView:
    view.team = audience if isinstance(audience, Team) else None
    view.role = audience if isinstance(audience, Role) else None
    if len(view.query) > LONGEST_QUERY:
        raise TooMuch(_("So many filters cannot be kept in one view."))
    others = SavedView.objects.filter(list_key=view.list_key, role=view.role).exclude(pk=view.pk)
    if view.role and others.exists():
        raise OneStandard(_("The role %(role)s has a standard already.") % {"role": view.role}, field="audience")
    with writing(by):
        view.save()
    return view


def delete_view(*, view: SavedView, by: User) -> None:
    with writing(by):
        SavedView.objects.filter(pk=view.pk).delete()


def restore_view(*, view: SavedView, by: User) -> None:
    """As it was, under the same key."""
    _kept(view, view.team or view.role, by)


def hand_over_views(*, of: User, to: User, by: User) -> None:
    """Shared ones too: they keep their audience, and have an owner who can change them."""
    with writing(by):
        SavedView.objects.filter(owner=of).update(owner=to)


def pin_view(*, view: SavedView, is_pinned: bool, by: User) -> None:
    """Into the side bar of this person, or out of it."""
    others = [key for key in by.preferences.get(PINNED, []) if key != view.pk]
    prefer(by, **{PINNED: [*others, view.pk] if is_pinned else others})


def move_view(*, view: SavedView, step: int, by: User) -> None:
    """One place up or down among the views of its list, for this person only."""
    views = views_of(by)
    own_list = [one.pk for one in views if one.list_key == view.list_key]
    place = own_list.index(view.pk)
    own_list.insert(max(place + step, 0), own_list.pop(place))
    prefer(by, **{ORDER: [one.pk for one in views if one.list_key != view.list_key] + own_list})


def pin_record(*, list_of: ListOf, key: int, is_pinned: bool, by: User) -> None:
    """Keeps a record at hand for this person, or lets go of it; the latest comes first."""
    pinned = by.preferences.get(PINNED_RECORDS, {})
    others = [one for one in pinned.get(list_of.key, []) if one != key]
    kept = {**pinned, list_of.key: ([key, *others] if is_pinned else others)[:MOST_PINNED]}
    prefer(by, **{PINNED_RECORDS: kept})
