"""One click on an entry: done, taken, ticked, deleted.  Answers with the entry for htmx, else with the page before."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.addresses import is_ours, record_key
from timecount.jinja import moment
from timecount.pages import render_page
from todos import acknowledging, reminding, services
from todos.forms import RemindMeForm
from todos.models import DeletedEntry, Entry, Status
from todos.selectors.entries import contact_names, names_in, whole_entry
from todos.views.gone import unless_gone


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
@unless_gone
def status(request: Request, entry: Entry) -> HttpResponse:
    """Done, no longer needed or open again: the address names it, and the undo button the one before."""
    wanted = request.POST.get("status") or request.GET.get("status", "")
    if wanted in Status and entry.status and wanted != entry.status:
        services.change_status(entry=entry, status=wanted, by=request.user)
        undo = undo_at(request, "todos:status", entry, status=entry.status)
        said = {
            Status.DONE: _("Done: %(title)s"),
            Status.DROPPED: _("No longer needed: %(title)s"),
            Status.OPEN: _("Open again: %(title)s"),
        }
        messages.success(request, said[Status(wanted)] % {"title": entry}, extra_tags=undo)
    return back(request, entry)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
@unless_gone
def take(request: Request, entry: Entry) -> HttpResponse:
    try:
        services.take(entry=entry, by=request.user)
    except services.Taken as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Yours now: %(title)s") % {"title": entry})
    return back(request, entry)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
@unless_gone
def tick(request: Request, entry: Entry) -> HttpResponse:
    """`item` of the checklist; a minus before it takes the tick away."""
    typed = request.POST.get("item", "")
    if (item := record_key(typed.removeprefix("-"))) is not None:
        services.tick(entry=entry, item=item, is_done=not typed.startswith("-"), by=request.user)
    return back(request, entry)


@require_POST
@gate(Action.VIEW_TODO, opens=Entry)
@unless_gone
def acknowledge(request: Request, entry: Entry) -> HttpResponse:
    acknowledging.acknowledge(entry=entry, by=request.user)
    return back(request, entry)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
@unless_gone
def remind(request: Request, entry: Entry) -> HttpResponse:
    """Those who have not acknowledged it yet."""
    count = acknowledging.remind(entry=entry, by=request.user)
    text = ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", count)
    messages.success(request, text % {"count": count})
    return back(request, entry)


@require_POST
@gate(Action.VIEW_TODO, opens=Entry)
def remind_me(request: Request, entry: Entry) -> HttpResponse:
    """At a time of one's own."""
    form = RemindMeForm(request.POST)
    if form.is_valid():
        made = reminding.remind_me(entry=entry, by=request.user, **form.cleaned_data)
        messages.success(request, _("You will be reminded: %(at)s.") % {"at": moment(made.at)})
    else:
        messages.warning(request, " ".join(map(str, form.errors["at"])))
    return redirect(reverse("todos:entry", args=[entry.pk]))


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
def delete(request: Request, entry: Entry) -> HttpResponse:
    services.delete(entry=entry, by=request.user)
    undo = undo_at(request, "todos:restore", entry)
    messages.success(request, _("Deleted: %(title)s") % {"title": entry}, extra_tags=undo)
    there, alone = before(request, place(entry)), reverse("todos:entry", args=[entry.pk])
    if there.startswith(alone):
        there = reverse("todos:stream", args=[entry.customer_id]) if entry.customer_id else reverse("todos:mine")
    return redirect(there)


@require_POST
@gate(Action.EDIT_TODO, opens=DeletedEntry)
def restore(request: Request, entry: DeletedEntry) -> HttpResponse:
    services.restore(entry=entry, by=request.user)
    messages.success(request, _("Undone."))
    return back(request, entry)


def back(request: Request, entry: Entry) -> HttpResponse:
    """Of the entry only, where htmx changes it in its place."""
    return changed(request, entry) if request.htmx else redirect(before(request, place(entry)))


def changed(request: Request, entry: Entry) -> HttpResponse:
    context = {**about(request, whole_entry(request.user, entry)), "back_to": before(request, place(entry))}
    if context["back_to"].startswith(reverse("todos:entry", args=[entry.pk])):
        context["alone"] = True
    return render_page(request, "todos/_changed.html", context)


def about(request: Request, entry: Entry) -> dict[str, Any]:
    """What a page needs to show it."""
    return {
        "entry": entry,
        "contacts": contact_names(request.user, [entry]),
        "names": names_in([entry]),
        "today": timezone.localdate(),
    }


def undo_at(request: Request, name: str, entry: Entry, **query: str) -> str:
    """What a message carries whose button takes it back, and shows the page of before again."""
    query |= {"next": there} if (there := before(request, "")) else {}
    path = reverse(name, args=[entry.pk])
    return f"undo:{path}?{urlencode(query)}" if query else f"undo:{path}"


def before(request: Request, otherwise: str) -> str:
    """The page that was used, if it is one of ours."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    return there if is_ours(request, there) else otherwise


def place(entry: Entry) -> str:
    """Where the entry stands: in the stream of its customer, or alone."""
    if entry.customer_id:
        return f"{reverse('todos:stream', args=[entry.customer_id])}#entry-{entry.pk}"
    return reverse("todos:entry", args=[entry.pk])
