"""Master data: read, edited as a whole, or one field in its place."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import Request, gate, may
from accounts.actions import AccessKind, Action
from customers import services
from customers.forms.master_data import MasterData, add_row, row_sets
from customers.listing import CUSTOMERS
from customers.master_data import names_of
from customers.models import Customer
from customers.pages import render_tab
from customers.selectors import file as files
from customers.selectors import master_data as selectors
from customers.sharing import NobodyLeft
from lists.own.kinds import Definition, gathered
from lists.own.selectors import own_fields
from timecount.errors import Refused

EDIT = "customers/file/edit.html"
PAGE, PART = "customers/file/master_data.html", "customers/file/_master_data.html"


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer, records=AccessKind.VIEW)
def master_data(request: Request, customer: Customer) -> HttpResponse:
    context = {
        "sections": selectors.sections(request.user, files.whole_file(customer), own_fields(CUSTOMERS.key)),
        "addresses": selectors.addresses(customer),
        "ways": files.ways_to([customer.pk])[customer.pk],
    }
    return render_tab(request, customer, PAGE, context, tab="master-data", part=PART)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CUSTOMER, opens=Customer, records=AccessKind.VIEW)
def edit(request: Request, customer: Customer) -> HttpResponse:
    """Everything at once, addresses and ways to reach the customer included."""
    full = files.whole_file(customer)
    data = request.POST or None
    own = own_fields(CUSTOMERS.key)
    form = MasterData(data, customer=full, user=request.user, today=timezone.localdate(), own=own)
    rows = row_sets(full.contact, data)
    if more := add_row(rows, request.POST):
        form.show_as_typed()
        added = {"rows": more, "form": form, "row_sets": rows, "sections": form.sections()}
        return render_tab(request, full, EDIT, added, tab="master-data", part="contacts/_rows.html")
    if all([form.is_valid(), *(row_set.is_valid() for row_set in rows)]):
        changed = {row_set.kind: row_set.rows for row_set in rows if row_set.changed}
        if _save(request, full, form, changed):
            return _leave(request, full)
    context = {"form": form, "row_sets": rows, "sections": form.sections()}
    return render_tab(request, full, EDIT, context, tab="master-data")


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def edit_field(request: Request, customer: Customer, name: str) -> HttpResponse:
    """One field in its place, whatever else is open on the page; without htmx, a page with this one field."""
    full = files.whole_file(customer)
    own = own_fields(CUSTOMERS.key)
    if name not in names_of(full.contact.kind, own):
        raise Http404
    if name not in selectors.changeable(request.user, full, own):
        raise PermissionDenied
    today = timezone.localdate()
    form = MasterData(request.POST or None, customer=full, user=request.user, today=today, own=own, names=[name])
    if form.is_valid() and _save(request, full, form, {}):
        return _leave(request, full, name, own)
    context = {"form": form, "name": name}
    part = "customers/file/_edit_field.html"
    return render_tab(request, full, "customers/file/edit_field.html", context, tab="master-data", part=part)


def _save(request: Request, customer: Customer, form: MasterData, rows: dict[str, Any]) -> bool:
    """A refusal becomes an error of the form."""
    try:
        services.change_file(customer=customer, by=request.user, **gathered(form.changes), **rows)
    except Refused as refusal:
        field = "responsible" if isinstance(refusal, NobodyLeft) else refusal.field
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    for notice in form.notices:
        messages.info(request, notice)
    return True


def _leave(request: Request, customer: Customer, name: str = "", own: Sequence[Definition] = ()) -> HttpResponse:
    """Back to the master data; htmx gets the changed field in place of its form, and the head of the file.

    Whoever has handed over a restricted file is led to the list.
    """
    current = files.whole_file(customer)
    if not may(request.user, Action.VIEW_CUSTOMER, current):
        listing = reverse("customers:list")
        messages.success(request, _("Saved. You do not see this file any more."))
        return HttpResponseClientRedirect(listing) if request.htmx else redirect(listing)
    messages.success(request, _("Saved."))
    if not request.htmx or not name:
        return redirect("customers:master_data", customer.pk)
    context = {"fact": selectors.fact(request.user, current, name, own)}
    return render_tab(request, current, PAGE, context, tab="master-data", part="customers/file/_saved.html")
