"""Who sees what, and why: for those who administer access."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from accounts.models import User
from customers.models import Customer
from customers.selectors import explaining as selectors
from timecount.pages import render_page


@require_safe
@gate(Action.ADMINISTER)
def index(request: Request) -> HttpResponse:
    """Looking up a person or a file."""
    q = request.GET.get("q", "")[:200]
    context = {"q": q, "hits": selectors.hits(request.user, q)}
    return render_page(request, "customers/explain/index.html", context, part="customers/explain/_index.html")


@require_safe
@gate(Action.ADMINISTER, opens=User)
def of_person(request: Request, person: User) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("rule", "after", "before")}
    context = {"explained": selectors.explain_person(person, **asked)}
    return render_page(request, "customers/explain/person.html", context, part="customers/explain/_person.html")


@require_safe
@gate(Action.ADMINISTER, opens=Customer)
def of_file(request: Request, customer: Customer) -> HttpResponse:
    context = {"explained": selectors.explain_file(customer, page=request.GET.get("page", ""))}
    return render_page(request, "customers/explain/file.html", context, part="customers/explain/_file.html")
