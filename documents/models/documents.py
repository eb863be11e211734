"""What the archive is about: documents, their types, their versions."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.history import keeps_history
from contacts.models import Contact
from customers.models import Customer
from documents.models.files import StoredFile
from lists.columns import search_head, search_is_long
from lists.models import Tag

TITLE_LENGTH = 200
NEVER = date(9999, 12, 31)
_USER = settings.AUTH_USER_MODEL


class Retention(models.TextChoices):
    """Why the law wants a document kept (§ 147 AO, § 257 HGB, § 14b UStG); how long, `RetentionPeriod` says."""

    NONE = "none", _("not prescribed")
    LETTER = "letter", _("business letter")
    VOUCHER = "voucher", _("accounting voucher")
    BOOKS = "books", _("books and records")


class RetentionPeriod(models.Model):
    """Years, from the end of the calendar year in which the document ends or was written."""

    retention = models.CharField(_("retention"), max_length=7, choices=Retention.choices, primary_key=True)
    years = models.PositiveSmallIntegerField(_("years"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ("years", "retention")

    def __str__(self) -> str:
        return f"{self.get_retention_display()}: {self.years}"


class DocumentType(models.Model):
    """What kind of paper it is, in the words of the house."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    retention = models.CharField(
        _("retention"), max_length=7, choices=Retention.choices, default=Retention.LETTER, help_text=_("proposed")
    )
    has_validity = models.BooleanField(
        _("has a validity"), default=False, help_text=_("asks for start, end, notice period and renewal")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        ordering = ("position", "name", "id")

    def __str__(self) -> str:
        return self.name


class NoticeUnit(models.TextChoices):
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class DocumentQuerySet(models.QuerySet["Document"]):
    def expired(self, today: object) -> "DocumentQuerySet":
        return self.filter(valid_until__lt=today)


class DocumentManager(models.Manager.from_queryset(DocumentQuerySet)):  # type: ignore[misc]  # a class made by Django
    """Without what lies in the trash."""

    def get_queryset(self) -> DocumentQuerySet:
        documents: DocumentQuerySet = super().get_queryset().filter(trashed_at=None)
        return documents


@keeps_history("sort_key", "search", "search_head", "search_is_long", "is_closed", "ends", "updated_at")
class Document(models.Model):
    """A paper of a customer: what it is, how long it holds, how long it is kept; its bytes are its versions.

    `sort_key` and `search` (with the text of the current version) are folded copies for lists, `is_closed` says
    that the file of the customer is restricted: all kept by database triggers (migration `search_columns`).
    """

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="documents", db_index=False, verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("contact person"),
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    dated = models.DateField(_("date"))
    note = models.TextField(_("note"), max_length=10_000, blank=True)
    tags = models.ManyToManyField(
        Tag, through="DocumentTag", blank=True, related_name="documents", verbose_name=_("tags")
    )
    is_confidential = models.BooleanField(_("confidential"), default=False)
    current = models.OneToOneField(
        "Version", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("current version")
    )

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    notice = models.PositiveSmallIntegerField(_("notice period"), null=True, blank=True)
    notice_unit = models.CharField(
        _("unit of the notice period"), max_length=6, choices=NoticeUnit.choices, default=NoticeUnit.MONTHS
    )
    renews = models.PositiveSmallIntegerField(
        _("renews by"), null=True, blank=True, help_text=_("months, unless somebody gives notice")
    )
    cancelled_on = models.DateField(_("notice given"), null=True, blank=True)
    # As lists sort it: what has no end comes last.
    ends = models.GeneratedField(
        expression=Coalesce("valid_until", Value(NEVER)), output_field=models.DateField(), db_persist=True
    )
    # The last day to give notice, reckoned from the above (`documents.validity`).
    notice_by = models.DateField(_("notice by"), null=True, editable=False)

    retention = models.CharField(_("retention"), max_length=7, choices=Retention.choices, default=Retention.LETTER)
    # The last day; empty where nothing is prescribed, or where it has not begun: a contract without an end.
    retained_until = models.DateField(_("kept until"), null=True, blank=True)
    legal_hold = models.BooleanField(
        _("legal hold"), default=False, help_text=_("must not be deleted, whatever the period")
    )

    created_at = models.DateTimeField(_("filed"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    created_by = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("filed by")
    )
    trashed_at = models.DateTimeField(_("in the trash since"), null=True, editable=False)
    trashed_by = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, editable=False
    )

    is_closed = models.BooleanField(editable=False, default=False, db_default=False)
    sort_key = models.CharField(max_length=TITLE_LENGTH, editable=False, default="", db_collation="C")
    search = models.TextField(editable=False, default="", db_collation="C")
    search_head = search_head()
    search_is_long = search_is_long()

    objects = DocumentManager()
    with_trash = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-dated", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="document_ends_after_it_begins",
                violation_error_message=_("The end lies before the start."),
            ),
        ]
        indexes: ClassVar = [
            # Every one begins with `is_closed`: documents of open and of restricted files are walked apart.
            models.Index(
                fields=["is_closed", "-dated", "-id"],
                include=["type", "customer", "is_confidential"],
                condition=Q(trashed_at=None),
                name="document_by_date",
            ),
            models.Index(
                fields=["is_closed", "sort_key", "id"],
                include=["type", "customer", "is_confidential", "search_head"],
                condition=Q(trashed_at=None),
                name="document_by_title",
            ),
            models.Index(
                fields=["is_closed", "-updated_at", "-id"],
                include=["type", "customer", "is_confidential"],
                condition=Q(trashed_at=None),
                name="document_by_change",
            ),
            models.Index(
                fields=["is_closed", "ends", "id"],
                include=["type", "customer", "is_confidential"],
                condition=Q(trashed_at=None),
                name="document_by_end",
            ),
            models.Index(
                fields=["is_closed", "type", "-dated", "-id"],
                include=["customer", "is_confidential"],
                condition=Q(trashed_at=None),
                name="document_by_type",
            ),
            models.Index(
                fields=["customer", "-dated", "-id"], condition=Q(trashed_at=None), name="document_of_customer"
            ),
            models.Index(fields=["contact", "-dated"], condition=Q(contact__isnull=False), name="document_of_contact"),
            models.Index(
                fields=["notice_by"], condition=Q(trashed_at=None, notice_by__isnull=False), name="document_notice"
            ),
            models.Index(fields=["trashed_at"], condition=Q(trashed_at__isnull=False), name="document_trashed"),
            # Whole words: those that hold a part are looked up among all words (`Word`).
            GinIndex(Func("search", function="documents_words"), name="document_words"),
        ]

    def __str__(self) -> str:
        return self.title


