"""The few hits of the global search, what was most likely meant first."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.ways import Seen
from lists.declaring import ListOf
from lists.finding import find
from lists.words import fold, words_of


def best_first(list_of: ListOf, candidates: Seen, *, text: str, size: int, exactly: Seen | None = None) -> list[Any]:
    """Rows of `candidates` (what the person may see): those of `exactly`, then names that begin with the text,
    then whatever holds its words, as the list begins.  No part is asked that would not be shown.
    """
    key = str(list_of.row._meta.pk.column)
    rows: dict[Any, Any] = {}
    for part in _parts(list_of, candidates, exactly, text, size):
        for row in part:
            rows.setdefault(getattr(row, key), row)
        if len(rows) >= size:
            break
    return list(rows.values())[:size]


def _parts(list_of: ListOf, candidates: Seen, exactly: Seen | None, text: str, size: int) -> Iterator[list[Any]]:
    by_name = next(sort for sort in list_of.sorts if sort.fields[0] == "sort_key")
    if exactly is not None:
        yield find(list_of, exactly, words=(), sort=by_name, size=size).rows
    if beginning := fold(text.replace("\0", " ").strip()):
        named = candidates.where(Q(sort_key__startswith=beginning))
        yield find(list_of, named, words=(), sort=by_name, size=size).rows
    yield find(list_of, candidates, words=words_of(text), sort=list_of.sorts[0], size=size).rows
