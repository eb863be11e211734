"""Something important is to be read: by whom, who has, who has not yet."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import writing
from accounts.models import User
from timecount.errors import Refused
from todos.circle import who_sees, who_works_with
from todos.models import Acknowledgement, Entry, NoticeKind
from todos.notifying import notify, people


class NobodyToAsk(Refused):
    """Important for nobody."""


def ask(*, entry: Entry, whom: Iterable[int], by: User) -> list[User]:
    """`whom` are principals; nobody named means everybody who works with the customer.  Who was not asked before."""
    named = list(whom)
    with writing(by):
        asked = _named(entry, named) if named else who_works_with(entry.customer) if entry.customer else []
        asked = [user for user in asked if user != by]
        before = set(entry.acknowledgements.values_list("user_id", flat=True))
        if not asked and not before:
            raise NobodyToAsk(_("There is nobody to ask: name somebody."), field="asked")
        new = [user for user in asked if user.pk not in before]
        Acknowledgement.objects.bulk_create(Acknowledgement(entry=entry, user=user) for user in new)
        _tell(entry, [user.pk for user in new], key=f"acknowledge:{entry.pk}", by=by)
        return new


def acknowledge(*, entry: Entry, by: User) -> bool:
    """False where nobody asked this person, or they have said so already."""
    with writing(by):
        waiting = entry.acknowledgements.filter(user=by, acknowledged_at=None)
        return bool(waiting.update(acknowledged_at=timezone.now()))


def remind(*, entry: Entry, by: User) -> int:
    """Those who have not; how many."""
    now = timezone.now()
    with writing(by):
        waiting = entry.acknowledgements.filter(acknowledged_at=None)
        keys = list(waiting.values_list("user_id", flat=True))
        waiting.update(reminded_at=now)
        _tell(entry, keys, key=f"acknowledge:{entry.pk}:{now.isoformat()}", by=by)
        return len(keys)


def _tell(entry: Entry, users: list[int], *, key: str, by: User) -> None:
    notify(kind=NoticeKind.ACKNOWLEDGE, key=key, to=users, by=by, entry=entry)


def _named(entry: Entry, principals: list[int]) -> list[User]:
    seeing = who_sees(entry.customer, principals)
    if blind := [user for user in people(key for key in principals if key > 0) if user not in seeing]:
        text = _("%(name)s cannot open this file. Share the file first, or choose somebody else.")
        raise NobodyToAsk(text % {"name": blind[0]}, field="asked")
    return seeing
