"""All documents that somebody may see, and those of one customer: the same list at two addresses."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from accounts.recording import record_search
from customers.models import Customer
from customers.pages import render_tab
from documents.listing import DOCUMENTS
from documents.models import Document
from documents.selectors import lists as selectors
from lists.bulk.actions import bulk_list
from lists.column_page import column_page
from lists.filters import filter_panel
from lists.position import position
from lists.row_menu import row_menu, toggle_pin
from lists.saved import open_list
from lists.services import remember_view
from lists.state import ListState, read_state
from lists.table import table_of
from lists.views import new_view
from lists.within import Within
from timecount.pages import render_page


@require_safe
@gate(Action.VIEW_DOCUMENT)
def index(request: Request) -> HttpResponse:
    state, shelf = open_list(request.user, DOCUMENTS, request.GET)
    remember_view(key=DOCUMENTS.key, view="" if state.saved else state.view, by=request.user)
    context = {**_shown(request, state), "shelf": shelf, "within": None}
    return render_page(request, "documents/index.html", context, part="documents/_index.html")


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Customer, seen_by=Action.VIEW_CUSTOMER, records=AccessKind.VIEW)
def of_customer(request: Request, customer: Customer) -> HttpResponse:
    """The tab of the file."""
    state = _state_within(request)
    remember_view(key=DOCUMENTS.key, view=state.view, by=request.user)
    context = {**_shown(request, state, customer), "within": _within(state, customer)}
    in_list = request.htmx and request.htmx.target == "list"
    part = "documents/_index.html" if in_list else "documents/file/_documents.html"
    return render_tab(request, customer, "documents/file/documents.html", context, tab="documents", part=part)


def _shown(request: Request, state: ListState, customer: Customer | None = None) -> dict[str, Any]:
    page = selectors.document_page(request.user, state, customer)
    record_search(who=request.user, of=Document, words=state.q, shown=len(page.found.rows))
    return {
        "state": state,
        "found": page.found,
        "passages": page.passages,
        "table": table_of(request.user, state, page.found),
        "bulk": bulk_list(DOCUMENTS.key).offered(request.user),
        "today": timezone.localdate(),
        "downloads": [(reverse("documents:zip"), "file-zip", _("Download as ZIP"))],
        "position": position(state, page.found),
    }


def _state_within(request: Request) -> ListState:
    """What the address says, but for the customer: the page says that."""
    query = request.GET.copy()
    query.pop("customer", None)
    query.pop("saved", None)
    return read_state(DOCUMENTS, query, request.user)


def _within(state: ListState, customer: Customer) -> Within:
    def at(name: str) -> str:
        return reverse(f"documents:{name}", args=[customer.pk])

    whole = state.only("customer", customer.number)
    return Within(at("of_customer"), at("chips_of_customer"), at("filters_of_customer"), whole)


@require_safe
@gate(Action.VIEW_DOCUMENT)
def chip_counts(request: Request) -> HttpResponse:
    """The numbers on the chips, loaded after the list so that nobody waits for them."""
    state = read_state(DOCUMENTS, request.GET, request.user)
    context = {"state": state, "counts": selectors.chip_counts(request.user, state), "within": None}
    return render_page(request, "documents/chips.html", context, part="documents/_chips.html")


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
def chips_of_customer(request: Request, customer: Customer) -> HttpResponse:
    state = _state_within(request)
    counts = selectors.chip_counts(request.user, state, customer)
    context = {"state": state, "counts": counts, "within": _within(state, customer)}
    return render_page(request, "documents/chips.html", context, part="documents/_chips.html")


@require_safe
@gate(Action.VIEW_DOCUMENT)
def filters(request: Request) -> HttpResponse:
    return filter_panel(request, DOCUMENTS, reverse("documents:list"))


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
def filters_of_customer(request: Request, customer: Customer) -> HttpResponse:
    return filter_panel(request, DOCUMENTS, reverse("documents:of_customer", args=[customer.pk]), without=["customer"])


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.VIEW_DOCUMENT)
def columns(request: Request) -> HttpResponse:
    return column_page(request, DOCUMENTS)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.VIEW_DOCUMENT)
def save_view(request: Request) -> HttpResponse:
    return new_view(request, DOCUMENTS)


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Document)
def menu(request: Request, document: Document) -> HttpResponse:
    return row_menu(request, DOCUMENTS, document)


@require_POST
@gate(Action.VIEW_DOCUMENT, opens=Document)
def pin(request: Request, document: Document) -> HttpResponse:
    return toggle_pin(request, DOCUMENTS, document)
