"""Finding a page of a large list.

Two plans, chosen by how common the words are: common words are met soon when one walks the list in its
order, so the walk stops at the page; rare words are looked up in the trigram index, and the few hits are
sorted.  The wrong plan costs a hundred times the right one, and the planner cannot know which it is.
"""

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from accounts.access import Seen
from lists.declaring import ListOf, Sort
from lists.places import Place
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


def matching(
    list_of: ListOf, candidates: QuerySet[Any], words: Sequence[str], *, common: bool, by_name: bool = True
) -> list[QuerySet[Any]]:
    """Rows that hold every word, as one or two sets without overlap: written so that only the intended plan
    is possible."""
    if not words:
        return [candidates]
    if all(len(word) < TRIGRAM for word in words):
        prefix = " ".join(words)
        beginnings = [Q(**{f"{field}__startswith": prefix}) for field in list_of.prefix_fields]
        return [candidates.filter(reduce(or_, beginnings))]
    if common and not by_name:
        return [candidates.filter(_holding("search", words))]
    if common:
        in_head = _holding("search_head", words)
        # the index by name holds the head of the text; the few rows that go on are looked at apart
        beyond = candidates.filter(_holding("search", words), search_is_long=True).exclude(in_head)
        return [candidates.filter(in_head), beyond]
    found = [Q(search__contains=word) for word in words if len(word) >= TRIGRAM]
    short = [word for word in words if len(word) < TRIGRAM]
    return [candidates.filter(*found, _holding("search", short))]


def _holding(column: str, words: Sequence[str]) -> Q:
    """strpos: opaque to the trigram index, and the planner takes a third of the rows for hits."""
    return Q(*(GreaterThan(StrIndex(column, Value(word)), Value(0)) for word in words))


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
    common = not words or is_common(list_of.model, words)
    by_name = sort.fields[0].lstrip("-") == "sort_key"
    ways = _ways(list_of, seen, words, common=common, by_name=by_name)
    statement, params = _statement(list_of, ways, sort, place, walk=common, size=size)
    lines = _run(statement, params)
    if not lines and place is not None:
        return find(list_of, seen, words=words, sort=sort, size=size)
    if not lines and words:
        return _similar(list_of, seen, words=words)
    return _page(list_of, lines, place, keys=len(sort.fields), size=size)


def count(list_of: ListOf, seen: Seen, *, words: Sequence[str]) -> Count:
    common = not words or is_common(list_of.model, words)
    sql, params = _union(_ways(list_of, seen, words, common=common), ["pk"])
    hits = _run(f"SELECT count(*) FROM (SELECT FROM {sql} LIMIT {COUNT_LIMIT + 1}) AS hits", params)[0][0]
    return Count(min(hits, COUNT_LIMIT), exact=hits <= COUNT_LIMIT)


def tally(list_of: ListOf, seen: Seen, *, words: Sequence[str], column: str) -> dict[str, Count]:
    """How many hits there are for each value of a column; of common words, only the first hits are looked at."""
    common = is_common(list_of.model, words)
    sql, params = _union(_ways(list_of, seen, words, common=common), ["pk", column])
    limit = f" LIMIT {COUNT_LIMIT + 1}" if common else ""
    lines = _run(f"SELECT k1, count(*) FROM (SELECT * FROM {sql}{limit}) AS hits GROUP BY k1", params)
    exact = not common or sum(hits for _, hits in lines) <= COUNT_LIMIT
    return {value: Count(hits, exact=exact) for value, hits in lines}


# The querysets of each way to what may be seen.  The first way shares nothing with the others, which may overlap.
Ways = list[list[QuerySet[Any]]]


def _ways(list_of: ListOf, seen: Seen, words: Sequence[str], *, common: bool, by_name: bool = True) -> Ways:
    """Few hits are looked up once and then asked about; many are walked along, way by way."""
    if not common:
        return [matching(list_of, seen.whole, words, common=False)]
    ways = (seen.unrestricted, *seen.ways)
    return [matching(list_of, way, words, common=True, by_name=by_name) for way in ways]


def _similar(list_of: ListOf, seen: Seen, *, words: Sequence[str], limit: int = 20) -> Found:
    """For a search without a hit: the rows whose words are most like it; numbers are never guessed."""
    text = " ".join(words)
    if sum(map(str.isalpha, text)) <= TRIGRAM:
        return Found([], 0)
    sql, params = _union([[seen.whole]], ["pk", "search"])
    lines = _run(
        f"WITH hits AS MATERIALIZED (SELECT * FROM {sql} WHERE %s <%% k1 LIMIT {limit * 10:d}),"
        " page AS (SELECT k0 AS key, word_similarity(%s, k1) AS likeness FROM hits"
        f" ORDER BY likeness DESC, key LIMIT {limit:d})"
        " SELECT key FROM page ORDER BY likeness DESC, key",
        [*params, text, text],
    )
    return Found(_rows(list_of, [key for (key,) in lines]), len(lines), by_similarity=True)


