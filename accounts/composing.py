"""Questions composed once for all people whose rights have the same shape.

To compose what `visible(…)` says costs Django several times what it costs the database to answer.  Of two people whose
roles allow the same and who hold as many keys, the statements differ in those keys alone.  So a question is composed as
somebody would ask it whose keys are stand-ins, and those of the person are filled in.  What a question takes besides
(numbers, days) has stand-ins, too: they must reach the statement as they are.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from accounts.actions import Level, Module
from accounts.models import User

type Given = int | date
# Of a person, and what is asked besides; answers with the values of rows.
type Question = Callable[..., QuerySet[Any, Any]]
type Statement = tuple[str, list[Any]]

# Above every key that there is, and below what a column of the smallest kind holds.
_STAND_IN = 1_500_000_000
_DAY = date(9000, 1, 1)


def ask(question: Question, user: User, *given: Given) -> list[tuple[Any, ...]]:
    """The rows, as the database has them: JSON is still a text."""
    composed = statement_of(question, user, *given)
    if composed is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*composed)
        return list(cursor.fetchall())


def statement_of(question: Question, user: User, *given: Given) -> Statement | None:
    """None for whoever sees nothing of it."""
    shape = (user.is_superuser, tuple(user.rights.items()), tuple(key > 0 for key in user.principals))
    composed = _composed(question, shape, len(user.own_principals), tuple(isinstance(one, date) for one in given))
    if composed is None:
        return None
    statement, params = composed
    return statement, [_filled_in(param, user.principals, given) for param in params]


@lru_cache(maxsize=2000)
def _composed(
    question: Question,
    shape: tuple[bool, tuple[tuple[Module, Level], ...], tuple[bool, ...]],
    own: int,
    are_days: tuple[bool, ...],
) -> tuple[str, tuple[Any, ...]] | None:
    is_superuser, rights, are_people = shape
    principals = tuple(_STAND_IN + n if person else -_STAND_IN - n for n, person in enumerate(are_people))
    anybody = User(pk=_STAND_IN, is_superuser=is_superuser)
    anybody.__dict__ |= {"rights": dict(rights), "principals": principals, "own_principals": principals[:own]}
    given = (_DAY + timedelta(n) if day else _STAND_IN + len(principals) + n for n, day in enumerate(are_days))
    try:
        statement, params = question(anybody, *given).query.sql_with_params()
    except EmptyResultSet:
        return None
    return str(statement), tuple(params)


def _filled_in(param: Any, principals: Sequence[int], given: Sequence[Given]) -> Any:
    """A key where a stand-in stood: that of a person or a team, or minus that of a team."""
    if isinstance(param, date) and param >= _DAY:
        return given[(param - _DAY).days]
    if not isinstance(param, int) or abs(param) < _STAND_IN:
        return param
    place = abs(param) - _STAND_IN
    key: Any = abs(principals[place]) if place < len(principals) else given[place - len(principals)]
    return type(param)(key if param > 0 else -key)  # of the database's own kinds of numbers
