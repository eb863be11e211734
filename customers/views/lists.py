from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from accounts.recording import record_search
from customers.listing import CUSTOMERS
from customers.models import Customer, Status
from customers.selectors import lists as selectors
from lists.bulk.actions import bulk_list
from lists.column_page import column_page
from lists.filters import filter_panel
from lists.position import position
from lists.row_menu import row_menu, toggle_pin
from lists.saved import open_list
from lists.services import remember_view
from lists.state import read_state
from lists.table import table_of
from lists.views import new_view
from timecount.pages import render_page


@require_safe
@gate(Action.VIEW_CUSTOMER)
def index(request: Request) -> HttpResponse:
    state, shelf = open_list(request.user, CUSTOMERS, request.GET)
    remember_view(key=CUSTOMERS.key, view="" if state.saved else state.view, by=request.user)
    found = selectors.customer_page(request.user, state)
    record_search(who=request.user, of=Customer, words=state.q, shown=len(found.rows))
    context = {
        "state": state,
        "shelf": shelf,
        "found": found,
        "table": table_of(request.user, state, found),
        "bulk": bulk_list(CUSTOMERS.key).offered(request.user),
        "position": position(state, found),
        "status_labels": dict(Status.choices),
    }
    return render_page(request, "customers/index.html", context, part="customers/_index.html")


@require_safe
@gate(Action.VIEW_CUSTOMER)
def chip_counts(request: Request) -> HttpResponse:
    """The numbers on the chips, loaded after the list so that nobody waits for them."""
    state = read_state(CUSTOMERS, request.GET, request.user)
    context = {"state": state, "counts": selectors.chip_counts(request.user, state)}
    return render_page(request, "customers/chips.html", context, part="customers/_chips.html")


@require_safe
@gate(Action.VIEW_CUSTOMER)
def filters(request: Request) -> HttpResponse:
    return filter_panel(request, CUSTOMERS, reverse("customers:list"))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.VIEW_CUSTOMER)
def columns(request: Request) -> HttpResponse:
    return column_page(request, CUSTOMERS)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.VIEW_CUSTOMER)
def save_view(request: Request) -> HttpResponse:
    return new_view(request, CUSTOMERS)


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer)
def menu(request: Request, customer: Customer) -> HttpResponse:
    return row_menu(request, CUSTOMERS, customer)


@require_POST
@gate(Action.VIEW_CUSTOMER, opens=Customer)
def pin(request: Request, customer: Customer) -> HttpResponse:
    return toggle_pin(request, CUSTOMERS, customer)
