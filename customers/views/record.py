"""What the access record knows of a file, and what it is told by the browser."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from accounts.recording import visits
from customers.models import Customer
from timecount.pages import render_page

LATELY = 30  # days
MOST_PEOPLE = 8


@require_safe
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def opened(request: Request, customer: Customer) -> HttpResponse:
    """Who opened the file lately, for those who decide who may."""
    found = visits(customer, days=LATELY, limit=MOST_PEOPLE + 1)
    context = {"customer": customer, "visits": found[:MOST_PEOPLE], "more": len(found) > MOST_PEOPLE, "days": LATELY}
    return render_page(request, "customers/file/opened.html", context, part="customers/file/_opened.html")


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer, records=AccessKind.PRINT)
def printed(request: Request, customer: Customer) -> HttpResponse:
    """The browser tells that it is about to print a page of the file."""
    return HttpResponse(status=204)
