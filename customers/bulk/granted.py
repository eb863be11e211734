"""What a principal is granted in many files: a level and a last day, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.actions import FileLevel
from accounts.models import User
from customers.bulk.files import alike
from customers.sharing import grants_to, share, whom, withdraw

# As JSON keeps it: [level, last day or None], or None without a grant.
Granted = list[int | str | None] | None


def grants(keys: Sequence[int], principal: int) -> dict[int, Granted]:
    states: dict[int, Granted] = dict.fromkeys(keys)
    found = grants_to(principal).filter(content_object__in=keys)
    for key, level, until in found.values_list("content_object", "level", "until"):
        states[key] = [level, until and until.isoformat()]
    return states


def set_grants(states: Mapping[int, Granted], principal: int, by: User) -> None:
    """Only what differs is written, and recorded."""
    now = grants(list(states), principal)
    for granted, keys in alike({key: state for key, state in states.items() if state != now[key]}):
        if granted is None:
            withdraw(grants=grants_to(principal).filter(content_object__in=keys), by=by)
        elif to := whom(principal):
            level, until = granted
            share(
                customers=keys,
                to=to,
                level=FileLevel(int(level or 0)),
                until=date.fromisoformat(str(until)) if until else None,
                by=by,
            )
