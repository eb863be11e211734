"""When somebody wants an e-mail about what: for each kind of notice at once, in the morning, or never."""

from collections.abc import Iterable, Mapping

from accounts.history import writing
from accounts.models import User
from todos.models import MailChoice, MailWhen, NoticeKind, Notification

# What asks the person for something comes at once, what they should know in the morning.
DEFAULTS: dict[str, str] = {
    NoticeKind.ASSIGNED: MailWhen.NOW,
    NoticeKind.MENTIONED: MailWhen.NOW,
    NoticeKind.ACKNOWLEDGE: MailWhen.NOW,
    NoticeKind.REMINDER: MailWhen.NOW,
    NoticeKind.COMMENTED: MailWhen.DIGEST,
    NoticeKind.DONE: MailWhen.DIGEST,
    NoticeKind.NEWS: MailWhen.DIGEST,
}


def choices_of(user: User) -> dict[str, str]:
    """Of every kind."""
    return DEFAULTS | dict(MailChoice.objects.filter(user=user).values_list("kind", "mail"))


def choices_for(kind: str, users: Iterable[User]) -> dict[int, str]:
    """What each of these people chose for the kind, by their keys."""
    keys = [user.pk for user in users]
    chosen = dict(MailChoice.objects.filter(kind=kind, user__in=keys).values_list("user_id", "mail")) if keys else {}
    return dict.fromkeys(keys, DEFAULTS[kind]) | chosen


def choose(*, user: User, mails: Mapping[str, str], by: User) -> None:
    """From now on, and for what waits to be mailed."""
    with writing(by):
        before = choices_of(user)
        for kind, mail in mails.items():
            if mail == before[kind]:
                continue
            MailChoice.objects.update_or_create(user=user, kind=kind, defaults={"mail": mail})
            waiting = Notification.objects.filter(user=user, kind=kind, mailed_at=None)
            waiting.exclude(mail=MailWhen.NEVER).update(mail=mail)
