"""How an app declares its list: what can be sorted, filtered and shown.  Nothing else is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from timecount.extensions import Label

VIEWS: dict[str, Label] = {"list": _("List"), "cards": _("Cards"), "table": _("Table")}
VIEW_ICONS = {"list": "list-details", "cards": "layout-grid", "table": "table"}


@dataclass(frozen=True)
class Option:
    value: str
    label: Label


@dataclass(frozen=True)
class Sort:
    """`fields` all run in one direction ("-" for descending), are never null and end with the key."""

    key: str
    label: Label
    fields: tuple[str, ...]
    # The column of the row view in which a reader sees the order.
    shown: str = "name"

    @property
    def descending(self) -> bool:
        return self.fields[0].startswith("-")


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list.

    `option(user, value)` answers what a value of the URL means, or None for nonsense; `offered(user)` lists
    what the menu proposes (empty for free text); `condition(user, values)` says what it lets through.
    """

    key: str
    label: Label
    option: Callable[[User, str], Option | None]
    condition: Callable[[User, Sequence[str]], Q]
    offered: Callable[[User], Sequence[Option]] = lambda user: ()
    # Shown as a row of chips with counts instead of in the menu.
    as_chips: bool = False


@dataclass(frozen=True)
class ListOf:
    """A list of `model`, which carries a folded `search` column.

    `row` is a database view with one line for every record under the same key: what a list shows of it.
    """

    key: str
    model: type[Model]
    row: type[Model]
    sorts: tuple[Sort, ...]
    filters: tuple[Filter, ...]
    # Folded columns that one- and two-letter searches are a prefix of.
    prefix_fields: tuple[str, ...] = ("sort_key",)

    def sort(self, key: str) -> Sort | None:
        return next((sort for sort in self.sorts if sort.key == key), None)

    def filter(self, key: str) -> Filter | None:
        return next((filter_ for filter_ in self.filters if filter_.key == key), None)


def choices(
    options: Sequence[tuple[str, Label]],
) -> tuple[Callable[[User, str], Option | None], Callable[[User], Sequence[Option]]]:
    """`option` and `offered` of a filter over fixed choices."""
    offered = tuple(Option(value, label) for value, label in options)
    by_value = {option.value: option for option in offered}
    return lambda user, value: by_value.get(value), lambda user: offered
