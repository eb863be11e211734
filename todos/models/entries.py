"""Entries: notes, to-dos and calls, with what belongs to one."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.history import keeps_history
from accounts.models import Team
from contacts.models import Contact
from customers.models import Customer
from todos.text import summary

TEXT_LENGTH = 10_000
TITLE_LENGTH = 200
_USER = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    NOTE = "note", _("Note")
    TODO = "todo", _("To-do")
    CALL = "call", _("Telephone call")


class Status(models.TextChoices):
    """Of a to-do; nothing else has one."""

    OPEN = "open", _("open")
    DONE = "done", pgettext_lazy("to-do", "done")
    DROPPED = "dropped", _("no longer needed")


class Priority(models.TextChoices):
    LOW = "low", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")


class Repeats(models.TextChoices):
    NONE = "none", _("never")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    YEARLY = "yearly", _("every year")
    BEFORE_END = "before", _("before an end")


class EntryQuerySet(models.QuerySet["Entry"]):
    def open(self) -> "EntryQuerySet":
        return self.filter(status=Status.OPEN)

    def untouched(self) -> "EntryQuerySet":
        """Open, and nobody has worked on it: no comment, no tick."""
        return self.open().filter(comments=None).exclude(checklist__is_done=True)


class EntryManager(models.Manager.from_queryset(EntryQuerySet)["Entry"]):  # type: ignore[misc]
    """A deleted entry is one that there is not; who takes that back asks `DeletedEntry`."""

    def get_queryset(self) -> EntryQuerySet:
        entries: EntryQuerySet = super().get_queryset().filter(deleted_at=None)
        return entries


@keeps_history("updated_at")
class Entry(models.Model):
    """A note, a to-do or a call, at a customer or of one's own.

    A to-do is for one person, or for a team ("whoever takes it first").  One that repeats is followed by the next
    as soon as it is done: every date is reckoned from `repeat_from`, so that ends of months do not drift; before an
    end, from `ends_on`, so many days earlier as `days_before` says, the most first.
    `reason` is the key of an automatic follow-up (`todos/following_up.py`).
    """

    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    customer = models.ForeignKey(
        Customer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="entries",
        db_index=False,  # entry_stream begins with it
        verbose_name=_("customer"),
    )
    # Whom it is about.  No reason to keep the contact.
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("contact person"),
    )
    title = models.CharField(_("to do"), max_length=TITLE_LENGTH, blank=True)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH, blank=True)
    photo = models.FileField(_("photo"), upload_to="todos/", blank=True)
    author = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)
    is_important = models.BooleanField(_("important"), default=False)

    status = models.CharField(_("state"), max_length=7, choices=Status.choices, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_at_time = models.TimeField(_("time"), null=True, blank=True)
    priority = models.CharField(_("priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        _USER,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("for"),
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("team")
    )
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("done by")
    )
    repeats = models.CharField(_("repeats"), max_length=7, choices=Repeats.choices, default=Repeats.NONE)
    repeat_from = models.DateField(_("repeats from"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    days_before = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days before"), null=True, blank=True)
    previous = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="following")
    reason = models.CharField(_("reason"), max_length=120, null=True, unique=True, editable=False)

    objects = EntryManager()

    class Meta:
        verbose_name = _("note or to-do")
        verbose_name_plural = _("notes and to-dos")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kind="todo") | ~Q(title=""), name="entry_todo_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind="todo", status__in=["open", "done", "dropped"]) | (~Q(kind="todo") & Q(status="")),
                name="entry_state_of_todos_only",
            ),
            models.CheckConstraint(condition=Q(assignee=None) | Q(team=None), name="entry_for_one_or_a_team"),
            models.CheckConstraint(condition=Q(due_at_time=None) | ~Q(due_on=None), name="entry_time_has_a_day"),
            models.CheckConstraint(
                condition=Q(status__in=["done", "dropped"], done_at__isnull=False)
                | (~Q(status__in=["done", "dropped"]) & Q(done_at=None)),
                name="entry_done_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(repeats="none") | (~Q(repeat_from=None) & ~Q(due_on=None)), name="entry_repeats_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(repeats="before", ends_on__isnull=False, days_before__len__gt=0)
                | (~Q(repeats="before") & Q(ends_on=None, days_before=None)),
                name="entry_before_an_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-created_at", "-id"], name="entry_stream"),
            models.Index(
                fields=["contact", "-created_at"], condition=Q(contact__isnull=False), name="entry_of_contact"
            ),
            models.Index(fields=["author", "-created_at"], condition=Q(customer=None), name="entry_without_customer"),
            models.Index(
                fields=["assignee", "due_on"],
                condition=Q(status="open", deleted_at=None, assignee__isnull=False),
                name="entry_open_of_person",
            ),
            models.Index(
                fields=["team", "due_on"],
                condition=Q(status="open", deleted_at=None, team__isnull=False),
                name="entry_open_of_team",
            ),
            models.Index(
                fields=["author", "due_on"], condition=Q(status="open", deleted_at=None), name="entry_open_given"
            ),
            models.Index(
                fields=["customer", "due_on"],
                condition=Q(status="open", deleted_at=None, customer__isnull=False),
                name="entry_open_of_file",
            ),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="entry_deleted"),
        ]

    def __str__(self) -> str:
        return self.title or summary(self.text, 60)


class DeletedEntryManager(models.Manager["DeletedEntry"]):
    def get_queryset(self) -> "models.QuerySet[DeletedEntry]":
        return super().get_queryset().filter(deleted_at__isnull=False)


class DeletedEntry(Entry):
    """What may still be brought back; gone for good after 30 days."""

    objects = DeletedEntryManager()  # type: ignore[assignment, misc]  # of the proxy

    class Meta:
        proxy = True


class ChecklistItem(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("text"), max_length=TITLE_LENGTH)
    is_done = models.BooleanField(_("done"), default=False)

    class Meta:
        ordering = ("entry_id", "position", "id")

    def __str__(self) -> str:
        return self.text


@keeps_history()
class Comment(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="comments", verbose_name=_("note or to-do"))
    author = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("author")
    )
    text = models.TextField(_("text"), max_length=TEXT_LENGTH)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("entry_id", "created_at", "id")

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """Somebody is named in an entry or in a comment on it; `principal` as in `customers.Opening`."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    principal = models.IntegerField()

    class Meta:
        ordering = ("entry_id", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "principal"], name="mention_once")]
        indexes: ClassVar = [models.Index(fields=["principal", "entry"], name="mention_of")]

    def __str__(self) -> str:
        return f"{self.principal}: {self.entry_id}"


class Acknowledgement(models.Model):
    """Who is asked to have read an important entry, and who has."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="acknowledgements", db_index=False)
    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    acknowledged_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("entry_id", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "user"], name="acknowledgement_once")]
        indexes: ClassVar = [
            models.Index(fields=["user", "entry"], condition=Q(acknowledged_at=None), name="acknowledgement_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.entry_id}"
