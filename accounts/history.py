"""Who did it: every writing transaction says so to the database, whose triggers keep the history."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model

from accounts.models import User


def keeps_history[M: type[Model]](*without: str) -> Callable[[M], M]:
    """Every insert, change and delete of the model leaves an event row; `without` names columns that are copies."""
    return pghistory.track(  # type: ignore[no-any-return]
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(without)
    )


_inside: ContextVar[dict[str, str | int] | None] = ContextVar("inside", default=None)


@contextmanager
def writing(by: User | None, **via: str | int) -> Iterator[None]:
    """One transaction in the name of `by` (None: the system); `via` says through what, e.g. `imported=17`.
    For whom `by` stands in is said too.

    The context is set by a statement of its own: prepended to another one, as pghistory does it by
    default, it cannot be prepared.  All changes of one transaction share an id: inside another `writing`
    the outer one goes on, so that one save is one entry of the history.
    """
    if by and by.viewed_by:
        raise PermissionDenied  # whoever looks as somebody else changes nothing; the middleware has said so before
    with transaction.atomic():
        if _inside.get() is not None:
            yield
            return
        token = _inside.set(via)
        try:
            _name(by, via)
            yield
        finally:
            _inside.reset(token)


def through() -> dict[str, str | int]:
    """What the transaction goes through, as `writing` was told."""
    return _inside.get() or {}


def _name(by: User | None, via: dict[str, str | int]) -> None:
    metadata = {"user": by.pk if by else None, **via}
    if by and by.stands_in_for:
        metadata["stands_in_for"] = by.stands_in_for
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(uuid.uuid4()), json.dumps(metadata)],
        )
