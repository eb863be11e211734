"""Who may open the file: the panel, and every change of it with its undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, gate, may
from accounts.actions import Action
from accounts.models import Team, User
from customers import sharing as services
from customers.forms.sharing import ShareFile
from customers.models import Access, Customer, UserGrant
from customers.pages import render_tab
from customers.selectors.sharing import Sharing, called, grant_of
from customers.sentences import granted
from customers.undoing import undo_tag, unseal
from timecount.errors import Refused

PAGE = "customers/file/sharing.html"


@require_http_methods(["GET", "POST"])
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def sharing(request: Request, customer: Customer) -> HttpResponse:
    form = _form(request, customer)
    if not form.is_valid() or not form.was_shown:
        return _panel(request, customer, form)
    given = form.cleaned_data
    before = _before(customer, given["to"])
    try:
        changed = services.share(
            customers=[customer.pk], to=given["to"], level=given["level"], until=given["until"], by=request.user
        )
    except Refused as refusal:
        form.add_error("to" if isinstance(refusal, services.NotActive) else "level", str(refusal))
        return _panel(request, customer, form)
    words = {"name": called(given["to"]), "level": granted(given["level"], given["until"])}
    if not changed:
        messages.info(request, _("%(name)s had that already: %(level)s.") % words)
        return redirect("customers:sharing", customer.pk)
    return _done(request, customer, _("Shared with %(name)s: %(level)s.") % words, before)


@require_POST
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def effect(request: Request, customer: Customer) -> HttpResponse:
    """While somebody fills in the form: what it would do."""
    return _panel(request, customer, _form(request, customer), part="customers/file/_sharing_effect.html")


@require_POST
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def restrict(request: Request, customer: Customer) -> HttpResponse:
    before = services.Before(customer.access, *(() if services.has_keeper(customer) else (request.user.pk,)))
    if customer.access == Access.RESTRICTED:
        return redirect("customers:sharing", customer.pk)
    services.restrict(customer=customer, by=request.user)
    return _done(request, customer, _("Only named people see the file now."), before)


@require_POST
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def unrestrict(request: Request, customer: Customer) -> HttpResponse:
    before = services.Before(customer.access)
    if customer.access == Access.MODULE:
        return redirect("customers:sharing", customer.pk)
    services.unrestrict(customer=customer, by=request.user)
    return _done(request, customer, _("Everybody with the module Customers sees the file now."), before)


@require_POST
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def withdraw(request: Request, customer: Customer) -> HttpResponse:
    """`principal` names whose grant; one that is gone already is no error: that is what was wanted."""
    principal = _principal(request.POST.get("principal", ""))
    grant = grant_of(customer, principal)
    if grant is None:
        messages.info(request, _("This grant is withdrawn already."))
        return redirect("customers:sharing", customer.pk)
    name = called(grant.user if isinstance(grant, UserGrant) else Team(group=grant.group))
    before = services.Before(customer.access, principal, grant.level, grant.until)
    try:
        services.withdraw(grants=[grant], by=request.user)
    except Refused as refusal:
        return _panel(request, customer, _form(request, customer, {}), refused={principal: str(refusal)})
    return _done(request, customer, _("Withdrawn from %(name)s.") % {"name": name}, before)


@require_POST
@gate(Action.SHARE_CUSTOMER, opens=Customer)
def undo(request: Request, customer: Customer) -> HttpResponse:
    before = unseal(customer, request.GET.get("was", ""))
    if before is None:
        raise Http404
    try:
        services.put_back(customer=customer, before=before, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("customers:sharing", customer.pk)
    return _done(request, customer, _("Undone."), None)


def _principal(text: str) -> int:
    """0 means nobody."""
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else 0


def _form(request: Request, customer: Customer, data: Any = None) -> ShareFile:
    """Empty, or with what `to` in the address holds now, to be changed."""
    grant = grant_of(customer, _principal(request.GET.get("to", "")))
    initial = {}
    if grant:
        whom = Team(group=grant.group) if hasattr(grant, "group") else grant.user
        initial = {"to": whom, "level": grant.level, "until": grant.until}
    posted = request.POST if request.method == "POST" and data is None else None
    return ShareFile(posted, user=request.user, today=timezone.localdate(), initial=initial)


def _panel(
    request: Request,
    customer: Customer,
    form: ShareFile,
    *,
    part: str | None = None,
    refused: dict[int, str] | None = None,
) -> HttpResponse:
    to: User | Team | None = form.cleaned_data.get("to") if form.is_bound and not form.errors else None
    shown = Sharing(customer, *([to.pk if isinstance(to, User) else -to.pk] if to else []), request.user.pk)
    given = form.cleaned_data if to else {}
    context = {
        "sharing": shown,
        "form": form,
        "effect": shown.shared(to, given["level"], given["until"]) if to else None,
        "refused": refused or {},
    }
    return render_tab(request, customer, PAGE, context, tab="sharing", part=part)


def _before(customer: Customer, to: User | Team) -> services.Before:
    principal = to.pk if isinstance(to, User) else -to.pk
    grant = grant_of(customer, principal)
    return services.Before(customer.access, principal, *((grant.level, grant.until) if grant else ()))


def _done(request: Request, customer: Customer, text: str, before: services.Before | None) -> HttpResponse:
    """Back to the panel; whoever shut themselves out gets as far as they may still see."""
    current = Customer.objects.get(pk=customer.pk)
    if not may(request.user, Action.VIEW_CUSTOMER, current):
        messages.success(request, f"{text} {_('You do not see this file any more.')}")
        return redirect("customers:list")
    shares = may(request.user, Action.SHARE_CUSTOMER, current)
    messages.success(request, text, extra_tags=undo_tag(customer, before) if before and shares else "")
    return redirect("customers:sharing" if shares else "customers:file", customer.pk)
