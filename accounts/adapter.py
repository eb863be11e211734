import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse

from accounts import recording, tasks
from accounts.actions import AccessKind
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator invites."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever was invited begins with the first steps, until they put them away."""
        if request.user.is_authenticated and request.user.preferences.get("first_steps"):
            return reverse("accounts:first_steps")
        return str(super().get_login_redirect_url(request))

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        recording.record(AccessKind.SIGN_IN, who=user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Whose account it was meant to be is kept by its key; the address that was typed is not."""
        meant = User.objects.filter(email=str(credentials.get("email", "")).lower()).values_list("pk", flat=True)
        recording.record(AccessKind.SIGN_IN_FAILED, who=None, of=User, key=meant.first())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not from somebody who has just signed in: a role may send them on to set up a second factor."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """From the worker: a slow or broken mail server tells nobody whether the address is known."""
        tasks.send_password_reset.defer(user_id=user.pk)
