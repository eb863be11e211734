"""Finding a page of a large list.

Two plans, chosen by how common the words are: common words are met soon when one walks the list in its
order, so the walk stops at the page; rare words are looked up in the trigram index, and the few hits are
sorted.  The wrong plan costs a hundred times the right one, and the planner cannot know which it is.
"""

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import CharField, Func, Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from accounts.ways import Seen, Way
from lists.declaring import ListOf, Sort
from lists.places import Place
from lists.walking import Ways, page_statement, union
from lists.words import COUNT_LIMIT, TRIGRAM, is_common

PAGE_SIZE = 50


@dataclass(frozen=True)
class Found:
    """A page of rows, named tuples of the list's row view; `total` is exact up to COUNT_LIMIT."""

    rows: list[Any]
    total: int
    previous: Place | None = None
    next: Place | None = None
    # Nothing holds these words; these rows are the most similar ones.
    by_similarity: bool = False

    @property
    def total_is_exact(self) -> bool:
        return self.total <= COUNT_LIMIT


@dataclass(frozen=True)
class Count:
    """So many, or (not `exact`) at least so many."""

    hits: int
    exact: bool


def matching(list_of: ListOf, way: Way, words: Sequence[str], *, common: bool, by_name: bool = True) -> list[Way]:
    """What holds every word, as one or two parts without overlap: written so that only the intended plan is
    possible."""
    if not words:
        return [way]
    if all(len(word) < TRIGRAM for word in words):
        prefix = " ".join(words)
        beginnings = [Q(**{f"{field}__startswith": prefix}) for field in list_of.prefix_fields]
        return [way.where(reduce(or_, beginnings))]
    if common and (list_of.holding or not by_name):
        return [_holding(way, "search", words)]
    if common:
        # the index by name holds the head of the text; the few rows that go on are looked at apart
        beyond = _holding(way.where(Q(search_is_long=True)), "search", words)
        return [_holding(way, "search_head", words), _holding(beyond, "search_head", words, not_all=True)]
    long = [word for word in words if len(word) >= TRIGRAM]
    found = list_of.holding(long) if list_of.holding else Q(*(Q(search__contains=word) for word in long))
    return [_holding(way.where(found), "search", [word for word in words if len(word) < TRIGRAM])]


def _holding(way: Way, column: str, words: Sequence[str], *, not_all: bool = False) -> Way:
    """strpos: opaque to the trigram index, and the planner takes a third of the rows for hits."""
    holding = Q(*(GreaterThan(StrIndex(way.name(column), Value(word)), Value(0)) for word in words))
    return replace(way, lines=way.lines.filter(~holding if not_all else holding))


