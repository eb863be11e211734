"""Parts of other pages: the start page, and a page of the address book."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from contacts.models import Contact
from customers.listing import CUSTOMERS
from customers.models import Status
from customers.selectors import panels as selectors
from lists.recent import opened_lately, pinned_rows
from timecount.pages import render_page

LATELY = 8


@require_safe
@gate(Action.VIEW_CUSTOMER)
def at_hand(request: Request) -> HttpResponse:
    pinned = pinned_rows(request.user, CUSTOMERS)
    context = {
        "pinned": pinned,
        "rows": pinned + opened_lately(request.user, CUSTOMERS, limit=LATELY),
        "status_labels": dict(Status.choices),
    }
    return render_page(request, "customers/panels/at_hand.html", context, part="customers/panels/_at_hand.html")


@require_safe
@gate(Action.VIEW_CUSTOMER)
def mine(request: Request) -> HttpResponse:
    context = {"rows": selectors.my_customers(request.user), "status_labels": dict(Status.choices)}
    return render_page(request, "customers/panels/mine.html", context, part="customers/panels/_mine.html")


@require_safe
@gate(Action.VIEW_CUSTOMER)
def recent(request: Request) -> HttpResponse:
    context = {"rows": selectors.changed_lately(request.user), "status_labels": dict(Status.choices)}
    return render_page(request, "customers/panels/recent.html", context, part="customers/panels/_recent.html")


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Contact, seen_by=Action.VIEW_CONTACT)
def of_contact(request: Request, contact: Contact) -> HttpResponse:
    """At which customers a person works; of an organisation, its own file."""
    found = selectors.files_of(request.user, contact, today=timezone.localdate())
    context = {"contact": contact, "found": found, "status_labels": dict(Status.choices)}
    return render_page(request, "customers/panels/of_contact.html", context, part="customers/panels/_of_contact.html")
