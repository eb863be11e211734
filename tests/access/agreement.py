"""One rule, said in five places: the gate, the join, the ways of lists, their pages and counts, the answer itself.

`disagreements` compares all of them with the rule that the tests wrote down for themselves (`rule.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.http import QueryDict
from django.test import Client

from accounts.access import may, seen, visible
from accounts.actions import Action
from accounts.backends import RoleBackend
from accounts.models import User
from accounts.ways import Seen
from contacts.listing import CONTACTS
from contacts.models import Contact
from contacts.selectors import lists as contact_lists
from customers import openings
from customers.listing import CUSTOMERS
from customers.models import Customer, Status
from customers.selectors import lists as customer_lists
from lists import finding
from lists.state import ListState, read_state
from lists.walking import union
from tests.access.rule import Rule
from todos.models import Entry

FILE_ACTIONS = [Action.VIEW_CUSTOMER, Action.EDIT_CUSTOMER, Action.SHARE_CUSTOMER, Action.DELETE_CUSTOMER]
CONTACT_ACTIONS = [Action.VIEW_CONTACT, Action.EDIT_CONTACT, Action.DELETE_CONTACT]
SORTS = {Customer: ("name", "-changed", "number"), Contact: ("name", "-changed")}


def disagreements(users: Sequence[int], *, word: str, lists: int = 9, requests: int = 9) -> list[str]:
    """`word` stands in the name of every record.  So many of the users are asked for lists and pages, too."""
    rule = Rule.of_the_tables()
    found = [] if openings.out_of_step() == 0 else [f"{openings.out_of_step()} openings are out of step"]
    for number, key in enumerate(users):
        user = User.objects.with_rights().get(pk=key)
        for action in FILE_ACTIONS:
            expected = {file for file in rule.files if rule.allows(key, action, file)}
            found += _said(user, action, Customer, expected)
        notes = Entry.objects.values_list("pk", "customer_id")
        found += _said(user, Action.VIEW_TODO, Entry, {pk for pk, file in notes if rule.allows_note(key, file)})
        contacts = list(Contact.objects.values_list("pk", flat=True))
        for action in CONTACT_ACTIONS:
            expected = {contact for contact in contacts if rule.allows_contact(key, action, contact)}
            found += _said(user, action, Contact, expected)
        found += _listed(user, rule, contacts, word) if number < lists else ()
        if number < requests:
            found += _answered(user, rule, contacts)
    return found


def _said(user: User, action: Action, model: type[Model], expected: set[int]) -> Iterator[str]:
    everything: Any = model._default_manager.all()
    answers = {
        "may": {obj.pk for obj in everything if may(user, action, obj)},
        "visible": set(visible(user, action, everything).values_list("pk", flat=True)),
        "seen as a whole": set(seen(user, action, model).whole.values_list("pk", flat=True)),
        "seen way by way": _way_by_way(seen(user, action, model)),
    }
    for place, keys in answers.items():
        if keys != expected:
            yield f"{place}({user}, {action}): {_difference(keys, expected)}"


def _way_by_way(ways: Seen) -> set[int]:
    sql, params = union([[way] for way in ways.ways], ["pk"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT k0 FROM {sql}", params)  # noqa: S608
        return {key for (key,) in cursor.fetchall()}


def _difference(keys: Iterable[int], expected: Iterable[int]) -> str:
    return f"too much {sorted(set(keys) - set(expected))}, too little {sorted(set(expected) - set(keys))}"


# --- lists: both plans, every kind of index ------------------------------------------------


def _listed(user: User, rule: Rule, contacts: Iterable[int], word: str) -> Iterator[str]:
    files = {file for file in rule.files if rule.allows(user.pk, Action.VIEW_CUSTOMER, file)}
    people = {one for one in contacts if rule.allows_contact(user.pk, Action.VIEW_CONTACT, one)}
    for model, expected in ((Customer, files), (Contact, people)):
        for q in ("", word):
            for sort in SORTS[model] if q else ("name",):
                for common in (True, False):
                    keys, total = _page(model, user, f"q={q}&sort={sort}", common=common)
                    if sorted(keys) != sorted(expected) or total != len(expected):
                        plan = "walk" if common else "index"
                        wrong = _difference(keys, expected)
                        yield f"{user}: list of {model.__name__}, {q or 'all'} by {sort} ({plan}), {total}: {wrong}"
    if (counted := _chips(user)) != len(files):
        yield f"{user}: the chips count {counted} files instead of {len(files)}"


def _page(model: type[Model], user: User, query: str, *, common: bool) -> tuple[list[int], int]:
    """Whatever the status; the plan is not for the size of this little world to decide."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "is_common", lambda *_asked: common)
        if model is Customer:
            state = _state(CUSTOMERS, user, f"{query}&{'&'.join(f'status={value}' for value in Status.values)}")
            found = customer_lists.customer_page(user, state)
            return [row.contact_id for row in found.rows], found.total
        found = contact_lists.contact_list(user, _state(CONTACTS, user, query)).found
        return [row.id for row in found.rows], found.total


def _chips(user: User) -> int:
    counts = customer_lists.chip_counts(user, _state(CUSTOMERS, user, ""))
    return sum(hits.hits for (kind, _value), hits in counts.items() if kind == "status")


def _state(list_of: Any, user: User, query: str) -> ListState:
    return read_state(list_of, QueryDict(query), user)


# --- requests -----------------------------------------------------------------------------


def _answered(user: User, rule: Rule, contacts: Iterable[int]) -> Iterator[str]:
    """200 or not found; whoever is deactivated is asked to sign in."""
    client = signed_in(user)
    for file in rule.files:
        allowed = rule.allows(user.pk, Action.VIEW_CUSTOMER, file)
        yield from _answer(client, user, f"/customers/{file}/", allowed)
    for contact in contacts:
        allowed = rule.allows_contact(user.pk, Action.VIEW_CONTACT, contact)
        yield from _answer(client, user, f"/contacts/{contact}/", allowed)


def _answer(client: Client, user: User, path: str, allowed: bool) -> Iterator[str]:
    expected = 200 if allowed else 404 if user.is_active else 302
    if (status := client.get(path).status_code) != expected:
        yield f"{user}: {path} answers {status} instead of {expected}"


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=f"{RoleBackend.__module__}.{RoleBackend.__name__}")
    return client
