"""The pages of an import, the same for every kind: upload, columns, dry run, progress, result."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Request
from lists.imports import asking, forms, selectors, services, table
from lists.imports.decoding import Unreadable
from lists.imports.kinds import ImportKind
from lists.models import Decision, ImportRun, ImportState
from timecount.errors import Refused
from timecount.pages import render_page
from timecount.uploads import too_large


def upload(request: Request, kind: ImportKind) -> HttpResponse:
    posted = request.method == "POST"
    form = forms.Upload(
        request.POST if posted else None,
        request.FILES if posted else None,
        too_large="file" in too_large(request),
    )
    if form.is_valid():
        try:
            run = services.upload(kind=kind, by=request.user, **form.brought)
        except Unreadable as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "pasted", str(refusal))
        else:
            return redirect(f"{kind.key}:import_columns", run.pk)
    context = {"kind": kind, "form": form, "runs": selectors.my_imports(request.user, kind)}
    return render_page(request, "lists/imports.html", context)


def columns(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    if run.was_started:
        return redirect(f"{kind.key}:import_run", run.pk)
    form = forms.Columns(kind, run, selectors.file_columns(run, kind), selectors.first_lines(run), request.POST or None)
    if form.is_valid():
        try:
            services.choose_columns(run=run, mapping=form.mapping, header_line=form.cleaned_data["header_line"])
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect(f"{kind.key}:import_run", run.pk)
    context = {"kind": kind, "run": run, "form": form, "reading": selectors.reading_of(run)}
    return render_page(request, "lists/import_columns.html", context)


def show(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    context: dict[str, Any] = {"kind": kind, "run": run}
    if run.under_way:
        context["worker_is_alive"] = selectors.worker_is_alive()
    elif run.has_outcome:
        context |= {
            "chips": selectors.chips(run),
            "kept": selectors.kept_columns(run, kind),
            "proposals": selectors.proposals(run, kind) if run.state == ImportState.CHECKED else (),
            "header": selectors.header_of(run),
            "page": selectors.page(
                request.user,
                run,
                kind,
                shown=request.GET.get("show", ""),
                after=request.GET.get("after", ""),
            ),
        }
    return render_page(request, "lists/import_run.html", context, part="lists/_import_run.html")


def questions(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    """Likely duplicates, both sides next to each other: the same, new, or to be left out."""
    if run.state != ImportState.CHECKED:
        return redirect(f"{kind.key}:import_run", run.pk)
    if request.method == "POST":
        lines, alike = forms.decisions(request.POST)
        try:
            services.decide(run=run, lines=lines, alike=alike)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        if after := request.POST.get("next", ""):
            query = urlencode({"show": request.GET.get("show", ""), "after": after})
            return redirect(f"{reverse(f'{kind.key}:import_questions', args=[run.pk])}?{query}")
        return redirect(f"{kind.key}:import_run", run.pk)
    page = asking.page(request.user, run, kind, shown=request.GET.get("show", ""), after=request.GET.get("after", ""))
    context = {"kind": kind, "run": run, "page": page, "decisions": Decision.choices}
    return render_page(request, "lists/import_questions.html", context)


def rows_csv(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    rows = selectors.told_rows(request.user, run, kind, shown=request.GET.get("show", ""))
    response = StreamingHttpResponse(
        table.as_csv(selectors.header_of(run), rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # answers like any other


def start(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    try:
        services.start(run=run)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{kind.key}:import_run", run.pk)


def resume(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    try:
        services.resume(run=run)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{kind.key}:import_run", run.pk)


def undo(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    try:
        services.undo(run=run)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{kind.key}:import_run", run.pk)


def discard(request: Request, run: ImportRun, kind: ImportKind) -> HttpResponse:
    try:
        services.discard(run=run)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{kind.key}:import_run", run.pk)
    messages.success(request, _("“%(file)s” is discarded.") % {"file": run.file_name})
    return redirect(f"{kind.key}:import")
