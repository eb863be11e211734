"""A document: its page, its pictures, its bytes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from documents import links, previews, storage
from documents.answers import attachment, preview
from documents.models import Document, StoredFile, Version
from documents.selectors.document import shown
from documents.selectors.sending import dispatches, share_links
from timecount.addresses import record_key
from timecount.errors import Refused
from timecount.pages import render_page


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Document, records=AccessKind.VIEW)
def document(request: Request, document: Document) -> HttpResponse:
    version, page = request.GET.get("version"), record_key(request.GET.get("page", ""))
    found = shown(request.user, document, number=record_key(version) or 0 if version else None, page=page)
    if found is None:
        raise Http404
    context = {
        "document": document,
        "shown": found,
        "turned": request.GET.get("turn", ""),
        "dispatches": dispatches(request.user, document),
        "share_links": share_links(request.user, document),
        "links_allowed": links.are_allowed(),
    }
    return render_page(request, "documents/document.html", context, part="documents/_document.html")


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Document)
def picture(request: Request, document: Document, version: int, page: int, size: str) -> HttpResponse:
    """A page as we drew it."""
    found = Version.objects.filter(document=document, number=version).select_related("file").first()
    return _picture(found.file if found else None, page, size)


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Document)
def thumbnail(request: Request, document: Document, file: str) -> HttpResponse:
    """`file` only makes the address change with the picture."""
    return _picture(document.current.file if document.current else None, 1, "small")


def _picture(file: StoredFile | None, page: int, size: str) -> HttpResponse:
    try:
        drawn = previews.picture(file, page, size) if file and size in previews.WIDTHS else None
    except storage.StorageAway:
        return HttpResponse(status=503)
    if drawn is None:
        raise Http404
    return preview(drawn)


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Document, records=AccessKind.DOWNLOAD)
def download(request: Request, document: Document) -> HttpResponse:
    if document.current is None:
        raise Http404
    return _attachment(request, document.current)


@require_safe
@gate(Action.VIEW_DOCUMENT, opens=Version, records=AccessKind.DOWNLOAD)
def download_version(request: Request, version: Version) -> HttpResponse:
    return _attachment(request, version)


def _attachment(request: Request, version: Version) -> HttpResponse:
    try:
        return attachment(request, version.file)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:document", version.document_id)
