from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.pages import render_page


@require_safe
@gate(Action.USE)
def start(request: Request) -> HttpResponse:
    return render_page(request, "todos/start.html")
