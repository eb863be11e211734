"""The access record: who looked at what.  One statement for each recorded request, and keys only.

What is merely looked at is committed without waiting for the disk; what leaves the house (`durable`) is on it
before the first byte.  Inside a transaction the record shares its fate.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Model
from django.utils import timezone

from accounts.actions import AccessKind, Action, FileLevel
from accounts.models import AccessEvent, User

# The setting holds until the end of the transaction.
_INSERT: Final = """
WITH soon AS (SELECT CASE WHEN %s THEN set_config('synchronous_commit', 'off', true) END)
INSERT INTO accounts_accessevent
  (who_id, kind, model, object_id, action, hits, stands_in_for, viewed_as, principal, level)
SELECT %s::bigint, %s::text, %s::text, %s::bigint, %s::text, %s::integer, %s::bigint, %s::bigint, %s::bigint,
  %s::smallint FROM soon
"""
LARGEST_KEY = 2**63 - 1


def record(
    kind: AccessKind,
    *,
    who: User | None,
    of: Model | type[Model] | None = None,
    key: int | None = None,
    action: Action | None = None,
    hits: int | None = None,
    principal: int | None = None,
    level: FileLevel | None = None,
    durable: bool = False,
) -> None:
    """`of` is the record, or its model where there are several or there is none; `key` then names one all the same."""
    key = of.pk if isinstance(of, Model) else key
    values: list[Any] = [
        (who.viewed_by or who.pk) if who else None,
        kind.value,
        of._meta.label if of else "",
        key if key is None or abs(key) <= LARGEST_KEY else None,
        action.value if action else "",
        hits,
        who.stands_in_for if who else None,
        who.pk if who and who.viewed_by else None,
        principal,
        level,
    ]
    # what others do in the same transaction is waited for
    soon = not durable and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [soon, *values])


def record_search(*, who: User, of: type[Model] | None, words: str, shown: int) -> None:
    """How much somebody found; what they were looking for is theirs."""
    if words:
        record(AccessKind.SEARCH, who=who, of=of, hits=shown)


def second_factor_failed(*, user: User, **_signal: Any) -> None:
    """After the right password, or when asked again."""
    record(AccessKind.SIGN_IN_FAILED, who=None, of=User, key=user.pk)


# --- what it says ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    who: str
    at: datetime
    times: int


OPENED = (AccessKind.VIEW, AccessKind.DOWNLOAD, AccessKind.PRINT, AccessKind.EXPORT)


def visits(of: Model, *, days: int, limit: int) -> list[Visit]:
    """Who opened the record within so many days, the latest first; people viewed as somebody else as themselves."""
    lately = AccessEvent.objects.filter(
        model=of._meta.label, object_id=of.pk, kind__in=OPENED, at__gte=timezone.now() - timedelta(days=days)
    )
    people = lately.order_by().values("who").annotate(last=Max("at"), times=Count("pk"))
    found = people.order_by("-last").values_list("who__name", "last", "times")[:limit]
    return [Visit(name or "", last, times) for name, last, times in found]
