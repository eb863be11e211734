from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]

# Where somebody without the second factor that a role asks for may still go.
SECOND_FACTOR_PATHS = ("/accounts/", "/static/", "/healthz")


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
        user = request.user
        if (
            user.is_authenticated
            and getattr(user, "second_factor_required", False)
            and not request.path.startswith(SECOND_FACTOR_PATHS)
            and not is_mfa_enabled(user)
        ):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware
