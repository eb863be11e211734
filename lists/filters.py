"""The filter panel of a list: a page of its own, fetched when somebody opens it."""

from collections.abc import Sequence

from django.http import HttpResponse

from accounts.access import Request
from lists.declaring import ListOf
from lists.own.columns import with_own_fields
from lists.state import read_state
from timecount.pages import render_page


def filter_panel(request: Request, list_of: ListOf, path: str, *, without: Sequence[str] = ()) -> HttpResponse:
    """The filters with what they offer to this person; to be called by a view behind the gate of the list at `path`.

    `without` are those that the page there has settled.
    """
    list_of = with_own_fields(list_of)
    state = read_state(list_of, request.GET, request.user)
    own = [
        filter_
        for filter_ in list_of.filters
        if not filter_.as_chips and filter_.key not in without and filter_.is_for(request.user)
    ]
    context = {
        "state": state,
        "path": path,
        "filters": [(filter_, filter_.offered(request.user)) for filter_ in own],
        "kept": state.pairs(without=[*(filter_.key for filter_ in own), "after", "before"]),
    }
    return render_page(request, "lists/filters.html", context, part="lists/_filters.html")
