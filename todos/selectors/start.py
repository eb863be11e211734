"""What the start page and the global search ask of all the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.models import User
from lists import recent
from timecount.extensions import Hit, Label, ordered, registry

SHORTEST = 2
LONGEST = 200


@dataclass(frozen=True)
class Group:
    """What one source found."""

    key: str
    label: Label
    icon: str
    hits: Sequence[Hit]
    more_url: str | None


def greeting(user: User, hour: int) -> str:
    """As people greet each other at that hour."""
    if hour < 11:
        return _("Good morning, %(name)s") % {"name": user}
    return (_("Good day, %(name)s") if hour < 18 else _("Good evening, %(name)s")) % {"name": user}


def at_hand(user: User, *, limit: int) -> list[Group]:
    """Before anything is typed: what is pinned, and what was opened lately."""
    groups = []
    for list_of, pinned, opened in recent.at_hand(user, limit=limit):
        if pinned:
            label = _("Pinned: %(list)s") % {"list": list_of.label}
            groups.append(Group(f"pinned-{list_of.key}", label, list_of.icon, pinned, None))
        if opened:
            label = _("Opened lately: %(list)s") % {"list": list_of.label}
            groups.append(Group(f"opened-{list_of.key}", label, list_of.icon, opened, None))
    return groups


def cleaned(typed: str) -> str:
    """One line without what no record can hold: control characters, and more than anybody searches for."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())[:LONGEST]


def long_enough(text: str) -> bool:
    return len(text) >= SHORTEST


def found(user: User, text: str, *, limit: int) -> list[Group]:
    """The groups with hits, of the sources that the person may ask; one more than shown tells of more."""
    if not long_enough(text):
        return []
    groups = []
    for source in ordered(registry.search_sources):
        hits = source.find(user, text, limit + 1) if may(user, source.action) else ()
        if hits:
            more = f"{reverse(source.more_url_name)}?{urlencode({'q': text})}" if len(hits) > limit else None
            groups.append(Group(source.key, source.label, source.icon, hits[:limit], more))
    return groups
