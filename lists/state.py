"""The state of a list is its URL: search, filters, sort, view, columns and place.  Nonsense is named and ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from accounts.models import User
from lists.choosing import preferred_columns, preferred_keys, read_columns
from lists.declaring import VIEW_ICONS, VIEWS, Column, ListOf, Option, Sort
from lists.own.columns import asks_for_own_fields, with_own_fields
from lists.places import Place
from timecount.addresses import record_key
from timecount.extensions import Label

SEARCH_LENGTH = 200
VALUES_PER_FILTER = 20


@dataclass(frozen=True)
class ListState:
    list_of: ListOf
    q: str
    view: str
    sort: Sort
    filters: Mapping[str, Sequence[Option]]
    columns: Sequence[Column]
    # The columns belong to this state, not to whoever looks at it.
    columns_are_named: bool = False
    # The key of the saved view that somebody works with; whether it may be seen is not said.
    saved: int | None = None
    place: Place | None = None
    ignored: Sequence[str] = field(default=())

    @property
    def views(self) -> Sequence[tuple[str, Label, str]]:
        """Key, label and icon of every view."""
        return [(key, label, VIEW_ICONS[key]) for key, label in VIEWS.items()]

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.filters)

    def values(self, key: str) -> tuple[str, ...]:
        return tuple(option.value for option in self.filters.get(key, ()))

    def conditions(self, user: User) -> Q:
        """What all filters let through."""
        set_filters = ((filter_, self.values(filter_.key)) for filter_ in self.list_of.filters)
        return Q(*(filter_.condition(user, values) for filter_, values in set_filters if values))

    def has(self, key: str, value: str) -> bool:
        return value in self.values(key)

    def pairs(self, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """The state as query parameters; the place is named only by `at`."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(key, option.value) for key, options in self.filters.items() for option in options]
        pairs += [("sort", self.sort.key)] if self.sort != self.list_of.sorts[0] else []
        pairs += [("view", self.view)]
        pairs += [("columns", ",".join(column.key for column in self.columns))] if self.columns_are_named else []
        pairs += [("saved", str(self.saved))] if self.saved else []
        pairs += [(self.place.direction, str(self.place))] if self.place else []
        return [pair for pair in pairs if pair[0] not in without]

    def query_string(self) -> str:
        return "?" + "&".join(_encoded(name, value) for name, value in self.pairs())

    def as_view(self) -> str:
        """What a saved view keeps of it."""
        return replace(self, place=None, saved=None, columns_are_named=True).query_string()[1:]

    def with_view(self, view: str) -> str:
        return replace(self, view=view).query_string()

    def with_columns(self, columns: Sequence[Column] | None) -> str:
        """With these; None: with those of whoever looks."""
        return replace(self, columns=columns or (), columns_are_named=columns is not None).query_string()

    def with_sort(self, sort: Sort) -> str:
        return replace(self, sort=sort, place=None).query_string()

    def at(self, place: Place | None) -> str:
        return replace(self, place=place).query_string()

    def toggled(self, key: str, value: str) -> str:
        """The URL with one filter value more, or less where it is set."""
        return self.choosing(key, value).query_string()

    def choosing(self, key: str, value: str) -> "ListState":
        chosen = [option for option in self.filters.get(key, ()) if option.value != value]
        if len(chosen) == len(self.filters.get(key, ())):
            chosen.append(Option(value, value))
        filters = {**self.filters, key: chosen}
        return replace(self, place=None, filters={name: options for name, options in filters.items() if options})

    def only(self, key: str, *values: str) -> "ListState":
        """The same search with exactly these values of one filter: what a chip counts."""
        options = [Option(value, value) for value in values]
        return replace(self, place=None, filters={**self.filters, key: options})

    def cleared(self) -> str:
        return replace(self, q="", filters={}, place=None).query_string()


@lru_cache(maxsize=4096)
def _encoded(name: str, value: str) -> str:
    """One query parameter; a page writes the same few in twenty addresses."""
    return urlencode([(name, value)])


def read_state(list_of: ListOf, query: QueryDict, user: User) -> ListState:
    """What the URL says, with the person's last view where it says none."""
    if asks_for_own_fields(query, preferred_keys(user, list_of)):
        list_of = with_own_fields(list_of)
    ignored: list[str] = []
    sort = _sort(list_of, query, ignored)
    view = query.get("view") or preferred_view(user, list_of.key)
    if view not in VIEWS:
        ignored.append(view)
        view = "list"
    named = read_columns(list_of, query.get("columns", ""), ignored)
    return ListState(
        list_of=list_of,
        q=" ".join(query.get("q", "").replace("\0", " ").split())[:SEARCH_LENGTH],
        view=view,
        sort=sort,
        filters=_filters(list_of, query, user, ignored),
        columns=named or preferred_columns(user, list_of),
        columns_are_named=bool(named),
        saved=_saved(query.get("saved", ""), ignored),
        place=_place(list_of, query, sort, ignored),
        ignored=tuple(value[:60].replace("\0", "") for value in ignored),
    )


def preferred_view(user: User, key: str) -> str:
    stored: Any = user.preferences.get("views", {})
    return str(stored.get(key) or user.preferences.get("view") or "list")


def _saved(text: str, ignored: list[str]) -> int | None:
    found = record_key(text)
    if text and found is None:
        ignored.append(text)
    return found


def _sort(list_of: ListOf, query: QueryDict, ignored: list[str]) -> Sort:
    asked = query.get("sort", "")
    sort = list_of.sort(asked)
    if asked and sort is None:
        ignored.append(asked)
    return sort or list_of.sorts[0]


def _filters(list_of: ListOf, query: QueryDict, user: User, ignored: list[str]) -> dict[str, list[Option]]:
    filters: dict[str, list[Option]] = {}
    for filter_ in list_of.filters:
        for value in dict.fromkeys(query.getlist(filter_.key)[:VALUES_PER_FILTER]):
            if not value.strip():
                continue
            option = filter_.option(user, value) if "\0" not in value and filter_.is_for(user) else None
            if option:
                filters.setdefault(filter_.key, []).append(option)
            else:
                ignored.append(value)
    return filters


def _place(list_of: ListOf, query: QueryDict, sort: Sort, ignored: list[str]) -> Place | None:
    for direction in ("after", "before"):
        if text := query.get(direction):
            place = Place.read(direction, text, list_of.model, sort)
            if place is None:
                ignored.append(text)
            return place
    return None
