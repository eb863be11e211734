"""All rows of a list in its order, a batch at a time, as they stood at one moment.

Each batch is a statement of its own that begins at the place where the last one ended: none takes long, and the
process holds one batch.  All of them look at the same snapshot, so that no row is seen twice or missed because
somebody changed it meanwhile.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from lists.bulk.actions import BulkList
from lists.bulk.selection import Selection
from lists.finding import find

BATCH = 2_000
# Seconds for one statement: more than a page may take, for nobody waits for it alone.
PATIENCE = 60


def batches(user: User, worked: BulkList, selection: Selection) -> Iterator[Sequence[Any]]:
    seen, words, sort = selection.seen(worked, user), selection.words, selection.state.sort
    place = None
    with snapshot():
        while True:
            found = find(worked.list_of, seen, words=words, sort=sort, place=place, size=BATCH)
            yield worked.list_of.as_seen_by(user, found.rows)
            if (place := found.next) is None:
                return


def hits(user: User, worked: BulkList, selection: Selection) -> int:
    with snapshot():
        return selection.records(worked, user).count()


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees nothing of what others commit meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
        yield
