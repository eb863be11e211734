"""What somebody prefers: one JSON column, of which every writer keeps a part by name."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, JSONField, TextField, Value

from accounts.models import User


def prefer(user: User, **parts: Any) -> None:
    """Keeps these, in one statement, so that two pages at once lose nothing of each other; None forgets a part."""
    kept = {name: value for name, value in parts.items() if value is not None}
    forgotten = [name for name, value in parts.items() if value is None]
    with_kept = _Joined(F("preferences"), Value(kept, JSONField()), arg_joiner=" || ", kind="jsonb")
    changed = _Joined(with_kept, Value(forgotten, ArrayField(TextField())), arg_joiner=" - ", kind="text[]")
    User.objects.filter(pk=user.pk).update(preferences=changed)
    user.preferences = {name: value for name, value in (user.preferences | kept).items() if name not in forgotten}


class _Joined(Func):
    template = "(%(expressions)s::%(kind)s)"
    output_field = JSONField()
