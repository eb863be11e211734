"""The URLs of an export: `customers/urls.py` takes them in as `*export_urls("customers", Action.VIEW_CUSTOMER)`."""

from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from accounts.access import Request, View, gate
from accounts.actions import Action
from lists.bulk.actions import bulk_list
from lists.export.views import FORMATS, export


def export_urls(key: str, action: Action, *, under: str = "") -> list[URLPattern]:
    """Named `export_csv` and `export_xlsx` in the namespace of the list, `under` its path."""
    return [
        path(f"{under}export.{ending}", gate(action)(require_safe(_of(key, ending))), name=f"export_{ending}")
        for ending in FORMATS
    ]


def _of(key: str, ending: str) -> View:
    @wraps(export)
    def bound(request: Request, *args: Any) -> HttpResponse:
        return export(request, bulk_list(key), ending)

    return bound
