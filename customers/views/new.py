"""A new customer, with a warning about likely duplicates while one types and before it is made."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, gate, may
from accounts.actions import Action
from contacts.models import Contact, Kind
from customers import numbering, services
from customers.forms.new import NewCustomer
from customers.listing import CUSTOMERS
from customers.models import Customer
from customers.selectors import duplicates as selectors
from lists.own.selectors import own_fields
from timecount.errors import Refused
from timecount.pages import render_page


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CUSTOMER)
def new(request: Request) -> HttpResponse:
    """`kind` is an organisation or a private person; `contact` makes a file of somebody known."""
    contact = _contact(request)
    form = _form(request, contact, request.POST or None)
    valid = form.is_valid()
    likely = _likely(request, form) if valid and contact is None else []
    if valid and (not likely or "anyway" in request.POST):
        try:
            customer = services.create_customer(by=request.user, **form.values())
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _leave(request, customer)
    context = {"form": form, "likely": likely, "contact": contact}
    return render_page(request, "customers/new.html", context)


def _leave(request: Request, customer: Customer) -> HttpResponse:
    text = _("Customer %(number)s is created.") % {"number": customer.number}
    if not may(request.user, Action.VIEW_CUSTOMER, customer):  # restricted, and somebody else is responsible
        messages.success(request, f"{text} {_('You do not see this file any more.')}")
        return redirect("customers:list")
    messages.success(request, text)
    return redirect("customers:file", customer.pk)


@require_POST
@gate(Action.EDIT_CUSTOMER)
def likely_duplicates(request: Request) -> HttpResponse:
    """While somebody types: who could be meant."""
    form = _form(request, None, request.POST)
    form.is_valid()
    context = {"likely": _likely(request, form)}
    return render_page(request, "customers/likely.html", context, part="customers/_likely.html")


def _form(request: Request, contact: Contact | None, data: object) -> NewCustomer:
    wanted = request.POST.get("kind") or request.GET.get("kind")
    kind = Kind.PERSON if wanted == Kind.PERSON else Kind.ORGANISATION
    proposed, own = numbering.next_free(), own_fields(CUSTOMERS.key)
    return NewCustomer(data, user=request.user, kind=kind, contact=contact, proposed=proposed, own=own)


def _likely(request: Request, form: NewCustomer) -> list[selectors.Candidate]:
    vat_id = getattr(form, "cleaned_data", {}).get("vat_id", "")
    return selectors.candidates(request.user, form.typed(), vat_id=vat_id)


def _contact(request: Request) -> Contact | None:
    wanted = request.GET.get("contact")
    if wanted is None:
        return None
    contact = selectors.contact_for_file(request.user, wanted)
    if contact is None:
        raise Http404
    return contact
