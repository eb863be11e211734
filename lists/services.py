from accounts.models import User
from lists.declaring import VIEWS


def remember_view(*, key: str, view: str, by: User) -> None:
    """Keeps the view that somebody chose for a list, where it is another one than last time."""
    if by.viewed_by:
        return
    views = by.preferences.get("views", {})
    if view in VIEWS and views.get(key) != view:
        by.preferences = {**by.preferences, "views": {**views, key: view}}
        by.save(update_fields=["preferences"])
