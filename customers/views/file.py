"""The customer file: its overview, and what concerns the file as a whole."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from customers.models import Customer
from customers.pages import render_tab
from customers.selectors import file as selectors


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer)
def overview(request: Request, customer: Customer) -> HttpResponse:
    context = {"overview": selectors.overview(request.user, customer, today=timezone.localdate())}
    return render_tab(
        request,
        customer,
        "customers/file/overview.html",
        context,
        tab="overview",
        part="customers/file/_overview.html",
    )
