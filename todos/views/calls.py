"""Anruf: who is calling, what it is about, and what is to be done, on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Request, gate
from accounts.actions import Action
from accounts.recording import record_search
from timecount.errors import Refused
from timecount.pages import render_page
from todos import calls
from todos.call_form import CallForm
from todos.sentences import in_words
from todos.views.acting import place, undo_at


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_TODO)
def call(request: Request) -> HttpResponse:
    """For a customer, a person (`customer`, `contact`), or a number, as telephone systems open it (`nr`)."""
    named = {name: request.GET.get(name, "") for name in ("contact", "customer")}
    caller, number = calls.named_in(request.user, **named), request.GET.get("nr", "")
    found = None
    if number.strip() and not any(named.values()):
        found = calls.who_calls(request.user, number)
        record_search(who=request.user, of=None, words=number.strip(), shown=len(found.callers))
        if len(found.callers) == 1 and not found.is_near:
            caller = found.callers[0]
    form = CallForm(request.POST or None, user=request.user, caller=caller)
    if form.is_valid() and (there := _note(request, form)):
        return redirect(there)
    context = {"form": form, "about": caller, "found": found, "known": bool(caller.contact or caller.customer)}
    return render_page(request, "todos/call.html", context)


def _note(request: Request, form: CallForm) -> str:
    """Where it stands now; empty if it was refused."""
    values: dict[str, Any] = form.values
    try:
        made, follow_up = calls.note(by=request.user, **values)
    except Refused as refusal:
        form.add_error("title" if refusal.field == "assignee" else "text", str(refusal))
        return ""
    if follow_up:
        undo = undo_at(request, "todos:delete", follow_up)
        messages.success(request, _("Follow-up: %(what)s") % {"what": in_words(follow_up)}, extra_tags=undo)
    undo = undo_at(request, "todos:delete", made)
    messages.success(request, _("The call is noted."), extra_tags=undo)
    return place(made)
