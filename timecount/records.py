"""Records out of statements that are composed once: to compose one costs Django more than to ask it, and so does
finding out, with every answer, how a record is made of its columns."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

_STAND_IN = -1


def by_key[M: Model](model: type[M], key: int) -> M | None:
    """As `filter(pk=key).first()`."""
    statement, params = _by_key(model)
    return next(iter(fetch(model, statement, [key if param == _STAND_IN else param for param in params])), None)


def fetch[M: Model](model: type[M], statement: str, params: Sequence[Any]) -> list[M]:
    """The statement brings every column of the model by its name; what it brings besides become attributes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
        if not rows:
            return []
        read = _reading(model, tuple(column.name for column in cursor.description))
    return [read(row) for row in rows]


@cache
def _by_key(model: type[Model]) -> tuple[str, tuple[Any, ...]]:
    statement, params = model._default_manager.filter(pk=_STAND_IN).order_by().query.sql_with_params()
    return str(statement), tuple(params)


@cache
def _reading[M: Model](model: type[M], columns: tuple[str, ...]) -> Callable[[tuple[Any, ...]], M]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    places = [columns.index(str(field.column)) for field in fields]
    besides = [(place, name) for place, name in enumerate(columns) if place not in places]
    converted = [
        (position, field.cached_col, convert)
        for position, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]

    def read(row: tuple[Any, ...]) -> M:
        values = [row[place] for place in places]
        for position, column, convert in converted:
            values[position] = convert(values[position], column, connection)
        record = model.from_db(connection.alias, names, values)
        record.__dict__.update((name, row[place]) for place, name in besides)
        return record

    return read
