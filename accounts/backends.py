from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Model

from accounts.access import may
from accounts.actions import Action
from accounts.models import User


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in by e-mail; rights come from roles, Django's own permissions are not used."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.signed_in(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """The Django admin asks here: whoever administers may use all of it."""
        return may(user_obj, Action.ADMINISTER)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return may(user_obj, Action.ADMINISTER)
