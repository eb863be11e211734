"""Answering that there is nothing new, for a tenth of what a page costs: five hundred open pages ask all day.

The first such question of a session goes the whole way, through the gate, to `todos.views.notices.live`, which
remembers here what it was decided by: the session, the person with all rights, and with them the statement that
counts.  The next ones ask the database, in one statement, for all of this as it is now.  If it is the same, and what
is new is what the page knows already, the answer is the same, too; in any other case the question goes the whole way.
So nothing is decided here, and whoever was signed out, deactivated or lost a right is refused as everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.access import Request
from accounts.composing import statement_of
from accounts.models import User
from todos.models import Notification
from todos.selectors.notices import state, unseen_keys

MOST = 5000

_NOW = """
SELECT (session.session_data, person)::text, ARRAY({unseen})
FROM django_session session, ({person}) person
WHERE session.session_key = %s AND session.expire_date > now()
"""

_UNREAD = "SELECT id FROM todos_notification WHERE user_id = %s AND seen_at IS NULL LIMIT 1"


@dataclass(frozen=True)
class _Decided:
    """`by` is the session and the person as the database writes them; `short`: there was nothing unread at all, so
    that nothing need be asked about what the person may see."""

    by: str
    short: bool
    statement: str
    params: tuple[Any, ...]


_decided: dict[str, _Decided] = {}


def unchanged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware that stands before all others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == _path() and request.method == "GET" and _is_unchanged(request):
            return HttpResponse(status=204)
        return get_response(request)

    return middleware


@cache
def _path() -> str:
    return reverse("todos:live")


def _is_unchanged(request: HttpRequest) -> bool:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    decided = _decided.get(key)
    if decided is None:
        return False
    found = _ask(decided.statement, decided.params)
    if found is None or found[0] != decided.by or (decided.short and found[1]):
        _decided.pop(key, None)  # another thread may have been quicker
        return False
    return state(found[1]) == request.GET.get("known")


def remember(request: Request) -> None:
    """The gate has let this request through; not for who looks as somebody else, which is said in the session."""
    key = request.session.session_key
    if key is None or key in _decided or request.user.viewed_by:
        return
    short = not Notification.objects.filter(user=request.user, seen_at=None).exists()
    counted = (_UNREAD, [request.user.pk]) if short else statement_of(unseen_keys, request.user)
    if counted is None:
        return
    unseen, unseen_params = counted
    person, person_params = User.objects.signed_in_statement(request.user.pk)
    statement = _NOW.format(unseen=unseen, person=person)
    params = (*unseen_params, *person_params, key)
    found = _ask(statement, params)
    if found is None:
        return
    if len(_decided) >= MOST:
        _decided.clear()
    _decided[key] = _Decided(found[0], short, statement, params)


def _ask(statement: str, params: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()
