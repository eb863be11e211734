"""The life of a document: edited, renewed, cancelled, moved, kept, thrown away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, gate, may
from accounts.actions import AccessKind, Action
from documents import services
from documents.forms.edit import DocumentForm, MoveForm, RetentionForm
from documents.models import Document, Version
from documents.undoing import undo_tag, unseal
from timecount.errors import Refused
from timecount.jinja import day
from timecount.pages import render_page

FORM = "documents/form.html"


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_DOCUMENT, opens=Document, records=AccessKind.VIEW)
def edit(request: Request, document: Document) -> HttpResponse:
    form = DocumentForm(request.POST if request.method == "POST" else None, document=document, user=request.user)
    if form.is_valid():
        try:
            services.change(document=document, values=form.changes, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            _show(form, refusal)
        else:
            for notice in form.notices:
                messages.info(request, notice)
            messages.success(request, _("Saved."))
            return redirect("documents:document", document.pk)
    return render_page(request, "documents/edit.html", {"form": form, "document": document})


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Document)
def renew(request: Request, document: Document) -> HttpResponse:
    """By as long as it says itself; where it says nothing, one is led to its dates."""
    try:
        done = services.renew(document=document, by=request.user)
    except services.NoTerm as refusal:
        messages.warning(request, str(refusal))
        return redirect("documents:edit", document.pk)
    except Refused as refusal:
        return _refused(request, document, refusal)
    said = _("Renewed until %(day)s.") % {"day": day(done.after.valid_until)}
    messages.success(request, said, extra_tags=undo_tag(done))
    return redirect("documents:document", document.pk)


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Document)
def cancel(request: Request, document: Document) -> HttpResponse:
    """Notice was given today; another day can be said where the document is edited."""
    try:
        done = services.cancel(document=document, on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        return _refused(request, document, refusal)
    end = done.after.valid_until
    said = _("Notice given: it ends on %(day)s.") % {"day": day(end)} if end else _("Notice given.")
    messages.success(request, said, extra_tags=undo_tag(done))
    return redirect("documents:document", document.pk)


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Document)
def undo(request: Request, document: Document) -> HttpResponse:
    """Of a renewal, of a notice: what the signed address carries."""
    if (terms := unseal(document, request.GET.get("was", ""))) is None:
        return redirect("documents:document", document.pk)
    try:
        services.take_back(document=document, before=terms[0], after=terms[1], by=request.user)
    except Refused as refusal:
        return _refused(request, document, refusal)
    messages.success(request, _("Undone."))
    return redirect("documents:document", document.pk)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_DOCUMENT, opens=Document)
def move(request: Request, document: Document) -> HttpResponse:
    form = MoveForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            moved = services.move(document=document, to=form.cleaned_data["customer"], by=request.user)
        except Refused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Moved to %(customer)s.") % {"customer": moved.customer})
            return redirect("documents:document", document.pk)
    context = {"form": form, "document": document, "title": _("Move to another customer"), "save": _("Move")}
    return render_page(request, FORM, context)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_DOCUMENT, opens=Document)
def keep(request: Request, document: Document) -> HttpResponse:
    """Longer than so far."""
    form = RetentionForm(request.POST if request.method == "POST" else None, document=document)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.raise_retention(
                document=document, retention=given["retention"], until=given["retained_until"], by=request.user
            )
        except Refused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("documents:document", document.pk)
    said = _("A retention can be raised, never lowered.")
    context = {"form": form, "document": document, "title": _("Keep longer"), "save": _("Save"), "said": said}
    return render_page(request, FORM, context)


@require_POST
@gate(Action.DELETE_DOCUMENT, opens=Document)
def hold(request: Request, document: Document) -> HttpResponse:
    """`hold` says whether from now on, or no longer."""
    try:
        if request.POST.get("hold"):
            services.hold(document=document, by=request.user)
            messages.success(request, _("On legal hold: nobody can delete it."))
        else:
            services.release(document=document, by=request.user)
            messages.success(request, _("The legal hold is over."))
    except Refused as refusal:
        return _refused(request, document, refusal)
    return redirect("documents:document", document.pk)


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Version)
def make_current(request: Request, version: Version) -> HttpResponse:
    try:
        services.make_current(version=version, by=request.user)
    except Refused as refusal:
        return _refused(request, version.document, refusal)
    messages.success(request, _("Version %(number)s holds again.") % {"number": version.number})
    return redirect("documents:document", version.document_id)


@require_POST
@gate(Action.DELETE_DOCUMENT, opens=Document)
def trash(request: Request, document: Document) -> HttpResponse:
    try:
        services.trash(document=document, by=request.user)
    except Refused as refusal:
        return _refused(request, document, refusal)
    undo = f"undo:{reverse('documents:restore', args=[document.pk])}"
    messages.success(request, _("In the trash: %(title)s") % {"title": document.title}, extra_tags=undo)
    return redirect("documents:of_customer", document.customer_id)


def _refused(request: Request, document: Document, refusal: Refused) -> HttpResponse:
    """Back to the document, or to its customer, where it has gone meanwhile."""
    messages.warning(request, str(refusal))
    if isinstance(refusal, services.DocumentGone) or not may(request.user, Action.VIEW_DOCUMENT, document):
        return redirect("documents:of_customer", document.customer_id)
    return redirect("documents:document", document.pk)


def _show(form: Any, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
