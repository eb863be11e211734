"""The bytes: every file in the archive, and uploads that are under way."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models import Customer

NAME_LENGTH = 255


class State(models.TextChoices):
    """Where a file stands between database and storage; `documents.keeping` moves it."""

    RESERVED = "reserved", _("being uploaded")
    UPLOADED = "uploaded", _("being checked")
    CLEAN = "clean", _("checked")
    QUARANTINED = "quarantined", _("in quarantine")
    AVAILABLE = "available", _("available")
    ABANDONED = "abandoned", _("abandoned")
    PURGED = "purged", _("purged")
    DELETING = "deleting", _("being deleted")
    DELETED = "deleted", _("deleted")


class Scan(models.TextChoices):
    """What a virus scanner said; without one, nothing is ever called clean."""

    UNCHECKED = "unchecked", _("not checked")
    CLEAN = "clean", _("no virus found")
    INFECTED = "infected", _("infected")
    FAILED = "failed", _("could not be checked")


class Reading(models.TextChoices):
    """Whether the text of the file has been taken out, so that it can be searched."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be read")


class StoredFile(models.Model):
    """Bytes in S3 under the key of this row.  They are written once: a new version is a new file.

    The row is committed before its object exists; AVAILABLE means that the object is there with this size and
    SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.RESERVED)
    state_at = models.DateTimeField(_("since"), db_default=Now())
    # As the person called it, cleaned (`documents.checking.naming`).
    name = models.CharField(_("file name"), max_length=NAME_LENGTH)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    content_type = models.CharField(_("content type"), max_length=120, blank=True)
    # A key of `documents.formats.FORMATS`, and the kind of it.
    form = models.CharField(_("format"), max_length=8, blank=True)
    kind = models.CharField(_("kind"), max_length=12, blank=True)
    flags = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("to beware of"))
    scan = models.CharField(_("virus scan"), max_length=9, choices=Scan.choices, default=Scan.UNCHECKED)
    reading = models.CharField(_("text"), max_length=7, choices=Reading.choices, default=Reading.WAITING)
    # Of which text and pictures can be shown; empty until the file was read.
    pages = models.PositiveIntegerField(_("pages"), null=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("-created_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_has_bytes"),
            models.CheckConstraint(condition=~Q(state="available") | ~Q(sha256=""), name="file_available_is_hashed"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="file_by_hash"),
            # Only what is on its way: the archive itself stands still.
            models.Index(fields=["state", "state_at"], condition=~Q(state="available"), name="file_under_way"),
            models.Index(fields=["created_at"], condition=Q(reading="waiting", state="available"), name="file_unread"),
        ]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file that is being sent, in parts that can be sent again; gone a day after it was filed or given up."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="upload")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", verbose_name=_("customer"))
    # Of which it becomes a new version.
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, null=True, related_name="+")
    # What the browser reckoned, if it could.
    expected_sha256 = models.CharField(max_length=64, blank=True)
    multipart_id = models.CharField(max_length=1024, blank=True)
    # What S3 called the parts, in their order.
    parts = ArrayField(models.CharField(max_length=120), default=list)
    received = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ("id",)
        constraints: ClassVar = [models.CheckConstraint(condition=Q(received__gte=0), name="upload_received")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.received}"


class Page(models.Model):
    """The text of a page, a sheet, a part of a file."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="texts", db_index=False)
    number = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("text"))
    # Folded, to find in a moment on which page a word stands.
    search = models.GeneratedField(
        expression=models.Func("text", function="fold"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("file_id", "number", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.number}"
