from allauth.usersessions.models import UserSession

from accounts.models import User


def device(user: User, pk: int) -> UserSession | None:
    """One of the user's own sign-ins."""
    return UserSession.objects.filter(user=user, pk=pk).first()
