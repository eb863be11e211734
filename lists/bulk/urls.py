"""The URLs of bulk changes: `customers/urls.py` takes them in as `*bulk_urls("customers", Action.EDIT_CUSTOMER)`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, View, gate
from accounts.actions import Action
from lists.bulk import views
from lists.bulk.actions import bulk_list
from lists.models import BulkRun


def bulk_urls(key: str, action: Action, *, under: str = "") -> list[URLPattern]:
    """Named `bulk`, `bulk_run`, … in the namespace of the list; `action` is the least that any of its changes needs."""
    read_or_post = require_http_methods(["GET", "HEAD", "POST"])

    def of_run(allowed: Callable[[View], View], view: View) -> View:
        return gate(action, opens=BulkRun)(allowed(_for_run(key, view)))

    return [
        path(f"{under}bulk/", gate(action)(read_or_post(_for_list(key, views.choose))), name="bulk"),
        path(f"{under}bulk/<int:pk>/", of_run(require_safe, views.show), name="bulk_run"),
        path(f"{under}bulk/<int:pk>/undo/", of_run(require_POST, views.undo), name="bulk_undo"),
        path(f"{under}bulk/<int:pk>/resume/", of_run(require_POST, views.resume), name="bulk_resume"),
    ]


def _for_list(key: str, view: View) -> View:
    @wraps(view)
    def bound(request: Request, *args: Any) -> HttpResponse:
        return view(request, *args, bulk_list(key))

    return bound


def _for_run(key: str, view: View) -> View:
    """A run of another list is none under this address."""

    @wraps(view)
    def bound(request: Request, run: BulkRun) -> HttpResponse:
        if run.list_key != key:
            raise Http404
        return view(request, run, bulk_list(key))

    return bound
