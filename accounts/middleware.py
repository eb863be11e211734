from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import viewing
from timecount.addresses import is_ours

Answer = Callable[[HttpRequest], HttpResponse]

# Where somebody without the second factor that a role asks for may still go.
SECOND_FACTOR_PATHS = ("/accounts/", "/static/", "/healthz")


class SignInRequired(LoginRequiredMiddleware):
    """Whoever was signed out while filling in a form comes back to the form, not to where it was sent.

    Many of those addresses answer nothing but a POST.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, _("You were signed out meanwhile: what you sent last is not saved."))
        came_from = request.headers.get("Referer", "")
        page = urlsplit(came_from)
        return redirect_to_login(page._replace(scheme="", netloc="").geturl() if is_ours(request, came_from) else "/")


def view_as(get_response: Answer) -> Answer:
    """While a superuser looks as somebody else: `request.user` is that person, `request.viewer` the superuser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = viewing.looked_at_as(request)
        if person is None or request.path in viewing.own_pages():
            return get_response(request)
        request.viewer, request.user = request.user, person  # type: ignore[attr-defined]
        return viewing.closed(request) if viewing.is_closed(request) else get_response(request)

    return middleware


def person_language(get_response: Answer) -> Answer:
    """Whoever is signed in reads the language of the profile; everybody else that of the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return middleware


def second_factor(get_response: Answer) -> Answer:
    """Leads to the set-up of the second factor while a role requires one and there is none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "viewer", request.user)
        if (
            user.is_authenticated
            and getattr(user, "second_factor_required", False)
            and not request.path.startswith(SECOND_FACTOR_PATHS)
            and not is_mfa_enabled(user)
        ):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware
