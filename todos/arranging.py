"""The start page as somebody has arranged it: panels in their own order, some of them put away."""

from dataclasses import dataclass

from accounts.access import may
from accounts.models import User
from accounts.preferences import prefer
from timecount.extensions import Panel, ordered, registry

PREFERENCE = "start_panels"
# What a click asks for; each names a panel.
STEPS = ("up", "down", "hide", "show")


@dataclass(frozen=True)
class Place:
    panel: Panel
    is_shown: bool


def places(user: User) -> list[Place]:
    """All panels that the person may have.  One that is new stands where its app has put it, behind theirs."""
    kept = user.preferences.get(PREFERENCE, {})
    rank = {key: number for number, key in enumerate(kept.get("order", []))}
    allowed = [panel for panel in ordered(registry.start_panels) if may(user, panel.action)]
    allowed.sort(key=lambda panel: rank.get(panel.key, len(rank)))
    return [Place(panel, panel.key not in kept.get("hidden", [])) for panel in allowed]


def change(*, by: User, up: str = "", down: str = "", hide: str = "", show: str = "") -> None:
    """A key that names no panel of theirs changes nothing."""
    before = places(by)
    keys = [place.panel.key for place in before]
    hidden = [place.panel.key for place in before if not place.is_shown]
    moved = list(keys)
    for key, step in ((up, -1), (down, 1)):
        if key in moved:
            place = moved.index(key)
            moved.insert(max(place + step, 0), moved.pop(place))
    wanted = [key for key in keys if key in {*hidden, hide} and key != show]
    if (moved, wanted) != (keys, hidden):
        prefer(by, **{PREFERENCE: {"order": moved, "hidden": wanted}})


def reset(*, by: User) -> None:
    prefer(by, **{PREFERENCE: None})
