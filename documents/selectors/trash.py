"""The trash: what somebody may bring back, and how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from documents import retention
from documents.deletion import leaves_trash_on
from documents.models import TrashedDocument

SHOWN = 100


@dataclass(frozen=True)
class Trashed:
    """`leaves_on` is the first day on which it may go for good; None: not known yet, `kept` says why."""

    document: TrashedDocument
    kept: str
    leaves_on: date | None
    days_left: int | None


def in_trash(user: User, *, today: date) -> tuple[Sequence[Trashed], bool]:
    """What was thrown away last comes first; and whether there is more."""
    found = visible(user, Action.DELETE_DOCUMENT, TrashedDocument.objects.all())
    documents = list(
        found.select_related("type", "customer__contact", "trashed_by").order_by("-trashed_at", "-id")[: SHOWN + 1]
    )
    return [_trashed(document, today) for document in documents[:SHOWN]], len(documents) > SHOWN


def _trashed(document: TrashedDocument, today: date) -> Trashed:
    kept, leaves = retention.obstacle(document, today=today), leaves_trash_on(document, today=today)
    days = None if leaves is None else max((leaves - today).days, 0)
    return Trashed(document, kept.reason if kept else "", leaves, days)
