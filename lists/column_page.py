"""The dialog in which somebody chooses the columns of a table: a page of its own without JavaScript."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.access import Request
from lists.choosing import choice_of, columns_named, default_columns, moved
from lists.declaring import ListOf
from lists.own.columns import with_own_fields
from lists.services import choose_columns
from lists.state import ListState, read_state
from timecount.pages import render_page


def column_page(request: Request, list_of: ListOf) -> HttpResponse:
    """To be called by a view behind the gate of the list, for GET and POST."""
    list_of = with_own_fields(list_of)
    state = read_state(list_of, request.GET, request.user)
    order = request.POST.getlist("order") or [column.key for column in state.columns]
    shown = request.POST.getlist("shown") if request.method == "POST" else order
    for name, step in (("up", -1), ("down", 1)):
        if key := request.POST.get(name):
            columns = choice_of(list_of, moved(order, key, step))
            return _ask(request, state, {"columns": columns, "shown": shown, "moved": key})
    if request.method != "POST":
        return _ask(request, state, {"columns": choice_of(list_of, order), "shown": shown, "moved": ""})
    chosen = columns_named(list_of, [key for key in order if key in shown]) or list_of.columns[:1]
    if "reset" in request.POST:
        chosen = default_columns(list_of)
    if state.columns_are_named:  # they belong to a view, not to the person
        return redirect(reverse(f"{list_of.key}:list") + state.with_columns(chosen))
    choose_columns(list_of=list_of, columns=chosen, by=request.user)
    return redirect(reverse(f"{list_of.key}:list") + state.with_columns(None))


def _ask(request: Request, state: ListState, context: dict[str, object]) -> HttpResponse:
    whole = {**context, "state": state, "app": state.list_of.key}
    return render_page(request, "lists/columns.html", whole, part="lists/_columns.html")
