from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from accounts.recording import record_search
from contacts.listing import CONTACTS
from contacts.models import Contact
from contacts.selectors import lists as selectors
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
@gate(Action.VIEW_CONTACT)
def index(request: Request) -> HttpResponse:
    state, shelf = open_list(request.user, CONTACTS, request.GET)
    remember_view(key=CONTACTS.key, view="" if state.saved else state.view, by=request.user)
    page = selectors.contact_list(request.user, state)
    record_search(who=request.user, of=Contact, words=state.q, shown=len(page.found.rows))
    context = {
        "state": state,
        "shelf": shelf,
        "found": page.found,
        "table": table_of(request.user, state, page.found),
        "bulk": bulk_list(CONTACTS.key).offered(request.user),
        "position": position(state, page.found),
        "workplaces": page.workplaces,
    }
    return render_page(request, "contacts/index.html", context, part="contacts/_index.html")


@require_safe
@gate(Action.VIEW_CONTACT)
def chip_counts(request: Request) -> HttpResponse:
    """The numbers on the chips, loaded after the list so that nobody waits for them."""
    state = read_state(CONTACTS, request.GET, request.user)
    context = {"state": state, "counts": selectors.chip_counts(request.user, state)}
    return render_page(request, "contacts/chips.html", context, part="contacts/_chips.html")


@require_safe
@gate(Action.VIEW_CONTACT)
def filters(request: Request) -> HttpResponse:
    return filter_panel(request, CONTACTS, reverse("contacts:list"))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.VIEW_CONTACT)
def columns(request: Request) -> HttpResponse:
    return column_page(request, CONTACTS)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(Action.VIEW_CONTACT)
def save_view(request: Request) -> HttpResponse:
    return new_view(request, CONTACTS)


@require_safe
@gate(Action.VIEW_CONTACT, opens=Contact)
def menu(request: Request, contact: Contact) -> HttpResponse:
    return row_menu(request, CONTACTS, contact)


@require_POST
@gate(Action.VIEW_CONTACT, opens=Contact)
def pin(request: Request, contact: Contact) -> HttpResponse:
    return toggle_pin(request, CONTACTS, contact)
