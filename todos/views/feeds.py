"""The calendar for other programs: its secret addresses in the profile, and the calendar itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.errors import Refused
from timecount.pages import render_page
from todos import feeds as service


@require_http_methods(["GET", "POST"])
@gate(Action.VIEW_TODO)
def feeds(request: Request) -> HttpResponse:
    """A new address is in the answer to the click, and nowhere else."""
    made = None
    if request.method == "POST":
        try:
            made = service.create(by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    context = {"feeds": service.current(request.user), "made": made}
    answer = render_page(request, "todos/feeds.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@gate(Action.USE)
def revoke(request: Request, pk: int) -> HttpResponse:
    feed = service.made_by(request.user, pk)
    if feed is None:
        raise Http404
    again = "again" in request.GET
    service.revoke(feed=feed, by=request.user, again=again)
    undo = "" if again else f"undo:{reverse('todos:revoke_feed', args=[pk])}?again"
    messages.success(request, _("Undone.") if again else _("The address is revoked."), extra_tags=undo)
    return redirect("todos:feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """For programs that cannot sign in: the address is the key."""
    user = service.owner(secret)
    if user is None:
        raise Http404
    shown = service.items(user)
    etag = service.etag(user, shown)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(service.text(user, shown), content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
