"""Panels of the start page, each fetched by itself, and how somebody arranges them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.pages import render_page
from todos import arranging
from todos.selectors import panels


@require_safe
@gate(Action.VIEW_TODO)
def today(request: Request) -> HttpResponse:
    day = timezone.localdate()
    entries, more = panels.due_by(request.user, day)
    context = {"entries": entries, "more": more, "today": day}
    return render_page(request, "todos/panels/today.html", context, part="todos/panels/_today.html")


@require_safe
@gate(Action.VIEW_TODO)
def waiting(request: Request) -> HttpResponse:
    context = {"waiting": panels.waiting(request.user), "today": timezone.localdate()}
    return render_page(request, "todos/panels/waiting.html", context, part="todos/panels/_waiting.html")


@require_safe
@gate(Action.VIEW_TODO)
def news(request: Request) -> HttpResponse:
    """What happened since one was here last is marked; it is read where it leads to, or in the bell."""
    notices, new = panels.news(request.user)
    context = {"notices": notices, "is_new": new}
    return render_page(request, "todos/panels/news.html", context, part="todos/panels/_news.html")


@require_safe
@gate(Action.VIEW_TODO)
def coming(request: Request) -> HttpResponse:
    day = timezone.localdate()
    context = {"entries": panels.coming(request.user, day), "today": day}
    return render_page(request, "todos/panels/coming.html", context, part="todos/panels/_coming.html")


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.USE)
def arrange(request: Request) -> HttpResponse:
    """Which panels the start page shows, and in which order: one step up or down, in or out, at a click."""
    if request.method == "POST":
        arranging.change(by=request.user, **{name: request.POST.get(name, "") for name in arranging.STEPS})
        if "reset" in request.POST:
            arranging.reset(by=request.user)
            messages.success(request, _("The start page is as it was in the beginning."))
        return redirect("todos:arrange")
    return render_page(request, "todos/arrange.html", {"places": arranging.places(request.user)})
