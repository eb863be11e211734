"""Links for outsiders: made and revoked by colleagues, used by whoever knows the address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from documents import links
from documents.answers import attachment
from documents.forms.sending import Link
from documents.models import ShareLink, Version
from documents.selectors.sending import share_links
from timecount.errors import Refused
from timecount.pages import render_page

# The address is the secret: no cache, no other house and no search engine learns it from us.
_SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_DOCUMENT, opens=Version)
def share(request: Request, version: Version) -> HttpResponse:
    """A new address is in the answer to the click, and nowhere else."""
    form, made = Link(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = links.create(version=version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "document": version.document,
        "version": version,
        "form": form,
        "made": made,
        "allowed": links.are_allowed(),
        "links": share_links(request.user, version.document),
    }
    answer = render_page(request, "documents/share.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=ShareLink)
def revoke(request: Request, link: ShareLink) -> HttpResponse:
    again = "again" in request.GET
    links.revoke(link=link, by=request.user, again=again)
    undo = "" if again else f"undo:{reverse('documents:revoke_link', args=[link.pk])}?again"
    messages.success(request, _("Undone.") if again else _("The link is revoked."), extra_tags=undo)
    return redirect("documents:document", link.version.document_id)


@login_not_required
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    link = links.opened(secret)
    if link is None:
        raise Http404
    answer = render_page(request, "documents/shared.html", {"link": link, "secret": secret, "away": False})
    return _kept_secret(answer)


@login_not_required
@require_GET
def shared_download(request: HttpRequest, secret: str) -> HttpResponse:
    """The storage is asked first: what it cannot give is not counted."""
    link = links.opened(secret)
    if link is None:
        raise Http404
    try:
        answer = attachment(request, link.version.file)
    except Refused:
        return _kept_secret(render_page(request, "documents/shared.html", {"link": link, "away": True}, status=503))
    if not links.take(link):
        answer.close()
        raise Http404
    return _kept_secret(answer)


def _kept_secret(answer: HttpResponse) -> HttpResponse:
    for name, value in _SECRET.items():
        answer.headers[name] = value
    return answer