def find(
    list_of: ListOf,
    seen: Seen,
    *,
    words: Sequence[str],
    sort: Sort,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Found:
    """The page of what the person may see after or before `place`, and how many there are."""
    common = not words or is_common(list_of.model, words, list_of.row_cost)
    by_name = sort.fields[0].lstrip("-") == "sort_key"
    ways = _ways(list_of, seen, words, common=common, by_name=by_name)
    lines = _run(*page_statement(ways, sort, place, walk=common, size=size))
    if not lines and place is not None:
        return find(list_of, seen, words=words, sort=sort, size=size)
    if not lines and words and list_of.holding is None:
        return _similar(list_of, seen, words=words)
    return _page(list_of, lines, place, keys=len(sort.fields), size=size)


def count(list_of: ListOf, seen: Seen, *, words: Sequence[str]) -> Count:
    common = not words or is_common(list_of.model, words, list_of.row_cost)
    sql, params = union(_ways(list_of, seen, words, common=common), ["pk"])
    hits = _run(f"SELECT count(*) FROM (SELECT FROM {sql} LIMIT {COUNT_LIMIT + 1}) AS hits", params)[0][0]
    return Count(min(hits, COUNT_LIMIT), exact=hits <= COUNT_LIMIT)


def count_each[V](
    list_of: ListOf, seen: Seen, *, words: Sequence[str], column: str, values: Sequence[V]
) -> dict[V, Count]:
    """`count` for each of these values of a column."""
    common = not words or is_common(list_of.model, words, list_of.row_cost)
    sql, params = union(_ways(list_of, seen.where(Q(**{column: _Asked()})), words, common=common), ["pk"])
    hits = f"SELECT count(*) FROM (SELECT FROM {sql} LIMIT {COUNT_LIMIT + 1}) AS hits"
    kind = list_of.model._meta.get_field(column).db_type(connection)
    lines = _run(f"SELECT value, ({hits}) FROM unnest(%s::{kind}[]) AS asked(value)", [*params, list(values)])
    return {value: Count(min(hits, COUNT_LIMIT), exact=hits <= COUNT_LIMIT) for value, hits in lines}


class _Asked(Func):
    """The value of the moment in `count_each`: composed once for all of them."""

    template = '"asked"."value"'
    output_field = CharField()
    arity = 0


def all_hits(list_of: ListOf, seen: Seen, *, words: Sequence[str]) -> QuerySet[Any]:
    """All of them, as records and in no order: for what concerns every one."""
    common = not words or is_common(list_of.model, words, list_of.row_cost)
    (part,) = matching(list_of, Way(seen.whole), words, common=common, by_name=False)
    return part.lines


def tally(list_of: ListOf, seen: Seen, *, words: Sequence[str], column: str) -> dict[Any, Count]:
    """How many hits there are for each value of a column; of common words, only the first hits are looked at."""
    common = is_common(list_of.model, words, list_of.row_cost)
    sql, params = union(_ways(list_of, seen, words, common=common), ["pk", column])
    limit = f" LIMIT {COUNT_LIMIT + 1}" if common else ""
    lines = _run(f"SELECT k1, count(*) FROM (SELECT * FROM {sql}{limit}) AS hits GROUP BY k1", params)
    exact = not common or sum(hits for _, hits in lines) <= COUNT_LIMIT
    return {value: Count(hits, exact=exact) for value, hits in lines}


def _ways(list_of: ListOf, seen: Seen, words: Sequence[str], *, common: bool, by_name: bool = True) -> Ways:
    """Few hits are looked up once and then asked about; many are walked along, way by way."""
    ways = seen.ways if common else [Way(seen.whole)]
    return [matching(list_of, way, words, common=common, by_name=by_name) for way in ways]


def _similar(list_of: ListOf, seen: Seen, *, words: Sequence[str], limit: int = 20) -> Found:
    """For a search without a hit: the rows whose words are most like it; numbers are never guessed."""
    text = " ".join(words)
    if sum(map(str.isalpha, text)) <= TRIGRAM:
        return Found([], 0)
    sql, params = union([[Way(seen.whole)]], ["pk", "search"])
    lines = _run(
        f"WITH hits AS MATERIALIZED (SELECT * FROM {sql} WHERE %s <%% k1 LIMIT {limit * 10:d}),"
        " page AS (SELECT k0 AS key, word_similarity(%s, k1) AS likeness FROM hits"
        f" ORDER BY likeness DESC, key LIMIT {limit:d})"
        " SELECT key FROM page ORDER BY likeness DESC, key",
        [*params, text, text],
    )
    return Found(rows_of(list_of, [key for (key,) in lines]), len(lines), by_similarity=True)


@cache
def row_type(model: type[Model]) -> type[Any]:
    """A named tuple with the columns of a row view: lists make no model instances."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    return namedtuple(model.__name__, columns)  # noqa: PYI024  (made from the view, not written down)


def rows_of(list_of: ListOf, keys: Sequence[Any]) -> list[Any]:
    """What the list shows of these records, in their order.

    A statement of its own, always with the same text: the row view joins a dozen tables, and to plan that takes
    longer than to run it.  So it is planned once; as a part of the search it would be planned for every page.
    """
    if not keys:
        return []
    row = row_type(list_of.row)
    columns = ", ".join(f'"{name}"' for name in row._fields)
    view, key = list_of.row._meta.db_table, list_of.row._meta.pk.column
    lines = _run(f'SELECT {columns} FROM "{view}" WHERE "{key}" = ANY(%s)', [list(keys)])
    place = row._fields.index(key)
    by_key = {line[place]: row._make(line) for line in lines}
    return [by_key[key] for key in keys if key in by_key]


def _run(statement: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _page(list_of: ListOf, lines: list[tuple[Any, ...]], place: Place | None, *, keys: int, size: int) -> Found:
    total = lines[0][keys] if lines else 0
    more = len(lines) > size
    lines = lines[:size]
    backward = place is not None and place.direction == "before"
    if backward:
        lines.reverse()
    has_previous, has_next = (more, True) if backward else (place is not None, more)
    return Found(
        rows=rows_of(list_of, [line[keys - 1] for line in lines]),
        total=total,
        previous=Place("before", lines[0][:keys]) if lines and has_previous else None,
        next=Place("after", lines[-1][:keys]) if lines and has_next else None,
    )
