"""Who is to hear of what: reminders, news of customers, notices, and when they are mailed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Customer
from todos.models.entries import Entry

_USER = settings.AUTH_USER_MODEL


class Reminder(models.Model):
    """To be told of an entry at a time; `sent_at` is written together with the notification.

    Without a `user` it is of whomever the entry is for when the time comes; with `before` it moves with the due date.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    user = models.ForeignKey(_USER, on_delete=models.CASCADE, null=True, related_name="+")
    before = models.DurationField(null=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "user", "at"], nulls_distinct=False, name="reminder_once")
        ]
        indexes: ClassVar = [models.Index(fields=["at", "id"], condition=Q(sent_at=None), name="reminder_waiting")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at}"


class Following(models.Model):
    """Somebody wants to hear what changes at a customer."""

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("user_id", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "customer"], name="following_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.customer_id}"


class News(models.Model):
    """Something changed at a customer that colleagues must know; `what` says which sentence, `values` fill it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(_USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes: ClassVar = [models.Index(fields=["customer", "-created_at"], name="news_of_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.what}"


class NoticeKind(models.TextChoices):
    """What somebody is told, in the page and by e-mail."""

    ASSIGNED = "assigned", _("a to-do for me")
    MENTIONED = "mentioned", _("somebody names me")
    COMMENTED = "commented", _("a comment on something of mine")
    DONE = "done", _("a to-do that I gave is done")
    ACKNOWLEDGE = "acknowledge", _("something important to be acknowledged")
    REMINDER = "reminder", _("a reminder")
    NEWS = "news", _("news at customers that I work with or follow")


class MailWhen(models.TextChoices):
    NOW = "now", _("at once")
    DIGEST = "digest", _("in the morning")
    NEVER = "never", pgettext_lazy("e-mail", "never")


class MailChoice(models.Model):
    """When somebody wants an e-mail about a kind of notice, other than `todos.mail_choices.DEFAULTS` say."""

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=NoticeKind.choices)
    mail = models.CharField(max_length=6, choices=MailWhen.choices)

    class Meta:
        ordering = ("user_id", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.mail}"


class Notification(models.Model):
    """One thing that one person is told once: `key` says which.

    `mail` is when an e-mail tells of it; it becomes "never" once there is nothing to tell any more.  `mailed_at` is
    written before the e-mail goes out, and taken back where it could not.
    """

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=NoticeKind.choices)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+")
    news = models.ForeignKey(News, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(_USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=6, choices=MailWhen.choices, default=MailWhen.NEVER)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(entry=None, news__isnull=False) | Q(entry__isnull=False, news=None),
                name="notification_of_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["user", "-created_at", "-id"], condition=Q(seen_at=None), name="notification_unseen"),
            models.Index(
                fields=["mail", "user"], condition=Q(mailed_at=None) & ~Q(mail="never"), name="notification_unmailed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key}"
