from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from accounts.recording import record_search
from accounts.substitution import stood_in_for
from timecount.pages import render_page
from todos import arranging
from todos.selectors import start as selectors

HITS_ON_PAGE = 20
HITS_IN_POPOVER = 6
AT_HAND = 4


@require_safe
@gate(Action.USE)
def start(request: Request) -> HttpResponse:
    places = arranging.places(request.user)
    context = {
        "greeting": selectors.greeting(request.user, timezone.localtime().hour),
        "standing_in": stood_in_for(request.user),
        "places": places,
        "panels": [place.panel for place in places if place.is_shown],
    }
    return render_page(request, "todos/start.html", context)


@require_safe
@gate(Action.USE)
def search(request: Request) -> HttpResponse:
    """The page of the top bar's search, and its popover."""
    text = selectors.cleaned(request.GET.get("q", ""))
    limit = HITS_IN_POPOVER if request.htmx else HITS_ON_PAGE
    groups = (
        selectors.found(request.user, text, limit=limit) if text else selectors.at_hand(request.user, limit=AT_HAND)
    )
    if selectors.long_enough(text):
        record_search(who=request.user, of=None, words=text, shown=sum(len(group.hits) for group in groups))
    context = {
        "q": text,
        "shortest": selectors.SHORTEST,
        "long_enough": selectors.long_enough(text),
        "groups": groups,
    }
    return render_page(request, "todos/search.html", context, part="todos/_search.html")
