"""A version goes out by e-mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, gate
from accounts.actions import Action
from documents import sending
from documents.forms.sending import Letter
from documents.models import Dispatch, Version
from documents.selectors import sending as selectors
from timecount.addresses import record_key
from timecount.errors import Refused
from timecount.pages import render_page


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_DOCUMENT, opens=Version)
def send(request: Request, version: Version) -> HttpResponse:
    """`template` says with which text it begins; `preview` shows the finished e-mail and sends nothing."""
    known = selectors.recipients(request.user, version.document.customer, today=timezone.localdate())
    templates = selectors.templates()
    chosen = selectors.chosen(templates, record_key(request.GET.get("template", "")))
    begun = selectors.beginning(version.document, known, chosen)
    form = Letter(request.POST or None, version=version, known=known, by=request.user, initial=begun)
    is_ready = request.method == "POST" and form.is_valid()
    if is_ready and "preview" not in request.POST and _sent(request, version, form):
        return redirect("documents:document", version.document_id)
    context = {
        "document": version.document,
        "version": version,
        "form": form,
        "templates": templates,
        "chosen": chosen,
        "finished": form.cleaned_data if is_ready else None,
        "too_large": sending.too_large(version.file),
        "known": sending.values(version, to=None, by=request.user),
    }
    return render_page(request, "documents/send.html", context)


def _sent(request: Request, version: Version, form: Letter) -> bool:
    given = form.cleaned_data
    try:
        sending.send(
            version=version,
            addresses=given["addresses"],
            subject=given["finished_subject"],
            text=given["finished_text"],
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("Version %(number)d goes to %(to)s.") % {"number": version.number, "to": ", ".join(given["addresses"])}
    messages.success(request, said)
    return True


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Dispatch)
def again(request: Request, dispatch: Dispatch) -> HttpResponse:
    try:
        sending.send_again(dispatch=dispatch, by=request.user)
        messages.success(request, _("The e-mail is sent once more."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:document", dispatch.version.document_id)
