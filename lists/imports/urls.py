"""The URLs of an import: `customers/urls.py` takes them in as `*import_urls("customers", Action.IMPORT_CUSTOMERS)`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, View, gate
from accounts.actions import AccessKind, Action
from lists.imports import views
from lists.imports.kinds import kind_of
from lists.models import ImportRun


def import_urls(kind: str, action: Action) -> list[URLPattern]:
    """Named `import` (upload, my imports), `import_columns`, `import_run`, … in the namespace of the kind."""
    read_or_post = require_http_methods(["GET", "HEAD", "POST"])
    one = gate(action, opens=ImportRun)

    downloads = gate(action, opens=ImportRun, records=AccessKind.DOWNLOAD)

    def of_run(allowed: Callable[[View], View], view: View, gated: Callable[[View], View] = one) -> View:
        return gated(allowed(_for_run(kind, view)))

    return [
        path("import/", gate(action)(read_or_post(_for_kind(kind, views.upload))), name="import"),
        path("import/<int:pk>/", of_run(require_safe, views.show), name="import_run"),
        path("import/<int:pk>/columns/", of_run(read_or_post, views.columns), name="import_columns"),
        path("import/<int:pk>/questions/", of_run(read_or_post, views.questions), name="import_questions"),
        path("import/<int:pk>/lines.csv", of_run(require_safe, views.rows_csv, downloads), name="import_csv"),
        path("import/<int:pk>/start/", of_run(require_POST, views.start), name="import_start"),
        path("import/<int:pk>/resume/", of_run(require_POST, views.resume), name="import_resume"),
        path("import/<int:pk>/undo/", of_run(require_POST, views.undo), name="import_undo"),
        path("import/<int:pk>/discard/", of_run(require_POST, views.discard), name="import_discard"),
    ]


def _for_kind(kind: str, view: View) -> View:
    @wraps(view)
    def bound(request: Request, *args: Any) -> HttpResponse:
        return view(request, *args, kind_of(kind))

    return bound


def _for_run(kind: str, view: View) -> View:
    """A run of another kind is none under this address."""

    @wraps(view)
    def bound(request: Request, run: ImportRun) -> HttpResponse:
        if run.kind != kind:
            raise Http404
        return view(request, run, kind_of(kind))

    return bound
