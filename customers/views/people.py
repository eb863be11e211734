"""The contact persons of a file.  Every assignment is fetched from the opened file: a foreign id is a 404."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate, may
from accounts.actions import AccessKind, Action
from accounts.authors import last_change
from contacts import services as contacts
from contacts.models import Assignment
from customers import services
from customers.forms.people import NewPerson, Place
from customers.models import Customer
from customers.pages import render_tab
from customers.selectors import file as files
from customers.selectors import people as selectors
from timecount.errors import Refused


@require_safe
@gate(Action.VIEW_CUSTOMER, opens=Customer, records=AccessKind.VIEW)
def people(request: Request, customer: Customer) -> HttpResponse:
    current, ended = files.people(request.user, customer, today=timezone.localdate())
    context = {"people": current, "ended": ended, "address": files.main_address(customer)}
    part = "customers/file/_people.html"
    return render_tab(request, customer, "customers/file/people.html", context, tab="people", part=part)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def add(request: Request, customer: Customer) -> HttpResponse:
    """Somebody of the address book, or somebody new, with a warning about likely duplicates."""
    text = request.GET.get("q", "")
    form = NewPerson(request.POST or None)
    likely = selectors.likely_people(request.user, form.cleaned_data) if form.is_valid() else []
    if form.is_valid() and (not likely or "anyway" in request.POST):
        person, place = form.person(), form.place()
        added = services.add_person(customer=customer, by=request.user, person=person, **place)
        messages.success(request, _("%(name)s is a contact person now.") % {"name": added.person})
        return redirect("customers:people", customer.pk)
    found = selectors.people_like(request.user, customer, text)
    context = {"form": form, "likely": likely, "q": text, "found": found}
    part = "customers/file/_found_people.html" if "q" in request.GET else None
    return render_tab(request, customer, "customers/file/add_person.html", context, tab="people", part=part)


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def likely_people(request: Request, customer: Customer) -> HttpResponse:
    """While somebody types: who could be meant."""
    form = NewPerson(request.POST)
    form.is_valid()
    likely = selectors.likely_people(request.user, form.cleaned_data)
    context = {"form": form, "likely": likely, "q": "", "found": []}
    part = "customers/file/_likely_people.html"
    return render_tab(request, customer, "customers/file/add_person.html", context, tab="people", part=part)


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def assign(request: Request, customer: Customer, person: int) -> HttpResponse:
    """Somebody of the address book becomes a contact person here; whoever may edit them decides if all may know it."""
    contact = selectors.person(request.user, person)
    if contact is None:
        raise Http404
    decides = may(request.user, Action.EDIT_CONTACT, contact)
    widen = decides and "widen" in request.POST
    try:
        assignment = services.add_person(customer=customer, by=request.user, person=contact, widen=widen)
    except contacts.WouldWiden as question:
        if not decides:
            messages.error(request, str(question))
            return redirect("customers:people", customer.pk)
        context = {"person": contact, "question": str(question)}
        return render_tab(request, customer, "customers/file/widen.html", context, tab="people")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("customers:people", customer.pk)
    messages.success(request, _("%(name)s is a contact person now.") % {"name": contact})
    return redirect("customers:edit_person", customer.pk, assignment.pk)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def edit(request: Request, customer: Customer, assignment: int) -> HttpResponse:
    current = _assignment(request, customer, assignment)
    form = Place(request.POST or None, assignment=current, last_change=last_change)
    if form.is_valid():
        try:
            contacts.change_assignment(assignment=current, by=request.user, **form.changes)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:people", customer.pk)
    context = {"form": form, "assignment": current}
    return render_tab(request, customer, "customers/file/edit_person.html", context, tab="people")


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def make_main(request: Request, customer: Customer, assignment: int) -> HttpResponse:
    current = _assignment(request, customer, assignment)
    before = selectors.main_assignment(customer)
    contacts.change_assignment(assignment=current, by=request.user, is_main=True)
    undo = f"undo:{reverse('customers:make_main', args=[customer.pk, before.pk])}" if before else ""
    messages.success(request, _("%(name)s is the main contact person now.") % {"name": current.person}, extra_tags=undo)
    return redirect("customers:people", customer.pk)


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def end(request: Request, customer: Customer, assignment: int) -> HttpResponse:
    """Today is the last day; `reopen` undoes it."""
    current = _assignment(request, customer, assignment)
    try:
        contacts.end_assignment(assignment=current, until=timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        undo = f"undo:{reverse('customers:reopen_person', args=[customer.pk, current.pk])}"
        text = _("Today is the last day of %(name)s here.") % {"name": current.person}
        messages.success(request, text, extra_tags=undo)
    return redirect("customers:people", customer.pk)


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def reopen(request: Request, customer: Customer, assignment: int) -> HttpResponse:
    current = _assignment(request, customer, assignment)
    try:
        contacts.change_assignment(assignment=current, by=request.user, valid_until=None)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("customers:people", customer.pk)


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def remove(request: Request, customer: Customer, assignment: int) -> HttpResponse:
    """As if it had never been; `restore` undoes it.  The person stays in the address book."""
    current = _assignment(request, customer, assignment)
    try:
        removed = contacts.remove_assignment(assignment=current, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("customers:people", customer.pk)
    sealed = selectors.seal_removed(removed)
    undo = reverse("customers:restore_person", args=[customer.pk]) + "?" + urlencode({"was": sealed})
    text = _("%(name)s is no contact person here any more.") % {"name": current.person}
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return redirect("customers:people", customer.pk)


@require_POST
@gate(Action.EDIT_CUSTOMER, opens=Customer)
def restore(request: Request, customer: Customer) -> HttpResponse:
    removed = selectors.unseal_removed(customer, request.GET.get("was", ""))
    if removed is None:
        raise Http404
    try:
        contacts.restore_assignment(removed=removed, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("customers:people", customer.pk)


def _assignment(request: Request, customer: Customer, pk: int) -> Assignment:
    found = files.assignment(request.user, customer, pk)
    if found is None:
        raise Http404
    return found
