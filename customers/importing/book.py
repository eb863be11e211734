"""What the database already knows about the records of a batch: looked up at once, not record by record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Assignment
from customers.importing.wanted import Wanted
from customers.models import Access, Customer


@dataclass(frozen=True)
class Book:
    # Files that the person may change, by number.
    by_number: dict[str, Customer]
    # Numbers of all other files: who has them is not told.
    taken: frozenset[str]
    # Files that the person may see, by folded name.
    by_name: dict[str, list[Customer]]
    folded: dict[str, str]
    # Restricted files that the person may change, but not share: whoever is responsible stays.
    kept: frozenset[int]
    # Colleagues by e-mail and by name; a name that two share means nobody.
    colleagues: dict[str, User | None]

    def namesakes(self, name: str) -> list[Customer]:
        return self.by_name.get(self.folded.get(name, ""), [])


def look_up(wanted: Collection[Wanted], by: User | None) -> Book:
    numbers = {one.get("number") for one in wanted} - {""}
    names = {one.get("name") for one in wanted} - {""}
    folded = fold_all(names)
    found = {
        file.number: file for file in _open_to(by, Action.EDIT_CUSTOMER, Customer.objects.filter(number__in=numbers))
    }
    others = Customer.objects.filter(number__in=numbers - set(found)).values_list("number", flat=True)
    by_name: dict[str, list[Customer]] = {}
    for file in _open_to(by, Action.VIEW_CUSTOMER, Customer.objects.filter(sort_key__in=set(folded.values()))):
        by_name.setdefault(file.sort_key, []).append(file)
    asked = {one.get("responsible") for one in wanted} - {""}
    kept = _not_to_be_shared(by, found.values()) if asked else frozenset()
    return Book(found, frozenset(others), by_name, folded, kept, _colleagues() if asked else {})


def fold_all(texts: Iterable[str]) -> dict[str, str]:
    """As the database folds them, cut like `sort_key`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t, left(fold(t), 200) FROM unnest(%s::text[]) t", [list(texts)])
        return dict(cursor.fetchall())


def _open_to(by: User | None, action: Action, files: QuerySet[Customer]) -> QuerySet[Customer]:
    """Everything where the system itself imports."""
    opened: QuerySet[Any] = visible(by, action, files) if by else files
    people = Assignment.objects.filter(valid_until=None).select_related("person")
    return opened.select_related("contact").prefetch_related(
        "contact__addresses", "contact__phones", "contact__emails", "contact__websites",
        Prefetch("contact__people", people.prefetch_related("person__phones", "person__emails")),
    )  # fmt: skip


def _not_to_be_shared(by: User | None, files: Collection[Customer]) -> frozenset[int]:
    restricted = {file.pk for file in files if file.access == Access.RESTRICTED} if by else set()
    shared = visible(by, Action.SHARE_CUSTOMER, Customer.objects.filter(pk__in=restricted)) if by else ()
    return frozenset(restricted - {file.pk for file in shared})


def _colleagues() -> dict[str, User | None]:
    found: dict[str, User | None] = {}
    for user in User.objects.filter(is_active=True):
        found[user.email] = user
        name = user.name.casefold()
        found[name] = None if name in found else user
    return found
