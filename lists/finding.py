"""Finding a page of a large list.

Two plans, chosen by how common the words are: common words are met soon when one walks the list in its
order, so the walk stops at the page; rare words are looked up in the trigram index, and the few hits are
sorted.  The wrong plan costs a hundred times the right one, and the planner cannot know which it is.
"""

import re
import time
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from lists.declaring import ListOf, Sort
from lists.places import Place

PAGE_SIZE = 50
# Counts are exact up to here, then "more than".
COUNT_LIMIT = 1_000
WORDS = 8
TRIGRAM = 3

SAMPLE_ROWS = 500
SAMPLE_SECONDS = 600
# A walk visits COUNT_LIMIT / share rows, the index plan share × rows, each of those about this much dearer.
INDEX_ROW_COST = 5

_TELEPHONE = re.compile(r"[\d\s+/().-]*\d[\d\s+/().-]*")


@dataclass(frozen=True)
class Sample:
    """The folded texts of some rows, to estimate how common a word is."""

    texts: tuple[str, ...]
    rows: int
    taken_at: float

    def share(self, words: Sequence[str]) -> float:
        if not self.texts:
            return 0.0
        return sum(all(word in text for word in words) for text in self.texts) / len(self.texts)


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


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The same folding as in the columns, by the same function of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold(%s)", [text])
        return str(cursor.fetchone()[0])


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a search; a telephone number is one word of digits without its leading zeros."""
    text = text.replace("\0", " ").strip()
    if _TELEPHONE.fullmatch(text) and sum(map(str.isdigit, text)) >= TRIGRAM:
        return (re.sub(r"\D", "", text).lstrip("0") or "0",)
    return tuple(dict.fromkeys(fold(text).split()))[:WORDS] if text else ()


_samples: dict[type[Model], Sample] = {}


def sample(model: type[Model]) -> Sample:
    """Texts of some hundred rows, taken anew every ten minutes: statistics, shown to nobody."""
    known = _samples.get(model)
    if known is None or time.monotonic() - known.taken_at > SAMPLE_SECONDS:
        known = _samples[model] = _take_sample(model)
    return known


def _take_sample(model: type[Model]) -> Sample:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        rows = int(cursor.fetchone()[0])
        texts: tuple[str, ...] = ()
        if rows > SAMPLE_ROWS:
            percent = min(100.0, 100.0 * SAMPLE_ROWS / rows)
            cursor.execute(f'SELECT search FROM "{table}" TABLESAMPLE SYSTEM ({percent:.6f})')
            texts = tuple(row[0] for row in cursor.fetchall())
    return Sample(texts, rows, time.monotonic())


def is_common(model: type[Model], words: Sequence[str]) -> bool:
    """Whether walking the list in its order meets enough hits sooner than the index brings all of them."""
    if not any(len(word) >= TRIGRAM for word in words):
        return True
    known = sample(model)
    share = known.share(words)
    return share > 0 and COUNT_LIMIT / share < share * known.rows * INDEX_ROW_COST


def matching(list_of: ListOf, candidates: QuerySet[Any], words: Sequence[str], *, common: bool) -> list[QuerySet[Any]]:
    """Rows that hold every word, as one or two sets without overlap: written so that only the intended plan
    is possible."""
    if not words:
        return [candidates]
    if all(len(word) < TRIGRAM for word in words):
        prefix = " ".join(words)
        beginnings = [Q(**{f"{field}__startswith": prefix}) for field in list_of.prefix_fields]
        return [candidates.filter(reduce(or_, beginnings))]
    if common:
        in_head = _holding("search_head", words)
        # the index holds the head of the text only; the few rows that go on are looked at apart
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
    candidates: QuerySet[Any],
    *,
    words: Sequence[str],
    sort: Sort,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Found:
    """The page of `candidates` (what the person may see) after or before `place`, and how many there are."""
    common = not words or is_common(list_of.model, words)
    matched = matching(list_of, candidates, words, common=common)
    statement, params = _statement(list_of, matched, sort, place, walk=common, size=size)
    lines = _run(statement, params)
    if not lines and place is not None:
        return find(list_of, candidates, words=words, sort=sort, size=size)
    if not lines and words:
        return _similar(list_of, candidates, words=words)
    return _page(list_of, lines, place, keys=len(sort.fields), size=size)


def count(list_of: ListOf, candidates: QuerySet[Any], *, words: Sequence[str]) -> Count:
    common = not words or is_common(list_of.model, words)
    sql, params = _union(matching(list_of, candidates, words, common=common), ["pk"])
    hits = _run(f"SELECT count(*) FROM (SELECT FROM {sql} LIMIT {COUNT_LIMIT + 1}) AS hits", params)[0][0]
    return Count(min(hits, COUNT_LIMIT), exact=hits <= COUNT_LIMIT)


def tally(list_of: ListOf, candidates: QuerySet[Any], *, words: Sequence[str], column: str) -> dict[str, Count]:
    """How many hits there are for each value of a column; of common words, only the first hits are looked at."""
    common = is_common(list_of.model, words)
    sql, params = _union(matching(list_of, candidates, words, common=common), [column])
    limit = f" LIMIT {COUNT_LIMIT + 1}" if common else ""
    lines = _run(f"SELECT k0, count(*) FROM (SELECT * FROM {sql}{limit}) AS hits GROUP BY k0", params)
    exact = not common or sum(hits for _, hits in lines) <= COUNT_LIMIT
    return {value: Count(hits, exact=exact) for value, hits in lines}


def _similar(list_of: ListOf, candidates: QuerySet[Any], *, words: Sequence[str], limit: int = 20) -> Found:
    """For a search without a hit: the rows whose words are most like it; numbers are never guessed."""
    text = " ".join(words)
    if sum(map(str.isalpha, text)) <= TRIGRAM:
        return Found([], 0)
    sql, params = _union([candidates], ["pk", "search"])
    lines = _run(
        f"WITH hits AS MATERIALIZED (SELECT * FROM {sql} WHERE %s <%% k1 LIMIT {limit * 10:d}),"
        " page AS (SELECT k0 AS key, word_similarity(%s, k1) AS likeness FROM hits"
        f" ORDER BY likeness DESC, key LIMIT {limit:d})"
        f" SELECT shown.* FROM page, {_shown(list_of, 'key')} ORDER BY likeness DESC, key",
        [*params, text, text],
    )
    return Found([row_type(list_of.row)(*line) for line in lines], len(lines), by_similarity=True)


@cache
def row_type(model: type[Model]) -> type[Any]:
    """A named tuple with the columns of a row view: lists make no model instances."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    return namedtuple(model.__name__, columns)  # noqa: PYI024  (made from the view, not written down)


