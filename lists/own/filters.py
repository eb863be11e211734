"""Own fields as filters.

The index on the values answers whether a field is filled in, and what equals a choice, or yes, or no.  What contains a
text, or lies between two numbers or days, is looked at where the field is filled in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField, DecimalField, F, Field, Func, Q, TextField
from django.db.models import Value as Typed
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Contains, GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from lists.declaring import Filter, Option, choices
from lists.own.kinds import (
    FIRST_DAY,
    LAST_DAY,
    MOST_DECIMALS,
    MOST_DIGITS,
    Definition,
    OwnKind,
    Value,
    as_typed,
    read,
    shown,
)
from lists.words import fold

# No key has a hyphen.
FILLED = "own-is-filled"
EMPTY = "none"
LONGEST = 80


def filters_of(definitions: Sequence[Definition]) -> list[Filter]:
    found = [one for definition in definitions for one in _FILTERS[definition.kind](definition)]
    return [*found, _filled_or_empty(definitions)] if definitions else []


def _filled(definition: Definition) -> Q:
    return Q(own__has_key=definition.key)


def _filled_or_empty(definitions: Sequence[Definition]) -> Filter:
    """One menu for all fields."""
    by_key = {definition.key: definition for definition in definitions}
    texts = (("", _("%(field)s: filled in")), ("-", _("%(field)s: empty")))
    offered = [(f"{mark}{one.key}", text % {"field": one.label}) for one in definitions for mark, text in texts]

    def condition(user: User, values: Sequence[str]) -> Q:
        wanted = (_filled(by_key[value.lstrip("-")]) for value in values)
        said = [~one if value.startswith("-") else one for value, one in zip(values, wanted, strict=True)]
        return Q(*said, _connector=Q.OR)

    option, menu = choices(offered)
    return Filter(FILLED, gettext_lazy("Further details"), option, condition, menu)


def _chosen(definition: Definition, offered: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]) -> Filter:
    """One of `offered`, or of what else is `known`."""
    empty = (EMPTY, _("empty"))
    option, _all = choices([*known, empty])
    _any, menu = choices([*offered, empty])

    def condition(user: User, values: Sequence[str]) -> Q:
        said = [
            ~_filled(definition) if value == EMPTY else Q(own__contains={definition.key: read(definition, value)})
            for value in values
        ]
        return Q(*said, _connector=Q.OR)

    return Filter(definition.name, definition.label, option, condition, menu)


def _choice(definition: Definition) -> Iterator[Filter]:
    offered = [(one.key, one.label) for one in definition.choices if not one.is_retired]
    yield _chosen(definition, offered, [(one.key, one.label) for one in definition.choices])


def _yes_no(definition: Definition) -> Iterator[Filter]:
    words = [("true", _("yes")), ("false", _("no"))]
    yield _chosen(definition, words, words)


def _text(definition: Definition) -> Iterator[Filter]:
    def option(user: User, value: str) -> Option | None:
        text = " ".join(value.split())[:LONGEST]
        return Option(text, text) if text else None

    def condition(user: User, values: Sequence[str]) -> Q:
        said = Func(KeyTextTransform(definition.key, "own"), function="fold", output_field=TextField())
        found = [Q(Contains(said, fold(value))) for value in values]
        return _filled(definition) & Q(*found, _connector=Q.OR)

    yield Filter(definition.name, definition.label, option, condition)


@dataclass(frozen=True)
class _Scale:
    """How values of a kind are compared, and the ends that none lies beyond; `field` is what one types them into."""

    column: "Field[Any, Any]"
    lowest: str
    highest: str
    field: str


def _between(definition: Definition, scale: _Scale) -> Iterator[Filter]:
    """From and until, both included; each is a filter of its own."""
    ends = (
        ("from", _("%(field)s from"), lambda value: (value, scale.highest)),
        ("until", _("%(field)s until"), lambda value: (scale.lowest, value)),
    )
    for end, label, bounds in ends:
        yield Filter(
            f"{definition.name}-{end}",
            label % {"field": definition.label},
            _option(definition),
            _within(definition, scale.column, bounds),
            kind=scale.field,
        )


def _option(definition: Definition) -> Callable[[User, str], Option | None]:
    def option(user: User, value: str) -> Option | None:
        try:
            said = read(definition, value[:LONGEST])
        except ValidationError:
            return None
        return Option(as_typed(definition, said), shown(definition, said)) if said else None

    return option


def _within(
    definition: Definition, column: "Field[Any, Any]", bounds: Callable[[Value], tuple[Value, Value]]
) -> Callable[[User, Sequence[str]], Q]:
    """Always between two ends: of a single one the planner expects a third of all rows, and walks the whole list
    for the few that there may be, instead of looking at those that are filled in."""

    def between(value: str) -> Q:
        stored = Cast(KeyTextTransform(definition.key, F("own")), column)
        low, high = (Cast(Typed(end, TextField()), column) for end in bounds(read(definition, value)))
        return Q(GreaterThanOrEqual(stored, low), LessThanOrEqual(stored, high))

    def condition(user: User, values: Sequence[str]) -> Q:
        return _filled(definition) & Q(*map(between, values), _connector=Q.OR)

    return condition


_NUMBERS = _Scale(
    DecimalField(max_digits=MOST_DIGITS + MOST_DECIMALS, decimal_places=MOST_DECIMALS),
    f"-{'9' * MOST_DIGITS}.{'9' * MOST_DECIMALS}",
    f"{'9' * MOST_DIGITS}.{'9' * MOST_DECIMALS}",
    "text",
)
_DAYS = _Scale(DateField(), FIRST_DAY.isoformat(), LAST_DAY.isoformat(), "date")
_FILTERS: dict[str, Callable[[Definition], Iterator[Filter]]] = {
    OwnKind.TEXT: _text,
    OwnKind.NUMBER: lambda definition: _between(definition, _NUMBERS),
    OwnKind.DATE: lambda definition: _between(definition, _DAYS),
    OwnKind.CHOICE: _choice,
    OwnKind.YES_NO: _yes_no,
    OwnKind.LINK: lambda definition: iter(()),
}
