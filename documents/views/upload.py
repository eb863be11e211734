"""Files come in: in parts that a browser sends, or as an ordinary form."""

from collections.abc import Callable
from functools import wraps
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, gate
from accounts.actions import Action
from customers.models import Customer
from customers.pages import render_tab
from documents import storage, uploading
from documents.forms.upload import Announced, Files
from documents.models import Document, Upload, Version
from timecount.errors import Refused
from timecount.uploads import takes_up_to

CONFLICT, REFUSED, AWAY = 409, 422, 503


def answers_in_json[**P](view: Callable[P, JsonResponse]) -> Callable[P, JsonResponse]:
    """What is refused, in the words that the person reads, and where an upload goes on."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return view(*args, **kwargs)
        except uploading.OutOfStep as refusal:
            return JsonResponse({"received": refusal.expected}, status=CONFLICT)
        except storage.StorageAway as refusal:
            # The browser asks again and again where it may be better in a moment.
            status = REFUSED if isinstance(refusal, storage.StorageFull) else AWAY
            return JsonResponse({"error": str(refusal)}, status=status)
        except Refused as refusal:
            return JsonResponse({"error": str(refusal)}, status=REFUSED)

    return answered


@require_http_methods(["GET", "POST"])
@takes_up_to(settings.MAX_DOCUMENT_BYTES)
@gate(Action.EDIT_DOCUMENT, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
def new(request: Request, customer: Customer) -> HttpResponse:
    """Without JavaScript: several files in one form."""
    form = Files(request.POST or None, request.FILES or None, request=request)
    if request.method == "POST" and form.is_valid():
        filed = [
            version for version in (_filed(request, customer, file) for file in form.cleaned_data["file"]) if version
        ]
        if filed:
            said = ngettext("%(num)s document was filed.", "%(num)s documents were filed.", len(filed))
            messages.success(request, said % {"num": len(filed)})
            one = filed[0].document_id if len(filed) == 1 else None
            return redirect("documents:document", one) if one else redirect("documents:of_customer", customer.pk)
    return render_tab(request, customer, "documents/new.html", {"form": form}, tab="documents")


def _filed(request: Request, customer: Customer, file: Any) -> Version | None:
    try:
        return uploading.file_at_once(
            customer=customer, content=file, name=file.name or "", size=file.size, by=request.user
        )
    except Refused as refusal:
        messages.error(request, f"{file.name}: {refusal}")
        return None


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
@answers_in_json
def start(request: Request, customer: Customer) -> JsonResponse:
    return _started(request, customer, None)


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Document)
@answers_in_json
def start_version(request: Request, document: Document) -> JsonResponse:
    return _started(request, document.customer, document)


def _started(request: Request, customer: Customer, document: Document | None) -> JsonResponse:
    announced = Announced(request.POST)
    if not announced.is_valid():
        raise Refused(" ".join(str(error) for errors in announced.errors.values() for error in errors))
    given = announced.cleaned_data
    same = None if given["anyway"] else uploading.same_bytes(request.user, given["sha256"], customer)
    if same:
        return JsonResponse({"same": {"title": same.title, "url": reverse("documents:document", args=[same.pk])}})
    upload = uploading.start(
        customer=customer,
        document=document,
        name=given["name"],
        size=given["size"],
        sha256=given["sha256"],
        by=request.user,
    )
    return JsonResponse({"url": reverse("documents:upload", args=[upload.pk]), "part": storage.PART_BYTES})


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_DOCUMENT, opens=Upload)
@answers_in_json
def upload(request: Request, upload: Upload) -> JsonResponse:
    """GET says how far it is; POST brings the part that begins at `Upload-Offset`."""
    if request.method == "GET":
        return JsonResponse({"received": upload.received})
    offset = _number(request.headers.get("Upload-Offset", ""))
    with TemporaryFile() as part:  # parts of several people at once would be large in memory
        while part.tell() <= storage.PART_BYTES and (piece := request.read(storage.READ_BYTES)):
            part.write(piece)
        return JsonResponse({"received": uploading.receive(upload=upload, offset=offset, data=part)})


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Upload)
@answers_in_json
def finish(request: Request, upload: Upload) -> JsonResponse:
    version = uploading.finish(upload=upload, by=request.user)
    document = version.document
    return JsonResponse({"title": document.title, "url": reverse("documents:document", args=[document.pk])})


@require_POST
@gate(Action.EDIT_DOCUMENT, opens=Upload)
def cancel(request: Request, upload: Upload) -> HttpResponse:
    uploading.cancel(upload=upload, by=request.user)
    return HttpResponse(status=204)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1  # 100 GB
