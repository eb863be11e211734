"""One contact: its page, changing it, its photo, deleting it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from contacts import deletion, photos, services
from contacts.countries import COUNTRIES
from contacts.forms.contact import ContactForms, PhotoForm, field_form, field_labels, inline_names
from contacts.listing import CONTACTS
from contacts.models import Contact, PersonRole
from contacts.selectors import contact as selectors
from lists.own.facts import own_fact
from lists.own.kinds import Definition, gathered
from lists.own.selectors import own_fields
from timecount.downloads import picture
from timecount.errors import Refused
from timecount.pages import render_page

# How often a save is compared anew when others write at the same moment.
ATTEMPTS = 3


@require_safe
@gate(Action.VIEW_CONTACT, opens=Contact, records=AccessKind.VIEW)
def detail(request: Request, contact: Contact) -> HttpResponse:
    page = selectors.contact_page(request.user, contact, today=timezone.localdate())
    context = {
        "page": page,
        "contact": contact,
        "countries": COUNTRIES,
        "role_names": dict(PersonRole.choices),
        "fact_labels": field_labels(contact.kind) | {fact.name: fact.label for fact in page.own},
    }
    return render_page(request, "contacts/contact.html", context)


@require_safe
@gate(Action.VIEW_CONTACT, opens=Contact, records=AccessKind.PRINT)
def printed(request: Request, contact: Contact) -> HttpResponse:
    """The browser tells that it is about to print a page of the contact."""
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT, opens=Contact, records=AccessKind.VIEW)
def edit(request: Request, contact: Contact) -> HttpResponse:
    forms = _edit_forms(request, contact)
    context = {"forms": forms, "contact": contact, "title": _("Edit %(name)s") % {"name": contact.name}}
    if kind := forms.add_row(request.POST.get("add", "")):
        context["rows"] = forms.row_sets[kind]
        return render_page(request, "contacts/edit.html", context, part="contacts/_rows.html")
    for _attempt in range(ATTEMPTS):
        if not forms.is_valid():
            break
        try:
            services.change_contact(contact=contact, by=request.user, expected=forms.expected, **forms.changes)
        except services.ChangedMeanwhile:
            forms = context["forms"] = _edit_forms(request, contact)
            continue
        _tell(request, forms.notices)
        return redirect("contacts:contact", contact.pk)
    return render_page(request, "contacts/edit.html", context, part="contacts/_form.html")


def _edit_forms(request: Request, contact: Contact) -> ContactForms:
    own = own_fields(CONTACTS.key)
    return ContactForms(
        contact.kind,
        request.POST if request.method == "POST" else None,
        stored=selectors.stored_values(contact, own),
        own=own,
        rows=selectors.all_stored_rows(contact),
        last_change=selectors.last_change_of(contact),
        last_touch=selectors.last_touch,
    )


def _tell(request: Request, notices: list[str]) -> None:
    """What somebody else changed meanwhile; nothing is said about one's own save, one sees it."""
    for notice in notices:
        messages.info(request, notice)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT, opens=Contact)
def edit_field(request: Request, contact: Contact, name: str) -> HttpResponse:
    """One field on the page of the contact, changed where it stands."""
    own = own_fields(CONTACTS.key)
    if name not in inline_names(contact.kind, own):
        raise Http404
    form = field_form(
        contact.kind,
        name,
        request.POST if request.method == "POST" else None,
        stored=selectors.stored_values(contact, own),
        own=own,
        last_change=selectors.last_change_of(contact),
    )
    if form.is_valid():
        changes: Any = gathered(form.changes)
        contact = services.change_contact(contact=contact, by=request.user, **changes)
        _tell(request, form.notices)
        if not request.htmx:
            return redirect("contacts:contact", contact.pk)
        return _fact(request, contact, name, own)
    context = {"form": form, "field": form[name], "contact": contact}
    return render_page(request, "contacts/field.html", context, part="contacts/_field.html")


def _fact(request: Request, contact: Contact, name: str, own: Sequence[Definition]) -> HttpResponse:
    values: dict[str, Any] = selectors.stored_values(contact)
    values |= {one.name: own_fact(one, values["own"]) for one in own}
    labels = field_labels(contact.kind) | {one.name: one.label for one in own}
    context = {"contact": contact, "name": name, "value": values[name], "fact_labels": labels}
    return render_page(request, "contacts/fact.html", context, part="contacts/_saved.html")


# --- the photo ------------------------------------------------------------------------------


@require_safe
@gate(Action.VIEW_CONTACT, opens=Contact)
def photo(request: Request, contact: Contact, version: str) -> HttpResponse:
    return picture(contact.photo.name if photos.photo_url(contact.pk, contact.photo.name) == request.path else None)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_CONTACT, opens=Contact)
def change_photo(request: Request, contact: Contact) -> HttpResponse:
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        photos.change_photo(contact=contact, photo=form.cleaned_data["photo"], by=request.user)
        return redirect("contacts:contact", contact.pk)
    return render_page(request, "contacts/photo.html", {"form": form, "contact": contact})


@require_POST
@gate(Action.EDIT_CONTACT, opens=Contact)
def remove_photo(request: Request, contact: Contact) -> HttpResponse:
    photos.change_photo(contact=contact, photo=None, by=request.user)
    return redirect("contacts:contact", contact.pk)


# --- deleting -------------------------------------------------------------------------------


@require_POST
@gate(Action.DELETE_CONTACT, opens=Contact)
def delete(request: Request, contact: Contact) -> HttpResponse:
    """At once: it can be undone."""
    key = contact.pk
    try:
        deletion.delete_contact(contact=contact, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contacts:contact", contact.pk)
    undo = f"{reverse('contacts:restore')}?contact={key}"
    messages.success(request, _("%(name)s is deleted.") % {"name": contact.name}, extra_tags=f"undo:{undo}")
    return redirect("contacts:list")


@require_POST
@gate(Action.DELETE_CONTACT)
def restore(request: Request) -> HttpResponse:
    """Only what the person has deleted; for anything else there is nothing here."""
    wanted = request.GET.get("contact", "")
    try:
        contact = deletion.restore_contact(contact_id=int(wanted), by=request.user)
    except (Refused, ValueError):
        raise Http404 from None
    return redirect("contacts:contact", contact.pk)
