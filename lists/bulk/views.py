"""The pages of a bulk change, the same for every list: what it would do, how far it is, what it did."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Request
from lists.bulk import selectors, services
from lists.bulk.actions import BulkAction, BulkList
from lists.bulk.selection import Selection
from lists.imports.selectors import worker_is_alive
from lists.models import BulkRun, BulkState
from timecount import addresses
from timecount.errors import Refused
from timecount.jinja import number
from timecount.pages import render_page


def choose(request: Request, worked: BulkList) -> HttpResponse:
    """Without an action, what can be done; with one, its form below the sentence."""
    selection = Selection.read(worked, request.GET, request.user)
    offered = worked.offered(request.user)
    action = next((one for one in offered if one.key == request.GET.get("do")), None)
    context: dict[str, Any] = {"worked": worked, "selection": selection, "offered": offered, "action": action}
    if action is None:
        context |= {"total": selection.records(worked, request.user).count()}
        context |= {"runs": selectors.my_runs(request.user, worked)}
        return render_page(request, "lists/bulk.html", context)
    form = action.form(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _start(request, worked, action, selection, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context |= {"form": form, "preview": selectors.preview(request.user, worked, action, selection)}
    return render_page(request, "lists/bulk_action.html", context)


def _start(request: Request, worked: BulkList, action: BulkAction, selection: Selection, form: Any) -> HttpResponse:
    run = services.start(
        worked=worked,
        action=action,
        selection=selection,
        values=action.values(form),
        by=request.user,
        expected=addresses.record_key(request.POST.get("expected", "")) or 0,
    )
    key = worked.list_of.key
    if run.state != BulkState.DONE or run.counts["refused"]:
        return redirect(f"{key}:bulk_run", run.pk)
    changed, already = run.counts["changed"], run.counts["unchanged"]
    text = _("%(what)s changed.") % {"what": worked.counted(changed)}
    text += " " + _("%(count)s had it already.") % {"count": number(already)} if already else ""
    undo = f"undo:{reverse(f'{key}:bulk_undo', args=[run.pk])}" if changed else ""
    messages.success(request, f"{selectors.told(worked, run)} – {text}", extra_tags=undo)
    return redirect(reverse(f"{key}:list") + selection.state.at(None))


def show(request: Request, run: BulkRun, worked: BulkList) -> HttpResponse:
    context: dict[str, Any] = {"worked": worked, "run": run, "told": selectors.told(worked, run)}
    if run.under_way:
        context |= {"worker_is_alive": worker_is_alive()}
    else:
        shown, after = request.GET.get("show", ""), request.GET.get("after", "")
        context |= {
            "chips": selectors.SHOWN,
            "page": selectors.page(request.user, worked, run, shown=shown, after=after),
        }
    return render_page(request, "lists/bulk_run.html", context, part="lists/_bulk_run.html")


def undo(request: Request, run: BulkRun, worked: BulkList) -> HttpResponse:
    try:
        current = services.undo(run=run, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{worked.list_of.key}:bulk_run", run.pk)
    if current.state == BulkState.UNDONE and not current.counts["stays"]:
        messages.success(request, _("Undone."))
    return redirect(f"{worked.list_of.key}:bulk_run", run.pk)


def resume(request: Request, run: BulkRun, worked: BulkList) -> HttpResponse:
    try:
        services.resume(run=run, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{worked.list_of.key}:bulk_run", run.pk)
