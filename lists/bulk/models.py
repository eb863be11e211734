"""The bulk changes of an app of lists; found by Django through `lists.models`."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkState(models.TextChoices):
    GATHERING = "gathering", _("being put together")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


BULK_UNDER_WAY = (BulkState.GATHERING, BulkState.RUNNING, BulkState.UNDOING)


class BulkOutcome(models.TextChoices):
    """What became of a record; `OPEN` until its turn comes."""

    OPEN = "", _("open")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("was so already")
    REFUSED = "refused", _("refused")
    # after the run was undone
    BACK = "back", _("as before again")
    STAYS = "stays", _("stays")


class BulkRun(models.Model):
    """One change of many records of a list at once, by one person.

    `selection` is what was picked: the state of the list as its URL, and the keys of single rows where not all
    were meant.  `values` are what the action was given.
    """

    list_key = models.CharField(_("list"), max_length=20)
    action = models.CharField(_("action"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="bulk_runs",
        verbose_name=_("by"),
    )
    selection = models.JSONField(_("selection"), default=dict)
    values = models.JSONField(_("values"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=BulkState.choices, default=BulkState.GATHERING)
    counts = models.JSONField(_("counts"), default=dict)
    progress = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("records"), default=0)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    gathered_at = models.DateTimeField(null=True)
    undo_started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    # The last sign of life of whoever is at it.
    touched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["by", "-id"], name="bulk_run_of_person")]

    def __str__(self) -> str:
        return f"{self.action}, {self.pk}"

    @property
    def under_way(self) -> bool:
        return self.state in BULK_UNDER_WAY


class BulkRow(models.Model):
    """A record of the run: what it was before, what the run made of it, or why not.

    `reason` is a sentence for whoever started the run, who alone reads it.
    """

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    target = models.BigIntegerField()
    outcome = models.CharField(_("outcome"), max_length=10, choices=BulkOutcome.choices, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("record of a bulk change")
        verbose_name_plural = _("records of a bulk change")
        ordering = ("run_id", "target")
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "target"], name="bulk_row_once")]
        indexes: ClassVar = [models.Index(fields=["run", "outcome", "target"], name="bulk_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id}, {self.target}"
