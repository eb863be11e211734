from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from documents import zipping
from documents.listing import DOCUMENTS
from lists.bulk.actions import bulk_list
from lists.bulk.selection import Selection
from lists.export.turns import Sent, Turn
from timecount.errors import Refused


@require_safe
@gate(Action.VIEW_DOCUMENT)
def download(request: Request) -> HttpResponse:
    """Picked documents, or all that the list shows."""
    selection = Selection.read(bulk_list(DOCUMENTS.key), request.GET, request.user)
    try:
        return _sent(request, selection)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(reverse("documents:list") + replace(selection.state, place=None).query_string())


def _sent(request: Request, selection: Selection) -> HttpResponse:
    turn = Turn(request.user)
    try:
        packed = zipping.pack(worked=bulk_list(DOCUMENTS.key), selection=selection, by=request.user)
    except BaseException:
        turn.give_back()
        raise
    answer = StreamingHttpResponse(Sent(zipping.pieces(packed), turn), content_type="application/zip")
    name = f"{_('Documents')}-{timezone.localdate():%Y-%m-%d}.zip"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]  # answers like any other
