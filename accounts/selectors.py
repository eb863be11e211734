from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage

from accounts.models import User


def device(user: User, pk: int) -> UserSession | None:
    """One of the user's own sign-ins."""
    return UserSession.objects.filter(user=user, pk=pk).first()


def photo(user: User) -> bytes | None:
    """None as well where a restored database knows a picture that the storage has lost."""
    if not user.photo.name:
        return None
    try:
        with default_storage.open(user.photo.name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
