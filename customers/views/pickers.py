"""Suggestions while somebody types: lists of options for a text field."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from customers.selectors import picking
from timecount.pages import render_page


def _options(request: Request, options: list[str]) -> HttpResponse:
    context = {"options": options}
    return render_page(request, "accounts/options.html", context, part="accounts/_options.html")


def _typed(request: Request) -> str:
    """The field is named as its form names it."""
    return request.GET.get(request.GET.get("field", "q"), "")


@require_safe
@gate(Action.VIEW_CUSTOMER)
def pick_customer(request: Request) -> HttpResponse:
    return _options(request, picking.customers_like(request.user, _typed(request)))
