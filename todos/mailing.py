"""The e-mails about notices: at once, or together in the morning.

What is to be mailed is claimed (`mailed_at`) in a transaction that reads it as the receiver sees it at that moment,
and sent after the commit; where the mail server did not take it, the claim is taken back and the next minute tries
again.  A worker that is killed between the two has sent nothing, and nothing is sent twice: that one e-mail is lost,
the bell still shows what it would have said.
"""

import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, time
from typing import Self

from django.core.mail import EmailMessage, mailers
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.history import writing
from accounts.models import User
from todos import mail
from todos.models import MailWhen, Notification
from todos.repeating import instant
from todos.selectors.notices import told, whole

logger = logging.getLogger(__name__)

MORNING = time(7)
# So many are told of in one e-mail; more would not be read.
MOST = 100


# A mail server that answers so will say the same the next time.
PERMANENT = 500


class RefusedForGood(Exception):
    """The mail server will never take this one."""


def send(*, now: datetime) -> int:
    """All that is due now; how many e-mails went out.  Ends early where the mail server is away."""
    receivers = _receivers(now)
    if not receivers:
        return 0
    count = 0
    try:
        with Post() as post:
            for user, due in receivers:
                count += _send_one(post, user=user, due=due, now=now)
    except OSError as error:
        logger.warning("E-mails about notices wait: %s", type(error).__name__)
    return count


def _send_one(post: "Post", *, user: int, due: Q, now: datetime) -> bool:
    keys, letter = claim(user=user, due=due, now=now)
    if letter is None:
        return False
    try:
        post.deliver(letter)
    except RefusedForGood:
        logger.warning("An e-mail about notices was refused for good.")
        return False
    except OSError:
        release(keys=keys)
        raise
    return True


def due_now(now: datetime) -> Q:
    """What is mailed at once; from seven on also what had happened by then."""
    seven = instant(timezone.localdate(now), MORNING)
    by_seven = Q(mail=MailWhen.DIGEST, created_at__lt=seven) if now >= seven else Q(pk=None)
    return Q(mail=MailWhen.NOW) | by_seven


def _receivers(now: datetime) -> list[tuple[int, Q]]:
    """Whom something waits for, and which of it: a digest is an e-mail of its own."""
    waiting = Notification.objects.filter(due_now(now), mailed_at=None).exclude(mail=MailWhen.NEVER)
    pairs = waiting.order_by("user_id", "mail").values_list("user_id", "mail").distinct()
    return [(user, Q(due_now(now), mail=kind)) for user, kind in pairs]


def claim(*, user: int, due: Q, now: datetime) -> tuple[list[int], EmailMessage | None]:
    """The keys of what this e-mail tells of; none if there is nothing to tell.

    What cannot be told any more, because it is read, gone or closed to the person, is never mailed later.
    """
    with writing(None):
        waiting = Notification.objects.filter(due, user=user, mailed_at=None)
        locked = list(waiting.order_by("pk").select_for_update(no_key=True).values_list("pk", "mail"))
        if not locked:  # another worker was quicker
            return [], None
        keys = [key for key, _mail in locked]
        receiver = User.objects.with_rights().filter(pk=user, is_active=True).first()
        notices = _still_new(receiver, keys) if receiver else []
        sent = [notice.pk for notice in notices]
        Notification.objects.filter(pk__in=keys).exclude(pk__in=sent).update(mail=MailWhen.NEVER)
        if receiver is None or not notices:
            return [], None
        Notification.objects.filter(pk__in=sent).update(mailed_at=now)
        is_digest = locked[0][1] == MailWhen.DIGEST
        return sent, mail.letter(receiver, notices, is_digest=is_digest)


def release(*, keys: Sequence[int]) -> None:
    with writing(None):
        Notification.objects.filter(pk__in=keys).update(mailed_at=None)


def _still_new(user: User, keys: Sequence[int]) -> list[Notification]:
    found: QuerySet[Notification] = whole(told(user).filter(pk__in=keys, seen_at=None))
    return list(found.order_by("created_at", "id")[:MOST])


class Post:
    """One connection for all e-mails of a run, opened before the first is claimed."""

    def __enter__(self) -> Self:
        self.connection = mailers.create_connection("default")
        self.connection.open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def deliver(self, letter: EmailMessage) -> None:
        try:
            self.connection.send_messages([letter])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise (RefusedForGood if codes and min(codes) >= PERMANENT else OSError) from error
        except smtplib.SMTPResponseException as error:
            raise (RefusedForGood if error.smtp_code >= PERMANENT else OSError) from error
