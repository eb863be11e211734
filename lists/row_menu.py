"""What can be done with one row of a list: a small menu, without JavaScript a page."""

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import Request, may
from lists.declaring import Kind, ListOf
from lists.finding import rows_of
from lists.recent import pinned_keys
from lists.services import pin_record
from timecount.extensions import Label
from timecount.pages import render_page


def row_menu(request: Request, list_of: ListOf, record: Model) -> HttpResponse:
    """To be called by a view behind the gate that opens the record."""
    [row] = list_of.as_seen_by(request.user, rows_of(list_of, [record.pk]))
    context = {
        "list_of": list_of,
        "record": record,
        "name": list_of.columns[0].value(row),
        "is_pinned": record.pk in pinned_keys(request.user, list_of),
        "editable": may(request.user, list_of.edit, record),
        "calls": _values(list_of, row, Kind.PHONE),
        "mails": _values(list_of, row, Kind.EMAIL),
    }
    return render_page(request, "lists/row_menu.html", context, part="lists/_row_menu.html")


def _values(list_of: ListOf, row: object, kind: Kind) -> dict[str, Label]:
    """Every number or address of the row once, and what it is."""
    found: dict[str, Label] = {}
    for column in list_of.columns:
        if column.kind == kind and column.brought is None and (value := column.value(row)):
            found[value] = column.label  # the later columns say it more exactly
    return found


def toggle_pin(request: Request, list_of: ListOf, record: Model) -> HttpResponse:
    pin_record(list_of=list_of, key=record.pk, is_pinned="pin" in request.POST, by=request.user)
    return row_menu(request, list_of, record) if request.htmx else redirect(list_of.record, record.pk)
