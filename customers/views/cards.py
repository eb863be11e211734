"""A file for telephones and mail programs."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from contacts.views.cards import answer
from customers.models import Customer
from customers.selectors.cards import customer_cards


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer, records=AccessKind.EXPORT)
def vcards(request: Request, customer: Customer) -> HttpResponse:
    found = customer_cards(request.user, customer, today=timezone.localdate())
    return answer(request, found, name=customer.contact.name)
