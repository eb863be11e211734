"""Whom a text may name: "@Anna Petersen", "@Anna" where there is but one, "@Süd" for a team."""

from collections import Counter
from collections.abc import Iterable

from accounts.models import Team, User
from todos.text import mentioned


def names() -> dict[str, int]:
    """Principals (`customers.Opening.principal`) of active people and of teams.  Whole names go before first names."""
    people = list(User.objects.filter(is_active=True).exclude(name="").values_list("name", "pk"))
    first = Counter(name.split()[0] for name, _key in people)
    teams = Team.objects.values_list("group__name", "pk")
    return {
        **{name.split()[0]: key for name, key in people if first[name.split()[0]] == 1},
        **{name: -key for name, key in teams},
        **dict(people),
    }


def names_for(texts: Iterable[str]) -> dict[str, int]:
    """Asked only where somebody could be named."""
    return names() if any("@" in text for text in texts) else {}


def named(text: str) -> frozenset[int]:
    return mentioned(text, names_for([text]))
