from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate, may
from accounts.actions import Action
from lists import saved, services
from lists.declaring import ListOf
from lists.forms import ViewForm
from lists.models import SavedView
from lists.state import read_state
from lists.undoing import undo_tag, unseal
from timecount.errors import Refused
from timecount.extensions import registry
from timecount.pages import render_page


def new_view(request: Request, list_of: ListOf) -> HttpResponse:
    """Saves the state in the URL under a name; to be called by a view behind the gate of the list."""
    state = read_state(list_of, request.GET, request.user)
    form = ViewForm(request.POST or None, user=request.user, list_of=list_of)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            view = services.save_view(state=state, name=name, audience=form.whom, by=request.user)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
            return redirect(saved.url_of(view))
    context = {"form": form, "action": reverse(f"{list_of.key}:save_view") + state.at(None), "view": None}
    return render_page(request, "lists/view.html", context, part="lists/_view.html")


@require_safe
@gate(Action.USE)
def index(request: Request) -> HttpResponse:
    views = saved.named_views(request.user)
    context = {
        "lists": [(list_of, [v for v in views if v.list_key == key]) for key, list_of in registry.lists.items()],
        "changeable": {view.pk for view in views if may(request.user, Action.CHANGE_VIEW, view)},
        "pinned": request.user.preferences.get(saved.PINNED, []),
    }
    return render_page(request, "lists/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.CHANGE_VIEW, opens=SavedView)
def edit(request: Request, view: SavedView) -> HttpResponse:
    form = ViewForm(request.POST or None, user=request.user, list_of=view.list_of, view=view)
    if form.is_valid():
        try:
            services.change_view(view=view, name=form.cleaned_data["name"], audience=form.whom, by=request.user)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
            return redirect("lists:views")
    context = {"form": form, "action": reverse("lists:edit", args=[view.pk]), "view": view}
    return render_page(request, "lists/view.html", context, part="lists/_view.html")


@require_POST
@gate(Action.CHANGE_VIEW, opens=SavedView)
def save(request: Request, view: SavedView) -> HttpResponse:
    """The state in the URL is from now on what the view shows."""
    state = read_state(view.list_of, request.GET, request.user)
    try:
        services.change_state(view=view, state=state, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(reverse(f"{view.list_key}:list") + state.query_string())
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
    return redirect(saved.url_of(view))


@require_POST
@gate(Action.USE, opens=SavedView)
def pin(request: Request, view: SavedView) -> HttpResponse:
    services.pin_view(view=view, is_pinned="pin" in request.POST, by=request.user)
    return redirect("lists:views")


@require_POST
@gate(Action.USE, opens=SavedView)
def move(request: Request, view: SavedView) -> HttpResponse:
    if view in saved.views_of(request.user):
        services.move_view(view=view, step=-1 if "up" in request.POST else 1, by=request.user)
    return redirect("lists:views")


@require_POST
@gate(Action.CHANGE_VIEW, opens=SavedView)
def delete(request: Request, view: SavedView) -> HttpResponse:
    tag = undo_tag(view, request.user)
    services.delete_view(view=view, by=request.user)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view}, extra_tags=tag)
    return redirect("lists:views")


@require_POST
@gate(Action.USE)
def restore(request: Request) -> HttpResponse:
    """What the person deleted within a day."""
    view = unseal(request.GET.get("was", ""), request.user)
    if view is None:
        raise Http404
    try:
        services.restore_view(view=view, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The view “%(name)s” is back.") % {"name": view})
    return redirect("lists:views")