@cache
def row_type(model: type[Model]) -> type[Any]:
    """A named tuple with the columns of a row view: lists make no model instances."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    return namedtuple(model.__name__, columns)  # noqa: PYI024  (made from the view, not written down)


def _rows(list_of: ListOf, keys: Sequence[Any]) -> list[Any]:
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


def _statement(
    list_of: ListOf,
    ways: Ways,
    sort: Sort,
    place: Place | None,
    *,
    walk: bool,
    size: int,
) -> tuple[str, list[Any]]:
    """One statement for the keys of a page and the count; materialised parts keep the plans apart."""
    fields = [name.lstrip("-") for name in sort.fields]
    keys = ", ".join(_names(fields))
    backward = place is not None and place.direction == "before"
    down = sort.descending != backward
    order = " ORDER BY " + ", ".join(f"{name} DESC" if down else name for name in _names(fields))
    beyond, values = "", []
    if place is not None:
        beyond = f" WHERE ({keys}) {'<' if down else '>'} ({', '.join(['%s'] * len(fields))})"
        values = list(place.values)

    hits, params = _union(ways, fields)
    page, limit = f"SELECT {keys} FROM hits{beyond}", ""
    if walk:
        # from the place to the page; what counts starts at the top
        walked, params_of_walk = _walked(ways, fields, beyond, values, order, down=down, size=size)
        limit = f" LIMIT {COUNT_LIMIT + 1}"
        if place is None:
            hits, params = f"{walked}{order}", params_of_walk
        else:
            page, params = f"SELECT {keys} FROM {walked}", [*params, *params_of_walk]
    else:
        params = [*params, *values]
    statement = (
        f"WITH hits AS MATERIALIZED (SELECT {keys} FROM {hits}{limit}),"
        f" page AS MATERIALIZED ({page}{order} LIMIT {size + 1})"
        f" SELECT {keys}, (SELECT count(*) FROM hits) FROM page{order}"
    )
    return statement, params


def _names(fields: Sequence[str]) -> list[str]:
    return [f"k{position}" for position in range(len(fields))]


def _sql(queryset: QuerySet[Any], fields: Sequence[str]) -> tuple[str, list[Any]]:
    sql, params = queryset.order_by().values_list(*fields).query.sql_with_params()
    return str(sql), list(params)


def _together(ways: Sequence[Sequence[str]]) -> str:
    """Statements of each way as one; what several ways lead to comes once."""
    first, *others = ways
    parts = [f"({part})" for part in first]
    if others:
        parts.append("(" + " UNION ".join(f"({part})" for way in others for part in way) + ")")
    return " UNION ALL ".join(parts)


def _union(ways: Ways, fields: Sequence[str]) -> tuple[str, list[Any]]:
    """All ways as one table expression with the columns k0, k1, …; those that overlap only as far as is counted."""
    made = [[_sql(queryset, fields) for queryset in way] for way in ways]
    limited = [[f"{sql} LIMIT {COUNT_LIMIT + 1}" if n else sql for sql, _ in way] for n, way in enumerate(made)]
    params = [param for way in made for _, own in way for param in own]
    return f"({_together(limited)}) AS candidate({', '.join(_names(fields))})", params


@dataclass(frozen=True)
class _Stretch:
    """From where, in which order and how far a list is walked."""

    columns: str
    beyond: str
    values: Sequence[Any]
    order: str
    down: bool
    limit: int


def _walked(
    ways: Ways,
    fields: Sequence[str],
    beyond: str,
    values: Sequence[Any],
    order: str,
    *,
    down: bool,
    size: int,
) -> tuple[str, list[Any]]:
    """As `_union`, but each way in order and no further than needed."""
    limit = size + 1 if beyond else COUNT_LIMIT + 1
    stretch = _Stretch(", ".join(_names(fields)), beyond, values, order, down, limit)
    tables: list[str] = []
    names, params = [], []
    for number, way in enumerate(ways):
        named, own = _walked_way(way, fields, stretch, number)
        tables += [f"{name} AS MATERIALIZED ({sql})" for name, sql in named.items()]
        names.append([f"SELECT * FROM {name}" for name in named])
        params += own
    return f"(WITH {', '.join(tables)} {_together(names)}) AS candidate({stretch.columns})", params


def _walked_way(
    way: Sequence[QuerySet[Any]], fields: Sequence[str], stretch: _Stretch, number: int
) -> tuple[dict[str, str], list[Any]]:
    """The parts of one way by name.

    Hits in the second part are rare: it is walked no further than the first one came, lest the search for the
    next of them goes through the whole table.
    """
    parts = [_sql(queryset, fields) for queryset in way]
    params = [param for _, own in parts for param in [*own, *stretch.values]]
    columns, beyond, order, limit = stretch.columns, stretch.beyond, stretch.order, stretch.limit
    near = f"SELECT * FROM ({parts[0][0]}) AS part({columns}){beyond}{order} LIMIT {limit}"
    if len(parts) == 1:
        return {f"near{number}": near}, params
    end = "''" if stretch.down else "chr(1114111)"
    reach = f"coalesce((SELECT k0 FROM near{number}{order} OFFSET {limit - 1} LIMIT 1), {end})"
    within = f"{beyond} AND" if beyond else " WHERE"
    far = (
        f"SELECT * FROM ({parts[1][0]}) AS part({columns}){within} k0 {'>=' if stretch.down else '<='} {reach}"
        f"{order} LIMIT {limit}"
    )
    return {f"near{number}": near, f"far{number}": far}, params


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
        rows=_rows(list_of, [line[keys - 1] for line in lines]),
        total=total,
        previous=Place("before", lines[0][:keys]) if lines and has_previous else None,
        next=Place("after", lines[-1][:keys]) if lines and has_next else None,
    )
