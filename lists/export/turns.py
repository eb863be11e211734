"""One export at a time for each person: it keeps a connection and a processor busy."""

from collections.abc import Iterator

from django.db import Error, connection
from django.utils.translation import gettext as _

from accounts.models import User
from timecount.errors import Refused

# Apart from other locks of the house.
SPACE = 7_301


class AlreadyExporting(Refused):
    """The person's own, perhaps in another window."""


class Turn:
    """Held by the connection: it is given back when that goes, however the process ends."""

    def __init__(self, user: User) -> None:
        self.key = (user.viewed_by or user.pk) % 2**31
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SPACE, self.key])
            (self.held,) = cursor.fetchone()
        if not self.held:
            raise AlreadyExporting(_("One export of yours is still running. Wait until it is done."))

    def give_back(self) -> None:
        if self.held:
            self.held = False
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SPACE, self.key])
            except Error:
                connection.close()  # and with it the lock


class Sent:
    """The pieces of a file on their way out; the server closes it, whether it was taken to the end or not."""

    def __init__(self, pieces: Iterator[bytes], turn: Turn) -> None:
        self.pieces, self.turn = pieces, turn

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        try:
            if hasattr(self.pieces, "close"):
                self.pieces.close()
        finally:
            self.turn.give_back()
