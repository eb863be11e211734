"""The list as a file: exactly what the person sees, recorded before the first byte leaves the house."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.access import Request
from accounts.actions import AccessKind
from accounts.recording import record
from lists.bulk.actions import BulkList
from lists.bulk.selection import Selection
from lists.export import semicolons, workbook
from lists.export.batches import hits
from lists.export.table import table_of
from lists.export.turns import Sent, Turn
from timecount.errors import Refused
from timecount.jinja import number

FORMATS = {"csv": semicolons, "xlsx": workbook}


class TooManyRows(Refused):
    """A sheet of Excel ends there."""


def export(request: Request, worked: BulkList, ending: str) -> HttpResponse:
    selection = _selection(request, worked)
    try:
        turn = Turn(request.user)
    except Refused as refusal:
        return _refused(request, worked, selection, refusal)
    try:
        return _answer(request, worked, selection, ending, turn)
    except Refused as refusal:
        turn.give_back()
        return _refused(request, worked, selection, refusal)
    except BaseException:
        turn.give_back()
        raise


def _selection(request: Request, worked: BulkList) -> Selection:
    """Picked rows, or all that the state shows."""
    selection = Selection.read(worked, request.GET, request.user)
    return selection if "selected" in request.GET else replace(selection, keys=None)


def _answer(request: Request, worked: BulkList, selection: Selection, ending: str, turn: Turn) -> HttpResponse:
    count = hits(request.user, worked, selection)
    if ending == "xlsx" and count > workbook.MOST_ROWS:
        most = number(workbook.MOST_ROWS)
        raise TooManyRows(_("A sheet of Excel holds at most %(most)s rows. Take CSV, or fewer.") % {"most": most})
    of = worked.list_of.model
    record(AccessKind.EXPORT, who=request.user, of=of, action=worked.view, hits=count, durable=True)
    written = FORMATS[ending]
    table = table_of(request.user, worked, selection)
    response = StreamingHttpResponse(Sent(written.pieces(table), turn), content_type=written.CONTENT_TYPE)
    name = f"{worked.label}-{timezone.localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # answers like any other


def _refused(request: Request, worked: BulkList, selection: Selection, refusal: Refused) -> HttpResponse:
    messages.warning(request, str(refusal))
    state = replace(selection.state, place=None)
    return redirect(reverse(f"{worked.list_of.key}:list") + state.query_string())
