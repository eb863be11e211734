"""What is measured.  A new case is one line: a name, a path, who asks."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

import psycopg


@dataclass(frozen=True)
class Case:
    """`{customer}`, `{granted}`, `{number}`, `{person}` and `{place}` in the path stand for ever other ones,
    drawn by `DRAWS`.

    `person` None: nobody is signed in.  `closed`: where every file is restricted (`tests.bench.closed`); `against`
    names the case that it is held against.  `crowd`: 500 people ask, each with the state that their page knows
    (`tests.bench.crowd`).
    """

    name: str
    path: str
    person: str | None = "anna"
    status: int = 200
    closed: bool = False
    against: str = ""
    crowd: bool = False


def _both(name: str, path: str) -> list[Case]:
    """As the superuser sees it, and as somebody with ten thousand grants does: their own files only."""
    all_of_it = Case(f"closed: {name}, superuser", path, person="boss", closed=True)
    return [all_of_it, Case(f"closed: {name}, granted", path, closed=True, against=all_of_it.name)]


CASES = [
    Case("floor: sent to the sign-in page", "/", person=None, status=302),
    Case("list, first page", "/customers/"),
    Case("cards, first page", "/customers/?view=cards"),
    Case("table, first page", "/customers/?view=table"),
    Case("search, common (bau)", "/customers/?q=bau"),
    Case("search, medium (tischlerei)", "/customers/?q=tischlerei"),
    Case("search, rare (quittenhof)", "/customers/?q=quittenhof"),
    Case("search, two words (bau hamburg)", "/customers/?q=bau+hamburg"),
    Case("search, typing error (quitenhof)", "/customers/?q=quitenhof"),
    Case("filter + sort (Hamburg, last changed)", "/customers/?place=Hamburg&sort=-changed"),
    Case("next page deep inside", "/customers/?after={place}"),
    Case("chips, all customers", "/customers/chips/"),
    Case("chips, common search (bau)", "/customers/chips/?q=bau"),
    Case("list, who only reads (ben)", "/customers/", person="ben"),
    Case("global search (bau)", "/search/?q=bau"),
    Case("global search (quittenhof)", "/search/?q=quittenhof"),
    Case("customer page", "/customers/{customer}/"),
    Case("customer history", "/customers/{customer}/history/"),
    Case("start page", "/"),
    Case("panel: overdue and today", "/start/today/"),
    Case("panel: waiting for me", "/start/waiting/"),
    Case("panel: coming up", "/start/coming/"),
    Case("panel: pinned and opened lately", "/customers/panels/at-hand/"),
    Case("panel: my customers", "/customers/panels/mine/"),
    Case("panel: changed lately", "/customers/panels/recent/"),
    Case("my tasks", "/todos/"),
    Case("notes and to-dos of a customer", "/customers/{customer}/todos/"),
    Case("contacts, first page", "/contacts/"),
    Case("contacts, search (bau)", "/contacts/?q=bau"),
    Case("contact page", "/contacts/{person}/"),
    Case("live endpoint, 500 people, nothing new", "/notices/live/?known={state}", person=None, status=204, crowd=True),
    Case("live endpoint, 500 people, something new", "/notices/live/?known=0-1", person=None, crowd=True),
    *_both("list", "/customers/"),
    *_both("search (bau)", "/customers/?q=bau"),
    *_both("search (a number)", "/customers/?q={number}"),
    # Of a word that none of the granted ones has, they are shown similar ones, which costs them a second search.
    Case("closed: search, nothing found", "/customers/?q=quittenhof", closed=True),
    *_both("last changed", "/customers/?sort=-changed"),
    *_both("chips", "/customers/chips/"),
    *_both("chips (bau)", "/customers/chips/?q=bau"),
    *_both("filters", "/customers/filters/"),
    *_both("global search (bau)", "/search/?q=bau"),
    *_both("customer page", "/customers/{granted}/"),
    *_both("contacts", "/contacts/"),
    *_both("contacts, search (bau)", "/contacts/?q=bau"),
]

DRAWN = 200


def _ids(statement: str) -> Callable[["psycopg.Connection[tuple[object, ...]]"], list[str]]:
    return lambda connection: [str(row[0]) for row in connection.execute(f"{statement} LIMIT {DRAWN}")]


def _places(connection: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    """As `lists.places` writes them: the sort values of a row somewhere inside."""
    rows = connection.execute(
        "SELECT sort_key, contact_id FROM customers_customer ORDER BY md5(number) LIMIT %s", [DRAWN]
    )
    packed = (json.dumps(row, separators=(",", ":")).encode() for row in rows)
    return [base64.urlsafe_b64encode(text).decode().rstrip("=") for text in packed]


DRAWS: dict[str, Callable[["psycopg.Connection[tuple[object, ...]]"], list[str]]] = {
    "customer": _ids("SELECT contact_id FROM customers_customer WHERE access = 'module' ORDER BY md5(number)"),
    "person": _ids(
        "SELECT person_id FROM contacts_assignment a JOIN customers_customer k ON k.contact_id = a.organisation_id"
        " WHERE k.access = 'module' ORDER BY md5(a.id::text)"
    ),
    "granted": _ids("SELECT content_object_id FROM customers_usergrant ORDER BY md5(id::text)"),
    "number": _ids(
        "SELECT k.number FROM customers_usergrant g JOIN customers_customer k ON k.contact_id = g.content_object_id"
        " ORDER BY md5(g.id::text)"
    ),
    "place": _places,
}


def paths(case: Case, connection: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    """The path once for every value that was drawn for it."""
    for name, draw in DRAWS.items():
        if f"{{{name}}}" in case.path:
            return [case.path.replace(f"{{{name}}}", value) for value in draw(connection)]
    return [case.path]
