"""How an app declares its list: what can be sorted, filtered and shown.  Nothing else is needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from accounts.actions import Action
from accounts.models import User
from lists.words import INDEX_ROW_COST
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
    # What a field for free text asks for.
    kind: str = "text"
    # Who is offered it at all; to others its values are nonsense.
    is_for: Callable[[User], bool] = lambda user: True


class Kind(Enum):
    """What the values of a column are: how a cell of a table and of an export shows them."""

    TEXT = auto()
    # Digits that are no quantity: a customer number, a postcode.
    CODE = auto()
    NUMBER = auto()
    YES_NO = auto()
    DATE = auto()
    MOMENT = auto()
    PHONE = auto()
    EMAIL = auto()
    URL = auto()
    # Several words.
    TAGS = auto()
    # One of `choices`; a status is drawn with its mark.
    CHOICE = auto()
    STATUS = auto()
    # The key and the name of a record that the list `leads_to`, as a pair.
    RECORD = auto()


@dataclass(frozen=True)
class Column:
    """What a table or an export shows of a record.

    Its value stands in the row view, in the column `shows` (by default the one named as `key`), or is read from
    the row by `reads`.  What depends on the reader is `brought` for all rows of a page in one statement:
    `brought(user, rows)` answers by the keys of the rows.
    """

    key: str
    label: Label
    kind: Kind = Kind.TEXT
    shows: str = ""
    reads: Callable[[Any], Any] | None = None
    brought: Callable[[User, Sequence[Any]], Mapping[Any, Any]] | None = None
    by_default: bool = False
    # The key of the sort that a click on its head chooses; "-" and the key turns it around.
    sort: str = ""
    choices: Mapping[str, Label] = field(default_factory=dict)
    # The name of the page of a RECORD.
    leads_to: str = ""

    @cached_property
    def value(self) -> Callable[[Any], Any]:
        """Reads the value from a row; not for what is `brought`."""
        return self.reads or attrgetter(self.shows or self.key)


@dataclass(frozen=True)
class ListOf:
    """A list of `model`, which carries a folded `search` column.

    `row` is a database view with one line for every record under the same key: what a list shows of it.  The
    first of the `columns` names the record; `record` is the name of its page.  `action` opens the list,
    `edit` is what changes a record needs; `tells` says of a row what short lists put beside its name.
    """

    key: str
    label: Label
    icon: str
    model: type[Model]
    action: Action
    row: type[Model]
    sorts: tuple[Sort, ...]
    filters: tuple[Filter, ...]
    columns: tuple[Column, ...]
    record: str
    edit: Action
    tells: Callable[[Any], str]
    # Rows as this person may see them: without what another module would have to allow.
    as_seen_by: Callable[[User, list[Any]], list[Any]] = lambda user, rows: rows
    # Folded columns that one- and two-letter searches are a prefix of.
    prefix_fields: tuple[str, ...] = ("sort_key",)
    # Where whole texts are searched: how an index answers what holds all these words.  The head of the text in the
    # index by name is of no use then, and neither is likeness.
    holding: Callable[[Sequence[str]], Q] | None = None
    # What a row that an index brings costs, in rows that a walk passes by.
    row_cost: float = INDEX_ROW_COST
    # Columns and filters of own fields are among the others (`lists.own.columns`).
    own_is_known: bool = False

    def sort(self, key: str) -> Sort | None:
        return next((sort for sort in self.sorts if sort.key == key), None)

    def filter(self, key: str) -> Filter | None:
        return next((filter_ for filter_ in self.filters if filter_.key == key), None)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    @cached_property
    def key_of(self) -> Callable[[Any], Any]:
        """Reads the key of the record from a row."""
        return attrgetter(str(self.row._meta.pk.column))


def choices(
    options: Sequence[tuple[str, Label]],
) -> tuple[Callable[[User, str], Option | None], Callable[[User], Sequence[Option]]]:
    """`option` and `offered` of a filter over fixed choices."""
    offered = tuple(Option(value, label) for value, label in options)
    by_value = {option.value: option for option in offered}
    return lambda user, value: by_value.get(value), lambda user: offered
