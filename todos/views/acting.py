"""One click on an entry: done, taken, ticked, deleted.  Answers with the entry for htmx, else with the page before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.errors import Refused
from todos import services
from todos.models import DeletedEntry, Entry, Status


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
def status(request: Request, entry: Entry) -> HttpResponse:
    """Done, no longer needed or open again: the address names it, and the undo button the one before."""
    wanted = request.POST.get("status") or request.GET.get("status")
    if wanted in Status and entry.status and wanted != entry.status:
        services.change_status(entry=entry, status=wanted, by=request.user)
        undo = f"undo:{reverse('todos:status', args=[entry.pk])}?status={entry.status}"
        said = {
            Status.DONE: _("Done: %(title)s"),
            Status.DROPPED: _("No longer needed: %(title)s"),
            Status.OPEN: _("Open again: %(title)s"),
        }
        messages.success(request, said[Status(wanted)] % {"title": entry}, extra_tags=undo)
    return back(request, entry)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
def take(request: Request, entry: Entry) -> HttpResponse:
    try:
        services.take(entry=entry, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Yours now: %(title)s") % {"title": entry})
    return back(request, entry)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
def tick(request: Request, entry: Entry) -> HttpResponse:
    """`item` of the checklist; a minus before it takes the tick away."""
    item = request.POST.get("item", "")
    if item.removeprefix("-").isdecimal() and len(item) < 18:
        services.tick(entry=entry, item=abs(int(item)), is_done=not item.startswith("-"), by=request.user)
    return back(request, entry)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
def delete(request: Request, entry: Entry) -> HttpResponse:
    services.delete(entry=entry, by=request.user)
    undo = f"undo:{reverse('todos:restore', args=[entry.pk])}"
    messages.success(request, _("Deleted: %(title)s") % {"title": entry}, extra_tags=undo)
    return redirect(before(request, reverse("todos:mine")))


@require_POST
@gate(Action.EDIT_TODO, opens=DeletedEntry)
def restore(request: Request, entry: DeletedEntry) -> HttpResponse:
    services.restore(entry=entry, by=request.user)
    messages.success(request, _("Undone."))
    return back(request, entry)


def back(request: Request, entry: Entry) -> HttpResponse:
    return redirect(before(request, place(entry)))


def before(request: Request, otherwise: str) -> str:
    """The page that was used, if it is one of ours."""
    there = request.POST.get("next") or ""
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe else otherwise


def place(entry: Entry) -> str:
    """Where the entry stands: in the stream of its customer, or alone."""
    if entry.customer_id:
        return f"{reverse('todos:stream', args=[entry.customer_id])}#entry-{entry.pk}"
    return reverse("todos:entry", args=[entry.pk])
