"""Looking at the application as somebody else sees it: superusers only, read-only, plainly marked, recorded.

The session stays the superuser's.  Of the other person only the rights and settings are used: nothing of theirs
is written, and what belongs to their account (its security, the administration) stays closed.
"""

from functools import cache

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.actions import AccessKind, Action
from accounts.models import User
from accounts.recording import record
from timecount.errors import Refused

KEY = "viewing_as"
HARMLESS = ("GET", "HEAD", "OPTIONS")


class NothingToSee(Refused):
    """One's own view is no other, and deactivated people have none."""


def start(*, session: SessionBase, person: User, back: str, by: User) -> None:
    """From the next request on; `back` is where leaving leads."""
    if person == by:
        raise NothingToSee(_("You see your own view already."))
    if not person.is_active:
        raise NothingToSee(_("%(user)s is deactivated.") % {"user": person})
    record(AccessKind.VIEW_AS, who=by, of=person, durable=True)
    session[KEY] = {"person": person.pk, "back": back}


def leave(*, session: SessionBase) -> str:
    """Where it began."""
    left = session.pop(KEY, None)
    return str(left["back"]) if left else reverse("todos:start")


def looked_at_as(request: HttpRequest) -> User | None:
    """As whom, if the person who is signed in looks as somebody else and still may."""
    looking = request.session.get(KEY)
    if not looking:
        return None
    person: User | None = User.objects.signed_in(looking["person"])
    if person is None or not person.is_active or not may(request.user, Action.VIEW_AS):
        leave(session=request.session)
        return None
    person.viewed_by = request.user.pk
    return person


@cache
def own_pages() -> tuple[str, ...]:
    """Those that are about whoever looks."""
    return reverse("accounts:leave_view"), reverse("account_logout")


def is_closed(request: HttpRequest) -> bool:
    return request.method not in HARMLESS or request.path.startswith(_closed_paths())


@cache
def _closed_paths() -> tuple[str, ...]:
    """The administration, and everything about the security of the account."""
    return reverse("admin:index"), reverse("account_login").removesuffix("login/")


def closed(request: HttpRequest) -> HttpResponse:
    """In the language of whoever looks."""
    with translation.override(request.viewer.language):  # type: ignore[attr-defined]
        page = render_to_string("accounts/viewing_closed.html", request=request, using="jinja2")
    return HttpResponse(page, status=403)
