"""What the undo button of a deleted view carries: signed, so that nobody brings back what never was theirs."""

from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from accounts.models import User
from lists.models import SavedView

SALT = "lists.deleted-view"
SECONDS = 24 * 60 * 60
_KEPT = ("id", "list_key", "name", "query", "owner_id", "team_id", "role_id")


def undo_tag(view: SavedView, by: User) -> str:
    """The extra tag of a message that brings the button."""
    values = {"by": by.pk, **{name: getattr(view, name) for name in _KEPT}}
    return f"undo:{reverse('lists:restore')}?{urlencode({'was': signing.dumps(values, salt=SALT, compress=True)})}"


def unseal(sealed: str, by: User) -> SavedView | None:
    try:
        values = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return SavedView(**values) if values.pop("by") == by.pk else None
