"""Answers: a page, or the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest,
    page: str,
    context: dict[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or `part` where htmx asked for it (not on history restore).

    The page includes its own part, so that the two cannot drift apart.
    """
    htmx = request.htmx  # type: ignore[attr-defined]
    asked_for_part = part is not None and htmx and not htmx.boosted and not htmx.history_restore_request
    template = part if asked_for_part and part else page
    response = HttpResponse(render_to_string(template, context, request, using="jinja2"), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
