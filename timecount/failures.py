"""The answers when something fails.

They are the same bytes for everybody and every address: a missing record and one that may not be
seen cannot be told apart (no token, no nonce, no path).
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _failure(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, using="jinja2"), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _failure("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _failure("403.html", 403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was made for another sign-in: Django's own page would be English and break our policy."""
    return _failure("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _failure("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away may be back in a moment: whoever can, asks again."""
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    return _failure("500.html", 503 if away else 500)
