"""What a notice says, in the page and in an e-mail."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.extensions import Label
from timecount.jinja import day as day_in_words
from todos.models import NoticeKind, Notification
from todos.sentences import news_in_words
from todos.text import summary

# What a sentence needs.
RELATED = ("by", "entry__customer__contact", "entry__assignee", "news__customer__contact", "news__by")
LENGTH = 140

_SENTENCES: dict[str, Label] = {
    NoticeKind.ASSIGNED: gettext_lazy("%(name)s has given you something to do"),
    NoticeKind.MENTIONED: gettext_lazy("%(name)s names you"),
    NoticeKind.COMMENTED: gettext_lazy("%(name)s has commented"),
    NoticeKind.DONE: gettext_lazy("%(name)s has done what you gave"),
    NoticeKind.ACKNOWLEDGE: gettext_lazy("%(name)s asks you to acknowledge something important"),
    NoticeKind.NEWS: gettext_lazy("News from %(name)s"),
}

ICONS = {
    NoticeKind.ASSIGNED: "checkbox",
    NoticeKind.MENTIONED: "at",
    NoticeKind.COMMENTED: "message",
    NoticeKind.DONE: "circle-check",
    NoticeKind.ACKNOWLEDGE: "alert-triangle",
    NoticeKind.REMINDER: "bell",
    NoticeKind.NEWS: "news",
}


def happened(notice: Notification) -> str:
    """Who did what."""
    entry = notice.entry
    if notice.kind == NoticeKind.REMINDER:
        is_mine = entry is None or entry.assignee is None or entry.assignee_id == notice.user_id
        return _("Reminder") if is_mine else _("Reminder for %(name)s") % {"name": entry.assignee}  # type: ignore[union-attr]
    return str(_SENTENCES[notice.kind]) % {"name": notice.by or _("Timecount")}


def about(notice: Notification) -> str:
    """What it is about, in one line."""
    if notice.news is not None:
        return news_in_words(notice.news.what, notice.news.values)
    if notice.entry is None:
        return ""
    return notice.entry.title or summary(notice.entry.text, LENGTH)


def customer_of(notice: Notification) -> str:
    customer = notice.news.customer if notice.news else notice.entry.customer if notice.entry else None
    return str(customer or "")


def place(notice: Notification) -> str:
    """The page of what it is about."""
    if notice.news is not None:
        return reverse("customers:file", args=[notice.news.customer_id])
    return reverse("todos:entry", args=[notice.entry_id])


def day_words(day: date) -> str:
    """As people say it."""
    today = timezone.localdate()
    if day == today:
        return _("Today")
    return _("Yesterday") if day == today - timedelta(days=1) else day_in_words(day)
