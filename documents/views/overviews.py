"""The trash, and what runs out: on the start page and on the file of a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from customers.models import Customer
from documents import services
from documents.models import TrashedDocument
from documents.selectors import deadlines, trash
from timecount.errors import Refused
from timecount.pages import render_page


@require_safe
@gate(Action.DELETE_DOCUMENT)
def in_trash(request: Request) -> HttpResponse:
    found, more = trash.in_trash(request.user, today=timezone.localdate())
    return render_page(request, "documents/trash.html", {"found": found, "more": more, "most": trash.SHOWN})


@require_POST
@gate(Action.DELETE_DOCUMENT, opens=TrashedDocument)
def restore(request: Request, document: TrashedDocument) -> HttpResponse:
    try:
        services.restore(document=document, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("documents:in_trash")
    messages.success(request, _("Restored: %(title)s") % {"title": document.title})
    return redirect("documents:document", document.pk)


@require_safe
@gate(Action.VIEW_DOCUMENT)
def coming(request: Request) -> HttpResponse:
    context = {"found": deadlines.coming(request.user, today=timezone.localdate())}
    return render_page(request, "documents/panels/coming.html", context, part="documents/panels/_coming.html")


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
def of_file(request: Request, customer: Customer) -> HttpResponse:
    found = deadlines.of_file(request.user, customer, today=timezone.localdate())
    context = {"found": found, "customer": customer}
    return render_page(request, "documents/panels/of_file.html", context, part="documents/panels/_of_file.html")
