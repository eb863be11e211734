"""The customer file: its overview, and what concerns the file as a whole."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from customers import services
from customers.forms.status import ChangeStatus
from customers.models import Customer
from customers.pages import render_tab
from customers.selectors.overview import overview as read_overview
from timecount.errors import Refused


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer, records=AccessKind.VIEW)
def overview(request: Request, customer: Customer) -> HttpResponse:
    context = {"overview": read_overview(request.user, customer, today=timezone.localdate())}
    return render_tab(
        request,
        customer,
        "customers/file/overview.html",
        context,
        tab="overview",
        part="customers/file/_overview.html",
    )


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def status(request: Request, customer: Customer) -> HttpResponse:
    initial = {"status": customer.status, "blocked_reason": customer.blocked_reason}
    form = ChangeStatus(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        changed = services.change_status(
            customer=customer, status=given["status"], reason=given["blocked_reason"], by=request.user
        )
        undo = urlencode({"status": customer.status, "blocked_reason": customer.blocked_reason})
        messages.success(
            request,
            _("The status is now: %(status)s") % {"status": changed.get_status_display()},
            extra_tags=f"undo:{reverse('customers:undo_status', args=[customer.pk])}?{undo}",
        )
        return redirect("customers:file", customer.pk)
    return render_tab(request, customer, "customers/file/status.html", {"form": form}, tab="overview")


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def undo_status(request: Request, customer: Customer) -> HttpResponse:
    """Back to the status that the address names."""
    form = ChangeStatus(request.GET)
    if form.is_valid():
        given = form.cleaned_data
        services.change_status(
            customer=customer, status=given["status"], reason=given["blocked_reason"], by=request.user
        )
        messages.success(request, _("Undone."))
    return redirect("customers:file", customer.pk)


@require_http_methods(["GET", "POST"])
@gate(Action.DELETE_CUSTOMER, opens=Customer)
def delete(request: Request, customer: Customer) -> HttpResponse:
    """Asks first: it cannot be undone."""
    refused = ""
    if request.method == "POST":
        try:
            services.delete_customer(customer=customer, by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("The file %(number)s is deleted.") % {"number": customer.number})
            return redirect("customers:list")
    return render_tab(request, customer, "customers/file/delete.html", {"refused": refused}, tab="overview")
