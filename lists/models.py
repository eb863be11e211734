from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team, User
from lists.bulk.models import BULK_UNDER_WAY, BulkOutcome, BulkRow, BulkRun, BulkState
from lists.own.models import OwnChoice, OwnField
from timecount.extensions import registry

# Django looks for models here.
__all__ = ["BULK_UNDER_WAY", "BulkOutcome", "BulkRow", "BulkRun", "BulkState", "OwnChoice", "OwnField"]


class Tag(models.Model):
    """A word that people put on records to find them again."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, user: User) -> "SavedViewQuerySet":
        """Their own, those of their teams, and the standards of their roles, which they begin with."""
        roles = User.groups.through.objects.filter(user_id=user.pk).values("group_id")
        teams = [-key for key in user.own_principals if key < 0]
        mine = self.annotate(is_begun_with=Q(role__in=roles))
        return mine.filter(Q(owner=user) | Q(team__in=teams) | Q(is_begun_with=True))


class SavedView(models.Model):
    """The state of a list under a name: `query` is what its URL says, without a place in it.

    Somebody's own, or shared with a team, or the standard of a role: what its people begin with.  It shows
    nobody more than the list itself does.
    """

    list_key = models.CharField(_("list"), max_length=30)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("state"), max_length=4000)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("owner"))
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views", verbose_name=_("team")
    )
    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views", verbose_name=_("role")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
            models.CheckConstraint(condition=Q(team=None) | Q(role=None), name="saved_view_for_a_team_or_a_role"),
            models.UniqueConstraint(fields=["list_key", "role"], name="saved_view_one_standard"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def list_of(self) -> Any:
        """Which `ListOf` it is a view of."""
        return registry.lists[self.list_key]

    @property
    def is_own(self) -> bool:
        return not (self.team_id or self.role_id)

    @property
    def audience(self) -> str:
        """The key of whom it is shared with, as `lists.saved.audiences` has it."""
        return f"team-{self.team_id}" if self.team_id else f"role-{self.role_id}" if self.role_id else ""


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("columns to confirm")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


UNDER_WAY = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)


class Source(models.TextChoices):
    """What was brought in."""

    TEXT = "text", _("CSV")
    WORKBOOK = "workbook", _("Excel workbook")
    CARDS = "cards", _("vCards")
    PASTED = "pasted", _("pasted cells")


class Outcome(models.TextChoices):
    """What becomes of a line: in the dry run what would, afterwards what did."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    SKIPPED = "skipped", _("skipped")


class Decision(models.TextChoices):
    """What a person says to a likely duplicate: it is the same, it is somebody new, or leave the line out."""

    SAME = "same", _("the same")
    NEW = "new", _("new")
    SKIP = "skip", _("leave out")


class Undone(models.TextChoices):
    """What became of what a line had done, once the run was undone."""

    GONE = "gone", _("removed again")
    BACK = "back", _("as before again")
    STAYS = "stays", _("stays")


class ImportRun(models.Model):
    """One file that somebody brings in: read, mapped, checked, then written line by line in the background.

    The file itself is not kept; its lines are (`ImportRow`).  `mapping` names for every column of the file
    what it means ("" = not taken), `header_line` is where the column names stand (0 = nowhere).
    """

    kind = models.CharField(_("kind"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="imports",
        verbose_name=_("by"),
    )
    file_name = models.CharField(_("file"), max_length=200)
    source = models.CharField(_("kind of file"), max_length=10, choices=Source.choices, default=Source.TEXT)
    encoding = models.CharField(_("character set"), max_length=20, blank=True)
    encoding_sure = models.BooleanField(default=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    # The column names as the file has them: by these, the next file from the same program gets the same mapping.
    header = models.JSONField(default=list)
    header_line = models.PositiveIntegerField(_("line with the column names"), default=0)
    mapping = models.JSONField(_("columns"), default=list)
    # What was said to all doubts of a kind: {question: decision}.
    decisions = models.JSONField(_("decisions"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    # Every check and every change of the columns is a new attempt: a worker that slept through one gives up.
    attempt = models.PositiveIntegerField(default=0)
    counts = models.JSONField(_("counts"), default=dict)
    progress = models.PositiveIntegerField(_("lines done"), default=0)
    total = models.PositiveIntegerField(_("lines"), default=0)
    blank = models.PositiveIntegerField(_("blank lines"), default=0)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    undo_started_at = models.DateTimeField(_("undone"), null=True)
    # The last sign of life of the worker that is at it.
    touched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["by", "-id"], name="import_run_of_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_outcome(self) -> bool:
        """Every line says what becomes, or became, of it."""
        return self.state in (ImportState.CHECKED, ImportState.DONE, ImportState.UNDONE)

    @property
    def was_started(self) -> bool:
        return self.started_at is not None

    @property
    def undo_began(self) -> bool:
        return self.undo_started_at is not None

    @property
    def can_be_undone(self) -> bool:
        return self.was_started and not self.undo_began and self.state in (ImportState.DONE, ImportState.FAILED)


class ImportRow(models.Model):
    """A line of the file, and what becomes of it.

    `head` is the first line of the record that this line belongs to; without one, the line stands outside
    (`reasons` say why).  `reasons` and `changes` are codes with values, turned into sentences for the reader.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(_("values"))
    head = models.PositiveIntegerField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    reasons = models.JSONField(_("reasons"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    # A likely duplicate to be asked about: a code of the kind, and the record, or the line, that it looks like.
    question = models.CharField(max_length=30, blank=True, default="")
    candidate = models.BigIntegerField(null=True)
    twin = models.PositiveIntegerField(null=True)
    # What was said to it: {question: decision}.
    decisions = models.JSONField(_("decisions"), default=dict)
    # What has no home yet, by column: offered again once it has one.
    kept = models.JSONField(_("kept"), default=dict)
    # The record that the line ended up in; the kind of the run says which model.
    target = models.BigIntegerField(null=True)
    applied = models.BooleanField(default=False)
    undone = models.CharField(_("undone"), max_length=5, choices=Undone.choices, blank=True, default="")
    undo_reasons = models.JSONField(_("why it stays"), default=list)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ("run_id", "line")
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "line"], name="import_row_once")]
        indexes: ClassVar = [
            models.Index(fields=["run", "outcome", "line"], name="import_row_by_outcome"),
            models.Index(fields=["run", "question", "line"], condition=~Q(question=""), name="import_row_asking"),
            models.Index(
                fields=["run", "head", "line"],
                condition=Q(applied=False, head__isnull=False),
                name="import_row_open",
            ),
            models.Index(
                fields=["run", "target"], condition=Q(applied=True, target__isnull=False), name="import_row_by_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}, {self.line}"
