"""What apps tell the house about themselves: filled in `AppConfig.ready()`, read by those below.

Plain lists and dictionaries.  An app above registers; a page below iterates; nobody imports upward.
Actions are named by their string value, because the floor knows no app.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the main navigation; shown to those who may do `action`."""

    label: Label
    icon: str
    url_name: str
    action: str
    order: int


@dataclass(frozen=True)
class NewItem:
    """An entry of the "+ Neu" menu."""

    label: Label
    icon: str
    url_name: str
    action: str
    order: int


@dataclass(frozen=True)
class Tab:
    """A tab of the customer file: a URL that takes the customer's id, served by the owning app."""

    key: str
    label: Label
    url_name: str
    action: str
    order: int


@dataclass(frozen=True)
class Panel:
    """A part of a page, loaded from a URL of the owning app."""

    key: str
    label: Label
    url_name: str
    action: str
    order: int


@dataclass(frozen=True)
class Insert:
    """A template that a page of another app includes, for those who may do `action`."""

    template: str
    action: str


@dataclass(frozen=True)
class Hit:
    """One search hit: where it leads, the two lines it shows, and whom one calls or writes to."""

    title: str
    detail: str
    url: str
    phone: str = ""
    email: str = ""
    # Ready html: where in a text the words stand.
    passage: str = ""


@dataclass(frozen=True)
class SearchSource:
    """A group of the global search; `find(user, text, limit)` is filtered by the gate."""

    key: str
    label: Label
    icon: str
    action: str
    find: Callable[[Any, str, int], Sequence[Hit]]
    more_url_name: str
    order: int


@dataclass(frozen=True)
class DemoPart:
    """Fills its app with believable data; parts run in `order`, `load(customers, seed)`.

    `is_loaded` tells whether there is something already; a part without it may run twice.
    """

    key: str
    load: Callable[[int, int], None]
    order: int
    is_loaded: Callable[[], bool] = bool


@dataclass(frozen=True)
class Holding:
    """What is somebody's own: counted on the person's page in the administration, handed over when they leave.

    `count(user)`, `url(user)` of a list in the administration, and `hand_over(of=, to=, by=)`, if it can be.
    """

    key: str
    label: Label
    count: Callable[[Any], int]
    url: Callable[[Any], str]
    order: int
    hand_over: Callable[..., Any] | None = None


@dataclass(frozen=True)
class AccessRule:
    """Which objects of a model are open to a person who holds the action: as a join, and for one object.

    `visible(user, action, queryset)`, `opens(user, action, obj)` and `seen(user, action)` say the same
    sentence; a property test holds them together.  `stood_in_for(user, obj)` answers with the key of
    the person for whom somebody stands in when they open it.
    """

    visible: Callable[[Any, Any, QuerySet[Any]], QuerySet[Any]]
    opens: Callable[[Any, Any, Any], bool]
    # Where lists of the model are walked: hands back `accounts.ways.Seen`.
    seen: Callable[[Any, Any], Any] | None = None
    stood_in_for: Callable[[Any, Any], int | None] = lambda user, obj: None


@dataclass
class Extensions:
    navigation: list[NavigationItem] = field(default_factory=list)
    new_items: list[NewItem] = field(default_factory=list)
    customer_tabs: list[Tab] = field(default_factory=list)
    # Each a URL that takes the customer's id, shown on the overview of the file.
    customer_panels: list[Panel] = field(default_factory=list)
    # On every page of the file, below its tab.
    customer_inserts: list[Insert] = field(default_factory=list)
    # On the start page of the demo: what one can try.
    to_try: list[Insert] = field(default_factory=list)
    contact_panels: list[Panel] = field(default_factory=list)
    start_panels: list[Panel] = field(default_factory=list)
    search_sources: list[SearchSource] = field(default_factory=list)
    demo_parts: list[DemoPart] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    # Listed in the administration, beside its own pages about people and access.
    access_pages: list[NavigationItem] = field(default_factory=list)
    # Each a URL that takes the key of a user, linked from the person's page in the administration.
    person_pages: list[Panel] = field(default_factory=list)
    access_rules: dict[type[Model], AccessRule] = field(default_factory=dict)
    # Every `lists.declaring.ListOf` by its key.
    lists: dict[str, Any] = field(default_factory=dict)
    import_kinds: dict[str, Any] = field(default_factory=dict)
    # What can be done to many records of a list: `lists.bulk.actions.BulkList`, by the key of the list.
    bulk_lists: dict[str, Any] = field(default_factory=dict)
    # Told by `announce`: `hear(what, of=, by=, values=)`.
    announcements: list[Callable[..., None]] = field(default_factory=list)
    # What one can do from the head of a file, a contact; each a URL that is told which (?customer=, ?contact=).
    customer_actions: list[NavigationItem] = field(default_factory=list)
    contact_actions: list[NavigationItem] = field(default_factory=list)
    # Pages about oneself, beside the profile.
    own_pages: list[NavigationItem] = field(default_factory=list)
    template_globals: dict[str, Any] = field(default_factory=dict)
    # What `manage.py rebuild_search` makes anew, by what it is called; each says how many differed.
    searchable: dict[str, Callable[[], int]] = field(default_factory=dict)


registry = Extensions()


def announce(what: str, *, of: Iterable[int], by: Any, **values: str) -> None:
    """Something changed that colleagues must know, at the customers or contacts with these keys.

    Called by the service that changes it, in its transaction; what changes in one go is announced in one go.
    """
    keys = list(of)
    for hear in registry.announcements if keys else ():
        hear(what, of=keys, by=by, values=values)


def ordered[Item: (NavigationItem, NewItem, Tab, Panel, SearchSource, DemoPart, Holding)](
    items: list[Item],
) -> list[Item]:
    return sorted(items, key=lambda item: item.order)
