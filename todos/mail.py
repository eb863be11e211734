"""What an e-mail about notices says, in the language of whoever gets it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from accounts.models import User
from timecount.addresses import absolute
from timecount.texts import clean_line
from todos import notice_words
from todos.models import Notification


def letter(user: User, notices: Sequence[Notification], *, is_digest: bool) -> EmailMessage:
    with translation.override(user.language):
        settings_url = absolute(reverse("todos:mail_choices"))
        context = {
            "user": user,
            "notices": [_Told(notice) for notice in notices],
            "is_digest": is_digest,
            "settings_url": settings_url,
            "all_url": absolute(reverse("todos:notices")),
        }
        text = render_to_string("todos/mail/notices.txt", context, using="jinja2")
        # A mail server that has it already knows it by this.
        host = urlsplit(settings.BASE_URL).hostname
        headers = {
            "Message-ID": f"<notice-{notices[0].pk}-{notices[-1].pk}@{host}>",
            "List-Unsubscribe": f"<{settings_url}>",
            "Auto-Submitted": "auto-generated",
        }
        return EmailMessage(_subject(notices, is_digest=is_digest), text, to=[user.email], headers=headers)


def _subject(notices: Sequence[Notification], *, is_digest: bool) -> str:
    if len(notices) > 1 or is_digest:
        count = len(notices)
        return ngettext("Timecount: %(count)d thing is new", "Timecount: %(count)d things are new", count) % {
            "count": count
        }
    about = notice_words.about(notices[0])
    return clean_line(f"{notice_words.happened(notices[0])}: {about}")[:150]


class _Told:
    """A notice in words."""

    def __init__(self, notice: Notification) -> None:
        self.happened = notice_words.happened(notice)
        self.about = notice_words.about(notice)
        self.customer = notice_words.customer_of(notice)
        self.url = absolute(reverse("todos:notice", args=[notice.pk]))
