"""The statements behind `lists.finding`: pages and counts over several ways to what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.ways import Way
from lists.declaring import Sort
from lists.places import Place
from lists.words import COUNT_LIMIT

Statement = tuple[str, list[Any]]
# The parts of each way, which do not overlap.  The first way shares nothing with the others, which may overlap.
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
        reach = size + 1 if place else COUNT_LIMIT + 1
        walked, params = _walked(ways, fields, _Stretch(keys, beyond, values, order, down, reach))
        limit = f" LIMIT {COUNT_LIMIT + 1}"
        if place is None:
            hits = f"{walked}{order}"
        else:
            page = f"SELECT {keys} FROM {walked}"
            hits, params_of_hits = union(ways, fields)
            params = [*params_of_hits, *params]
    else:
        hits, params = union(ways, fields)
        params = [*params, *values]
    statement = (
        f"WITH hits AS MATERIALIZED (SELECT {keys} FROM {hits}{limit}),"
        f" page AS MATERIALIZED ({page}{order} LIMIT {size + 1})"
        f" SELECT {keys}, (SELECT count(*) FROM hits) FROM page{order}"
    )
    return statement, params


def union(ways: Ways, fields: Sequence[str]) -> Statement:
    """All ways as one table expression with the columns k0, k1, …; those that overlap only as far as is counted."""
    made = [[_part(part, fields) for part in way] for way in ways]
    limited = [[f"{sql} LIMIT {COUNT_LIMIT + 1}" if n else sql for sql, _ in way] for n, way in enumerate(made)]
    params = [param for way in made for _, own in way for param in own]
    return f"({_together(limited)}) AS candidate({', '.join(_names(fields))})", params


def _part(part: Way, fields: Sequence[str]) -> Statement:
    names = [part.name(field) for field in fields]
    sql, params = part.lines.order_by().values_list(*names).query.sql_with_params()
    return str(sql), list(params)


def _names(fields: Sequence[str]) -> list[str]:
    return [f"k{position}" for position in range(len(fields))]


def _together(ways: Sequence[Sequence[str]]) -> str:
    """Statements of each way as one; what several ways lead to comes once."""
    first, *others = ways
    parts = [f"({part})" for part in first]
    if others:
        parts.append("(" + " UNION ".join(f"({part})" for way in others for part in way) + ")")
    return " UNION ALL ".join(parts)


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
    tables: list[str] = []
    names, params = [], []
    for number, way in enumerate(ways):
        named, own = _walked_way([_part(part, fields) for part in way], stretch, number)
        tables += [f"{name} AS MATERIALIZED ({sql})" for name, sql in named.items()]
        names.append([f"SELECT * FROM {name}" for name in named])
        params += own
    return f"(WITH {', '.join(tables)} {_together(names)}) AS candidate({stretch.columns})", params


def _walked_way(parts: Sequence[Statement], stretch: _Stretch, number: int) -> tuple[dict[str, str], list[Any]]:
    """The parts of one way by name.

    Hits in the second part are rare: it is walked no further than the first one came, lest the search for the
    next of them goes through the whole table.
    """
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
