"""The statements behind `lists.finding`: pages and counts over several ways to what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.ways import Way
from lists.declaring import Sort
from lists.places import Place
from lists.words import COUNT_LIMIT

Statement = tuple[str, list[Any]]
# The parts of each way; no two of them overlap.
Ways = Sequence[Sequence[Way]]


def page_statement(ways: Ways, sort: Sort, place: Place | None, *, walk: bool, size: int) -> Statement:
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

    page, limit = f"SELECT {keys} FROM hits{beyond}", ""
    if walk:
        # from the place to the page; what counts starts at the top
        most = max(COUNT_LIMIT, size) + 1  # a batch of an export is longer than what is counted
        reach = size + 1 if place else most
        walked, params = _walked(ways, fields, _Stretch(keys, beyond, values, order, down, reach))
        limit = f" LIMIT {most}"
        if place is None:
            hits = f"{walked}{order}"
        else:
            page = f"SELECT {keys} FROM {walked}"
            hits, params_of_hits = union(ways, fields)
            params = [*params_of_hits, *params]
    else:
        hits, params = union(ways, fields, tail="")  # the page is among all of them
        params = [*params, *values]
    statement = (
        f"WITH hits AS MATERIALIZED (SELECT {keys} FROM {hits}{limit}),"
        f" page AS MATERIALIZED ({page}{order} LIMIT {size + 1})"
        f" SELECT {keys}, (SELECT count(*) FROM hits) FROM page{order}"
    )
    return statement, params


def union(ways: Ways, fields: Sequence[str], *, tail: str | None = None) -> Statement:
    """All ways as one table expression with the columns k0, k1, …; of those that go through principals up to the
    `tail`: by default as far as is counted."""
    columns = ", ".join(_names(fields))
    tail = f" LIMIT {COUNT_LIMIT + 1}" if tail is None else tail
    made = [_through(part, *_part(part, fields), columns, tail) for way in ways for part in way]
    together = " UNION ALL ".join(f"({sql})" for sql, _ in made)
    return f"({together}) AS candidate({columns})", [param for _, params in made for param in params]


def _part(part: Way, fields: Sequence[str]) -> Statement:
    names = [part.name(field) for field in fields]
    query = part.lines.order_by().values_list(*names).query
    # whoever may see nothing gets an empty part, not an error
    sql, params = query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return str(sql), list(params)


def _through(part: Way, sql: str, params: list[Any], columns: str, tail: str) -> Statement:
    """The statement, or that of each principal up to its `tail`; what several lead to comes once."""
    if not part.each:
        return sql, params
    each = f"LATERAL (SELECT * FROM ({sql}) AS line({columns}){tail}) AS found"
    return f"SELECT DISTINCT {columns} FROM unnest(%s::int[]) AS way(principal), {each}", [[*part.each], *params]


def _names(fields: Sequence[str]) -> list[str]:
    return [f"k{position}" for position in range(len(fields))]


@dataclass(frozen=True)
class _Stretch:
    """From where, in which order and how far a list is walked."""

    columns: str
    beyond: str
    values: Sequence[Any]
    order: str
    down: bool
    limit: int


def _walked(ways: Ways, fields: Sequence[str], stretch: _Stretch) -> Statement:
    """As `union`, but each way in order and no further than needed."""
    tables: dict[str, str] = {}
    params: list[Any] = []
    for number, way in enumerate(ways):
        for name, (sql, own) in _walked_way(way, fields, stretch, number).items():
            tables[name] = f"{name} AS MATERIALIZED ({sql})"
            params += own
    together = " UNION ALL ".join(f"SELECT * FROM {name}" for name in tables)
    return f"(WITH {', '.join(tables.values())} {together}) AS candidate({stretch.columns})", params


def _walked_way(way: Sequence[Way], fields: Sequence[str], stretch: _Stretch, number: int) -> dict[str, Statement]:
    """The parts of one way by name.

    Hits in the second part are rare: it is walked no further than the first one came, lest the search for the
    next of them goes through the whole table.
    """
    order, limit = stretch.order, stretch.limit
    named = {f"near{number}": _stretched(way[0], fields, stretch, stretch.beyond)}
    if len(way) > 1:
        end = "''" if stretch.down else "chr(1114111)"
        reach = f"coalesce((SELECT k0 FROM near{number}{order} OFFSET {limit - 1} LIMIT 1), {end})"
        within = f"{stretch.beyond} AND" if stretch.beyond else " WHERE"
        within += f" k0 {'>=' if stretch.down else '<='} {reach}"
        named[f"far{number}"] = _stretched(way[1], fields, stretch, within)
    return named


def _stretched(part: Way, fields: Sequence[str], stretch: _Stretch, within: str) -> Statement:
    sql, params = _part(part, fields)
    tail = f"{within}{stretch.order} LIMIT {stretch.limit}"
    params = [*params, *stretch.values]
    if part.each:
        return _through(part, sql, params, stretch.columns, tail)
    return f"SELECT * FROM ({sql}) AS part({stretch.columns}){tail}", params
