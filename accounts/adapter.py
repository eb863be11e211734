from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts import tasks
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

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """From the worker: a slow or broken mail server tells nobody whether the address is known."""
        tasks.send_password_reset.defer(user_id=user.pk)
