"""Finding a page of a large list.

Two plans, chosen by how common the words are: common words are met soon when one walks the list in its
order, so the walk stops at the page; rare words are looked up in the trigram index, and the few hits are
sorted.  The wrong plan costs a hundred times the right one, and the planner cannot know which it is.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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

SAMPLE_ROWS = 1_000
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
    """A page of keys; `total` is exact up to COUNT_LIMIT."""

    keys: list[int]
    total: int
    previous: Place | None
    next: Place | None

    @property
    def total_is_exact(self) -> bool:
        return self.total <= COUNT_LIMIT


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
    """Texts of about a thousand rows, taken anew every ten minutes: statistics, shown to nobody."""
    known = _samples.get(model)
    if known is None or time.monotonic() - known.taken_at > SAMPLE_SECONDS:
        known = _samples[model] = _take_sample(model)
    return known


def _take_sample(model: type[Model]) -> Sample:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass", [table]
        )
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


def matching(
    list_of: ListOf, queryset: QuerySet[Any], words: Sequence[str], *, common: bool
) -> QuerySet[Any]:
    """Rows that hold every word: written so that only the intended plan is possible."""
    if words and all(len(word) < TRIGRAM for word in words):
        prefix = " ".join(words)
        wanted = Q()
        for field in list_of.prefix_fields:
            wanted |= Q(**{f"{field}__startswith": prefix})
        return queryset.filter(wanted)
    for word in words:
        if common or len(word) < TRIGRAM:
            # strpos is opaque to the trigram index, and the planner takes a third of the rows for hits
            queryset = queryset.filter(GreaterThan(StrIndex("search", Value(word)), Value(0)))
        else:
            queryset = queryset.filter(search__contains=word)
    return queryset


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
    rows = _run(*_statement(matched, sort, place, walk=common, size=size))
    if not rows and place is not None:
        return find(list_of, candidates, words=words, sort=sort, size=size)
    return _page(rows, place, size)


def count(list_of: ListOf, candidates: QuerySet[Any], *, words: Sequence[str]) -> int:
    """How many there are, exact up to COUNT_LIMIT."""
    common = not words or is_common(list_of.model, words)
    limited = matching(list_of, candidates, words, common=common).order_by().values("pk")[: COUNT_LIMIT + 1]
    return int(limited.count())


def similar(
    list_of: ListOf, candidates: QuerySet[Any], *, words: Sequence[str], limit: int = 20
) -> list[int]:
    """For a search without a hit: the rows whose words are most like it; numbers are never guessed."""
    text = " ".join(words)
    if sum(map(str.isalpha, text)) <= TRIGRAM:
        return []
    sql, params = candidates.order_by().values_list("pk", "search").query.sql_with_params()
    statement = (
        f"SELECT pk FROM ({sql}) AS candidate(pk, search) WHERE %s <%% search"
        f" ORDER BY word_similarity(%s, search) DESC, pk LIMIT {limit:d}"
    )
    return [row[0] for row in _run(statement, [*params, text, text])]


def _statement(
    matched: QuerySet[Any], sort: Sort, place: Place | None, *, walk: bool, size: int
) -> tuple[str, list[Any]]:
    """One statement for a page and its count; a materialised part keeps the plans apart."""
    fields = [name.lstrip("-") for name in sort.fields]
    sql, params = matched.order_by().values_list(*fields).query.sql_with_params()
    names = [f"k{position}" for position in range(len(fields))]
    keys = ", ".join(names)
    candidate = f"({sql}) AS candidate({keys})"

    backward = place is not None and place.direction == "before"
    down = sort.descending != backward
    order = ", ".join(f"{name} DESC" if down else name for name in names)
    beyond, values = "", []
    if place is not None:
        marks = ", ".join(["%s"] * len(names))
        beyond = f" WHERE ({keys}) {'<' if down else '>'} ({marks})"
        values = list(place.values)

    if not walk:
        hits, hit_params = f"SELECT {keys} FROM {candidate}", list(params)
    elif place is None:
        hits, hit_params = (
            f"SELECT {keys} FROM {candidate} ORDER BY {order} LIMIT {COUNT_LIMIT + 1}",
            list(params),
        )
    else:
        page = f"SELECT {keys} FROM {candidate}{beyond} ORDER BY {order} LIMIT {size + 1}"
        total = f"SELECT count(*) FROM (SELECT FROM {candidate} LIMIT {COUNT_LIMIT + 1}) AS counted"
        return f"SELECT {keys}, ({total}) FROM ({page}) AS page ORDER BY {order}", [*params, *params, *values]
    statement = (
        f"WITH hits AS MATERIALIZED ({hits}) SELECT {keys}, (SELECT count(*) FROM hits) FROM hits"
        f"{beyond} ORDER BY {order} LIMIT {size + 1}"
    )
    return statement, [*hit_params, *values]


def _run(statement: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _page(rows: list[tuple[Any, ...]], place: Place | None, size: int) -> Found:
    total = rows[0][-1] if rows else 0
    more = len(rows) > size
    rows = rows[:size]
    backward = place is not None and place.direction == "before"
    if backward:
        rows.reverse()
    has_previous, has_next = (more, True) if backward else (place is not None, more)
    return Found(
        keys=[row[-2] for row in rows],
        total=total,
        previous=Place("before", rows[0][:-1]) if rows and has_previous else None,
        next=Place("after", rows[-1][:-1]) if rows and has_next else None,
    )
