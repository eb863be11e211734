from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from customers.history import history as read_history
from customers.models import Customer
from customers.pages import render_tab
from timecount.pages import render_page

LATEST = 4


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer, records=AccessKind.VIEW)
def history(request: Request, customer: Customer) -> HttpResponse:
    """The whole of it, page by page; htmx asks for the next page alone."""
    before = request.GET.get("before", "")
    context = {"history": read_history(request.user, customer, before=before), "before": before}
    part = "customers/file/_history_page.html" if before else "customers/file/_history.html"
    return render_tab(request, customer, "customers/file/history.html", context, tab="history", part=part)


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer)
def latest(request: Request, customer: Customer) -> HttpResponse:
    """The last changes, as a panel of the overview."""
    context = {"history": read_history(request.user, customer, limit=LATEST), "customer": customer}
    return render_page(request, "customers/file/latest.html", context, part="customers/file/_latest.html")