class TrashedManager(models.Manager["TrashedDocument"]):
    def get_queryset(self) -> "models.QuerySet[TrashedDocument]":
        return super().get_queryset().filter(trashed_at__isnull=False)


class TrashedDocument(Document):
    """What may still be brought back; its bytes go when neither law nor backups need them."""

    objects = TrashedManager()  # type: ignore[assignment, misc]  # of the proxy

    class Meta:
        proxy = True
        verbose_name = _("document in the trash")
        verbose_name_plural = _("documents in the trash")


@keeps_history()
class Version(models.Model):
    """The document as it was sent or received on a day.  Every one stays; `Document.current` says which one holds."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="version", verbose_name=_("file"))
    comment = models.CharField(_("comment"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("filed"), auto_now_add=True)
    created_by = models.ForeignKey(
        _USER, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("filed by")
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("document_id", "-number", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"


@keeps_history()
class DocumentTag(models.Model):
    """That a document has a tag."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        unique_together = (("document", "tag"),)

    def __str__(self) -> str:
        return str(self.tag)


class Word(models.Model):
    """A word of some document: what holds a part of a word is found through the words that hold it.

    Triggers add what is new (migration `words`); a word may stand here twice, and stays.  Shown to nobody.
    """

    word = models.TextField(_("word"), db_collation="C")

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        ordering = ("id",)
        indexes: ClassVar = [
            models.Index(fields=["word"], name="word_itself"),
            GinIndex(fields=["word"], name="word_part", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word


class DocumentRow(models.Model):
    """What a list shows of a document: a database view, read only by the keys of documents that may be seen."""

    id = models.BigIntegerField(primary_key=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    type_name = models.CharField(max_length=40)
    dated = models.DateField()
    is_confidential = models.BooleanField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    notice_by = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    retained_until = models.DateField(null=True)
    updated_at = models.DateTimeField()
    created_at = models.DateTimeField()
    customer_id = models.BigIntegerField()
    customer_number = models.CharField(max_length=40)
    customer_name = models.CharField(max_length=200)
    contact_id = models.BigIntegerField(null=True)
    contact_name = models.CharField(max_length=200, null=True)
    file_id = models.UUIDField()
    file_name = models.CharField(max_length=255)
    file_kind = models.CharField(max_length=12)
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    scan = models.CharField(max_length=9)
    flags = models.JSONField()
    versions = models.PositiveSmallIntegerField()
    created_by_name = models.CharField(max_length=150, null=True)
    tags = models.JSONField()

    class Meta:
        managed = False
        db_table = "documents_row"

    def __str__(self) -> str:
        return self.title
