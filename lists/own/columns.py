"""Own fields in a list: as columns of its table and of exports, and as filters."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from lists.declaring import Column, Kind, ListOf
from lists.own.filters import filters_of
from lists.own.kinds import PREFIX, Definition, OwnKind, Value, typed_value
from lists.own.selectors import own_fields

KINDS = {
    OwnKind.TEXT: Kind.TEXT,
    OwnKind.NUMBER: Kind.NUMBER,
    OwnKind.DATE: Kind.DATE,
    OwnKind.CHOICE: Kind.CHOICE,
    OwnKind.YES_NO: Kind.YES_NO,
    OwnKind.LINK: Kind.URL,
}


def has_own_fields(list_of: ListOf) -> bool:
    """Whether its records can carry own fields at all."""
    return any(column.name == "own" for column in list_of.model._meta.concrete_fields)


def with_own_fields(list_of: ListOf) -> ListOf:
    """The list with what is defined at this moment: its columns and filters behind those of the app."""
    if list_of.own_is_known or not has_own_fields(list_of):
        return list_of
    known = [definition for definition in own_fields(list_of.key) if not definition.is_retired]
    return replace(
        list_of,
        columns=(*list_of.columns, *map(column_of, known)),
        filters=(*list_of.filters, *filters_of(known)),
        own_is_known=True,
    )


def asks_for_own_fields(query: QueryDict, preferred: Sequence[str]) -> bool:
    """Whether a state names one; all others need not know them."""
    names = (*query, *query.get("columns", "").split(","), *preferred)
    return any(name.startswith(PREFIX) for name in names)


def column_of(definition: Definition) -> Column:
    choices = {choice.key: choice.label for choice in definition.choices}
    kind = KINDS[OwnKind(definition.kind)]
    return Column(definition.name, definition.label, kind, reads=_reader(definition), choices=choices)


def _reader(definition: Definition) -> Callable[[Any], Any]:
    return lambda row: typed_value(definition, _values(row.own).get(definition.key))


@lru_cache(maxsize=4096)
def _values(own: str) -> Mapping[str, Value]:
    """Of the row view, as the database writes it."""
    values: Mapping[str, Value] = json.loads(own)
    return values
