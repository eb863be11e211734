"""What somebody picked of a list: single rows, or all that its state shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from accounts.access import seen
from accounts.models import User
from accounts.ways import Seen
from lists.bulk.actions import BulkList
from lists.finding import all_hits
from lists.state import ListState, read_state
from lists.words import words_of
from timecount.addresses import record_key

MOST_PICKED = 1_000
PLACE = ("after", "before")


@dataclass(frozen=True)
class Selection:
    """`keys` None: everything that the state shows.  A key of what one may not see is as good as none."""

    state: ListState
    keys: tuple[int, ...] | None

    @classmethod
    def read(cls, worked: BulkList, query: QueryDict, user: User) -> Self:
        """From the address: `selected` for single rows, `all` for everything."""
        state = read_state(worked.list_of, query, user)
        return cls(state, None if query.get("all") else _keys(query.getlist("selected")))

    @classmethod
    def restore(cls, worked: BulkList, stored: dict[str, Any], user: User) -> Self:
        keys = stored["keys"]
        return cls(read_state(worked.list_of, QueryDict(stored["query"]), user), None if keys is None else tuple(keys))

    def stored(self) -> dict[str, Any]:
        return {
            "query": urlencode(self.state.pairs(without=PLACE)),
            "keys": None if self.keys is None else list(self.keys),
        }

    def pairs(self) -> list[tuple[str, str]]:
        """As query parameters."""
        picked = [("all", "1")] if self.keys is None else [("selected", str(key)) for key in self.keys]
        return [*self.state.pairs(without=PLACE), *picked]

    def query(self, **more: str) -> str:
        return "?" + urlencode([*self.pairs(), *more.items()])

    def seen(self, worked: BulkList, user: User) -> Seen:
        """What may be seen of it, way by way; without the words of the search."""
        if self.keys is None:
            return worked.candidates(user, self.state)
        picked = self.keys or (0,)  # nothing has that key: to ask for none at all is no statement
        return seen(user, worked.view, worked.list_of.model).where(Q(pk__in=picked))

    @property
    def words(self) -> tuple[str, ...]:
        return words_of(self.state.q) if self.keys is None else ()

    def records(self, worked: BulkList, user: User) -> QuerySet[Any]:
        return all_hits(worked.list_of, self.seen(worked, user), words=self.words)


def _keys(texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for text in texts if (number := record_key(text)) is not None))[:MOST_PICKED]
