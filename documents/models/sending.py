"""How versions leave the house: sent by e-mail, or fetched by whoever knows a secret address."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import keeps_history
from documents.models.documents import Version

SUBJECT_LENGTH = 200
# A worker that has not said within this time whether an e-mail went out will not say it any more.
SOON = timedelta(minutes=10)
_USER = settings.AUTH_USER_MODEL


class MailTemplate(models.Model):
    """What an e-mail with a document says to begin with; its placeholders are those of `documents.sending`."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    text = models.TextField(_("text"), max_length=20_000)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("e-mail template")
        verbose_name_plural = _("e-mail templates")
        ordering = ("position", "name", "id")

    def __str__(self) -> str:
        return self.name


class Trouble(models.TextChoices):
    """Why an e-mail has not gone out."""

    AWAY = "away", _("the mail server or the archive did not answer")
    REFUSED = "refused", _("the mail server refused it")
    CLOSED = "closed", _("whoever sent it may not send the document any more")
    LOST = "lost", _("the archive does not have these bytes")


@keeps_history()
class Dispatch(models.Model):
    """That somebody sends a version to somebody.

    A worker claims it (`claimed_at`) before it sends; the claim is taken back where the mail server was away.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="dispatches", verbose_name=_("version"))
    addresses = ArrayField(models.EmailField(), verbose_name=_("to"))
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("sent by")
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    error = models.CharField(_("error"), max_length=7, choices=Trouble.choices, blank=True, editable=False)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(addresses__len__gt=0), name="dispatch_goes_somewhere"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(error=""), name="dispatch_sent_or_not"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        """sent, waiting, failed, or unclear: a worker was stopped while it sent."""
        if self.sent_at:
            return "sent"
        if self.claimed_at is None:
            return "waiting"
        if self.error:
            return "failed"
        return "unclear" if self.claimed_at < timezone.now() - SOON else "waiting"

    @property
    def may_go_again(self) -> bool:
        return bool(self.error) or self.state == "unclear"


@keeps_history("downloads", "secret_hash")
class ShareLink(models.Model):
    """A secret address, of which only the hash is kept, at which outsiders fetch one version."""

    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="share_links", verbose_name=_("version")
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    recipient = models.CharField(_("for whom"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        _USER, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    # How often it may be fetched; empty for any number.
    most = models.PositiveSmallIntegerField(_("downloads at most"), null=True, blank=True)
    downloads = models.PositiveIntegerField(_("downloads"), default=0, editable=False)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(most=None) | Q(downloads__lte=F("most")), name="link_is_not_overdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.created_at:%d.%m.%Y}"

    @property
    def state(self) -> str:
        """open, revoked, expired or used up."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at <= timezone.now():
            return "expired"
        return "used up" if self.most is not None and self.downloads >= self.most else "open"


@keeps_history()
class ArchiveSettings(models.Model):
    """One row: what administrators allow."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    share_links = models.BooleanField(
        _("share links"),
        default=False,
        help_text=_("Outsiders fetch a version at a secret address. While this is off, no link works."),
    )

    class Meta:
        verbose_name = _("settings of the archive")
        verbose_name_plural = _("settings of the archive")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_archive")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
