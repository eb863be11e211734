"""My tasks: what is overdue, what is for today, what can wait."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.extensions import Label
from timecount.pages import render_page
from todos.forms import UNDERSTANDING
from todos.selectors import tasks as selectors
from todos.selectors.entries import notes_of_mine, to_acknowledge


@dataclass(frozen=True)
class Whose:
    """A tab of the page."""

    key: str
    label: Label
    url: str
    count: int


@require_safe
@gate(Action.VIEW_TODO)
def mine(request: Request) -> HttpResponse:
    whose = request.GET.get("whose", selectors.MINE)
    tasks = selectors.open_tasks(request.user)
    whose = whose if whose in tasks else selectors.MINE
    today = timezone.localdate()
    context = {
        "whose": whose,
        "tabs": [
            Whose(key, label, f"{reverse('todos:mine')}?{urlencode({'whose': key})}", len(tasks[key]))
            for key, label in selectors.WHOSE.items()
        ],
        "groups": selectors.by_day(tasks[whose], today=today),
        "important": to_acknowledge(request.user) if whose == selectors.MINE else [],
        "notes": notes_of_mine(request.user) if whose == selectors.MINE else [],
        "today": today,
        "understanding": UNDERSTANDING,
    }
    return render_page(request, "todos/mine.html", context)
