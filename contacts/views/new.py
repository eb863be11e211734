"""A new organisation or person, with a look at what is there already."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from contacts import duplicates, services
from contacts.forms.contact import ContactForms, typed_contact
from contacts.listing import CONTACTS
from contacts.models import Contact, Kind
from contacts.telephones import MAX_LENGTH
from lists.own.selectors import own_fields
from timecount.pages import render_page

TITLES = {Kind.ORGANISATION: _("New organisation"), Kind.PERSON: _("New person")}


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT)
def new(request: Request, kind: Kind) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    forms = ContactForms(kind, data, own=own_fields(CONTACTS.key))
    if request.method == "GET" and (number := request.GET.get("number")):
        forms.row_sets["phones"].begin_with({"number": number[:MAX_LENGTH]})
    context: dict[str, Any] = {"forms": forms, "kind": kind, "title": TITLES[kind]}
    if added := forms.add_row(request.POST.get("add", "")):
        context["rows"] = forms.row_sets[added]
        return render_page(request, "contacts/new.html", context, part="contacts/_rows.html")
    if forms.is_valid():
        context["duplicates"] = _duplicates(request, kind)
        if not context["duplicates"] or request.POST.get("confirmed"):
            contact = _create(request, kind, forms.values)
            return redirect("contacts:contact", contact.pk)
    return render_page(request, "contacts/new.html", context, part="contacts/_form.html")


def _duplicates(request: Request, kind: Kind) -> list[duplicates.Duplicate]:
    return duplicates.likely(request.user, typed_contact(kind, request.POST))


def _create(request: Request, kind: Kind, values: dict[str, Any]) -> Contact:
    create = services.create_person if kind == Kind.PERSON else services.create_organisation
    return create(by=request.user, **values)


@require_safe
@gate(Action.VIEW_CONTACT)
def likely(request: Request, kind: Kind) -> HttpResponse:
    """What is like the contact that somebody is typing."""
    found = duplicates.likely(request.user, typed_contact(kind, request.GET))
    context = {"duplicates": found}
    return render_page(request, "contacts/duplicates.html", context, part="contacts/_duplicates.html")