def _shown(list_of: ListOf, key: str) -> str:
    """The row view for one key at a time; the limit keeps the planner from computing the view as a whole."""
    columns = ", ".join(f'"{name}"' for name in row_type(list_of.row)._fields)
    view, view_key = list_of.row._meta.db_table, list_of.row._meta.pk.column
    return f'LATERAL (SELECT {columns} FROM "{view}" WHERE "{view_key}" = {key} LIMIT 1) AS shown'


def _statement(
    list_of: ListOf,
    matched: Sequence[QuerySet[Any]],
    sort: Sort,
    place: Place | None,
    *,
    walk: bool,
    size: int,
) -> tuple[str, list[Any]]:
    """One statement for a page, its rows and its count; materialised parts keep the plans apart."""
    fields = [name.lstrip("-") for name in sort.fields]
    keys = ", ".join(_names(fields))
    backward = place is not None and place.direction == "before"
    down = sort.descending != backward
    order = " ORDER BY " + ", ".join(f"{name} DESC" if down else name for name in _names(fields))
    beyond, values = "", []
    if place is not None:
        beyond = f" WHERE ({keys}) {'<' if down else '>'} ({', '.join(['%s'] * len(fields))})"
        values = list(place.values)

    page = f"SELECT {keys} FROM hits{beyond}"
    hits, params = _union(matched, fields)
    params += values
    if walk and place is None:
        hits, params = _union(matched, fields, tail=f"{order} LIMIT {COUNT_LIMIT + 1}")
        hits += order
    elif walk:
        # the walk to the page starts at the place, the one that counts at the top
        ahead, ahead_params = _union(matched, fields, tail=f"{beyond}{order} LIMIT {size + 1}", values=values)
        page, params = f"SELECT {keys} FROM {ahead}", [*params[: -len(values)], *ahead_params]
    limit = f" LIMIT {COUNT_LIMIT + 1}" if walk else ""
    statement = (
        f"WITH hits AS MATERIALIZED (SELECT {keys} FROM {hits}{limit}),"
        f" page AS MATERIALIZED ({page}{order} LIMIT {size + 1})"
        f" SELECT {keys}, (SELECT count(*) FROM hits), shown.*"
        f" FROM page, {_shown(list_of, _names(fields)[-1])}{order}"
    )
    return statement, params


def _names(fields: Sequence[str]) -> list[str]:
    return [f"k{position}" for position in range(len(fields))]


def _union(
    querysets: Sequence[QuerySet[Any]], fields: Sequence[str], *, tail: str = "", values: Sequence[Any] = ()
) -> tuple[str, list[Any]]:
    """The querysets, which do not overlap, as one table expression with the columns k0, k1, …

    `tail` with its `values` ends each of them: ordered and limited alike, they are merged, not sorted.
    """
    columns, parts, params = ", ".join(_names(fields)), [], []
    for queryset in querysets:
        sql, own = queryset.order_by().values_list(*fields).query.sql_with_params()
        parts.append(f"(SELECT * FROM ({sql}) AS part({columns}){tail})")
        params += [*own, *values]
    return f"({' UNION ALL '.join(parts)}) AS candidate({columns})", params


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
    row = row_type(list_of.row)
    return Found(
        rows=[row(*line[keys + 1 :]) for line in lines],
        total=total,
        previous=Place("before", lines[0][:keys]) if lines and has_previous else None,
        next=Place("after", lines[-1][:keys]) if lines and has_next else None,
    )
