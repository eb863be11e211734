"""Who works where, from both sides.  Everything is fetched from the opened contact: a foreign id is a 404."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, gate, may
from accounts.actions import Action
from accounts.authors import last_change
from contacts import services, undoing
from contacts.duplicates import likely
from contacts.forms.assignment import AssignmentForm, stored_assignment
from contacts.forms.contact import ContactForms, typed_contact
from contacts.listing import CONTACTS
from contacts.models import Assignment, Contact, Kind
from contacts.selectors import contact as selectors
from lists.own.selectors import own_fields
from timecount.errors import Refused
from timecount.pages import render_page


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT, opens=Contact)
def add(request: Request, organisation: Contact) -> HttpResponse:
    """A new person who works there."""
    if organisation.kind != Kind.ORGANISATION:
        raise Http404
    data = request.POST if request.method == "POST" else None
    forms, place = (
        ContactForms(Kind.PERSON, data, own=own_fields(CONTACTS.key)),
        AssignmentForm(data, stored={}, prefix="place"),
    )
    context: dict[str, Any] = {"forms": forms, "place": place, "kind": Kind.PERSON, "contact": organisation}
    context["title"] = _("New person at %(name)s") % {"name": organisation.name}
    if added := forms.add_row(request.POST.get("add", "")):
        context["place"] = place.showing_typed()
        context["rows"] = forms.row_sets[added]
        return render_page(request, "contacts/new.html", context, part="contacts/_rows.html")
    if forms.is_valid() & place.is_valid():
        context["duplicates"] = likely(request.user, typed_contact(Kind.PERSON, request.POST))
        if not context["duplicates"] or request.POST.get("confirmed"):
            services.create_person_at(organisation=organisation, place=place.values, by=request.user, **forms.values)
            return redirect("contacts:contact", organisation.pk)
    return render_page(request, "contacts/new.html", context, part="contacts/_form.html")


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT, opens=Contact)
def assign(request: Request, contact: Contact) -> HttpResponse:
    """Somebody of the address book works there: pick the other one, then say what they do."""
    q = request.GET.get("q", "")
    other = selectors.other_of(request.user, contact, request.GET.get("other", ""))
    form = AssignmentForm(request.POST if request.method == "POST" and other else None, stored={})
    if other and form.is_valid():
        person, organisation = (other, contact) if contact.kind == Kind.ORGANISATION else (contact, other)
        try:
            widen = "widen" in request.POST and may(request.user, Action.EDIT_CONTACT, person)
            services.assign(person=person, organisation=organisation, by=request.user, widen=widen, **form.values)
        except services.WouldWiden as question:
            form.ask_to_widen(question, decides=may(request.user, Action.EDIT_CONTACT, person))
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("contacts:contact", contact.pk)
    found = [] if other else selectors.others_like(request.user, contact, q)
    context = {"form": form, "contact": contact, "other": other, "q": q, "found": found}
    return render_page(request, "contacts/assign.html", context, part=None if other else "contacts/_found.html")


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT, opens=Contact)
def place(request: Request, contact: Contact, assignment: int) -> HttpResponse:
    current = _place(request, contact, assignment)
    form = AssignmentForm(
        request.POST if request.method == "POST" else None,
        stored=stored_assignment(current),
        last_change=lambda name: last_change(current, name),
    )
    if form.is_valid():
        changes: Any = form.changes
        try:
            services.change_assignment(assignment=current, by=request.user, **changes)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            for notice in form.notices:
                messages.info(request, notice)
            return redirect("contacts:contact", contact.pk)
    return render_page(request, "contacts/place.html", {"form": form, "contact": contact, "place": current})


@require_POST
@gate(Action.EDIT_CONTACT, opens=Contact)
def remove(request: Request, contact: Contact, assignment: int) -> HttpResponse:
    """As if it had never been; `restore` undoes it.  Both stay in the address book."""
    current = _place(request, contact, assignment)
    try:
        removed = services.remove_assignment(assignment=current, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contacts:contact", contact.pk)
    undo = reverse("contacts:restore_place", args=[contact.pk]) + "?" + urlencode({"was": undoing.seal(removed)})
    text = _("%(person)s does not work at %(organisation)s any more.") % {
        "person": current.person,
        "organisation": current.organisation,
    }
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return redirect("contacts:contact", contact.pk)


@require_POST
@gate(Action.EDIT_CONTACT, opens=Contact)
def restore(request: Request, contact: Contact) -> HttpResponse:
    removed = undoing.unseal(request.GET.get("was", ""))
    if removed is None or not selectors.sees_both(request.user, contact, removed.person_id, removed.organisation_id):
        raise Http404
    try:
        services.restore_assignment(removed=removed, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:contact", contact.pk)


def _place(request: Request, contact: Contact, assignment: int) -> Assignment:
    found = selectors.place_of(request.user, contact, assignment)
    if found is None:
        raise Http404
    return found
