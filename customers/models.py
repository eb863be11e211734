"""The customer file: who the customer is, and who may open it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import LPad
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.actions import FileLevel
from accounts.history import keeps_history
from accounts.models import Team
from contacts.models import Contact
from lists.columns import HEAD_LENGTH, search_head, search_is_long

NUMBER_LENGTH = 40
ASKED = ["status", "responsible"]  # beside `access`, with which every index begins


class Status(models.TextChoices):
    """Where a customer shows up; labelled "Sichtbarkeit-Status"."""

    LEAD = "lead", _("lead")
    ACTIVE = "active", _("active")
    INACTIVE = "inactive", _("inactive")
    BLOCKED = "blocked", _("blocked")
    ARCHIVED = "archived", _("archived")


# What lists and pickers leave out until somebody asks for it.
PUT_AWAY = (Status.INACTIVE, Status.ARCHIVED)


class Access(models.TextChoices):
    """Who may open the file."""

    MODULE = "module", _("everybody with the module Customers")
    RESTRICTED = "restricted", _("only named people")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def in_use(self) -> "CustomerQuerySet":
        return self.exclude(status__in=PUT_AWAY)

    def pickable(self) -> "CustomerQuerySet":
        """For new documents: in use and not blocked."""
        return self.in_use().exclude(status=Status.BLOCKED)


@keeps_history(
    "sort_key", "place_key", "postcode", "search", "search_head", "search_is_long", "number_key", "updated_at"
)
class Customer(models.Model):
    """A customer *is* an organisation, or a private person, in the address book: one record, never a copy.

    `sort_key`, `place_key` and `search` are folded copies for lists, kept by database triggers (migration
    `search_columns`) from the contact, its addresses, telephones, e-mails and contact persons.
    """

    contact = models.OneToOneField(
        Contact,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="customer",
        verbose_name=_("contact"),
    )
    number = models.CharField(_("customer number"), max_length=NUMBER_LENGTH, unique=True)
    search_name = models.CharField(
        _("search name"), max_length=60, blank=True, help_text=_("another word that the customer is found by")
    )
    status = models.CharField(_("visibility status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    blocked_reason = models.CharField(_("reason for the block"), max_length=200, blank=True)
    access = models.CharField(_("access"), max_length=10, choices=Access.choices, default=Access.MODULE)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="customers",
        db_index=False,  # customer_by_responsible begins with it
        verbose_name=_("responsible"),
    )
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    customer_since = models.DateField(_("customer since"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsidiaries",
        verbose_name=_("parent company"),
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("de", "Deutsch"), ("en", "English")],
        default="de",
        help_text=_("of documents and e-mails"),
    )

    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=20, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    account_holder = models.CharField(
        _("account holder"), max_length=70, blank=True, help_text=_("exactly as at the bank")
    )
    buyer_reference = models.CharField(
        _("Leitweg-ID / buyer reference"),
        max_length=50,
        blank=True,
        help_text=_("public bodies demand it on e-invoices"),
    )
    debtor_account = models.CharField(_("debtor account"), max_length=9, blank=True)
    invoice_email = models.EmailField(_("e-mail for invoices"), blank=True)
    # Values of the fields that an administrator has defined, by their keys (`lists.own`).
    own = models.JSONField(_("further details"), default=dict, blank=True, editable=False)

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    number_key = models.GeneratedField(
        expression=LPad("number", NUMBER_LENGTH, Value(" ")),
        output_field=models.CharField(max_length=NUMBER_LENGTH, db_collation="C"),
        db_persist=True,
    )
    sort_key = models.CharField(max_length=200, editable=False, default="", db_collation="C")
    place_key = models.CharField(max_length=100, editable=False, default="", db_collation="C")
    postcode = models.CharField(max_length=12, editable=False, default="", db_collation="C")
    search = models.TextField(editable=False, default="", db_collation="C")
    search_head = search_head()
    search_is_long = search_is_long()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ("sort_key", "contact_id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(number=""), name="customer_has_a_number"),
            models.CheckConstraint(
                condition=~Q(status="blocked") | ~Q(blocked_reason=""),
                name="customer_block_has_a_reason",
                violation_error_message=_("Say why the customer is blocked."),
            ),
            models.CheckConstraint(condition=~Q(parent=F("contact")), name="customer_not_its_own_parent"),
        ]
        indexes: ClassVar = [
            # What the gate and the filters ask is in the index: a page and its count never touch the table.
            # Every one begins with `access`: open and restricted files are walked apart.
            models.Index(
                fields=["access", "sort_key", "contact"], include=[*ASKED, "search_head"], name="customer_by_name"
            ),
            models.Index(fields=["access", "status", "sort_key", "contact"], name="customer_by_status"),
            models.Index(fields=["access", "number_key", "contact"], include=ASKED, name="customer_by_number"),
            models.Index(
                fields=["access", "place_key", "sort_key", "contact"], include=ASKED, name="customer_by_place"
            ),
            models.Index(
                fields=["access", "place_key", "-updated_at", "-contact"],
                include=ASKED,
                name="customer_by_place_change",
            ),
            models.Index(
                fields=["access", "postcode", "sort_key", "contact"], include=ASKED, name="customer_by_postcode"
            ),
            models.Index(fields=["access", "-updated_at", "-contact"], include=ASKED, name="customer_by_change"),
            models.Index(
                fields=["responsible", "access", "sort_key", "contact"],
                include=["status"],
                name="customer_by_responsible",
            ),
            models.Index(
                fields=["access", "sort_key", "contact"],
                condition=Q(search_is_long=True),
                name="customer_long_search",
            ),
            GinIndex(fields=["search"], name="customer_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["own"], name="customer_by_own"),
        ]

    def __str__(self) -> str:
        return str(self.contact.name)


class Grant(models.Model):
    """A restricted file is open to somebody, at a level, for good or until a day (which is included)."""

    level = models.PositiveSmallIntegerField(_("may"), choices=FileLevel.choices, default=FileLevel.SEE)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("this day included; empty: for good"))
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("granted by"),
    )
    content_object = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("customer")
    )

    class Meta:
        abstract = True
        ordering = ("content_object_id", "id")


@keeps_history()
class UserGrant(UserObjectPermissionBase, Grant):
    """To a person.  guardian's direct foreign-key row: its permission always is "view", the level says more."""

    class Meta(UserObjectPermissionBase.Meta, Grant.Meta):
        verbose_name = _("grant to a person")
        verbose_name_plural = _("grants to people")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_level_display()}"


@keeps_history()
class TeamGrant(GroupObjectPermissionBase, Grant):
    """To everybody in a team, likewise."""

    class Meta(GroupObjectPermissionBase.Meta, Grant.Meta):
        verbose_name = _("grant to a team")
        verbose_name_plural = _("grants to teams")

    def __str__(self) -> str:
        return f"{self.group}: {self.get_level_display()}"


class Opening(models.Model):
    """A restricted file, or a contact known through one, is open to a principal: one line for each way.

    A narrow copy in the order of lists, kept by triggers (migration `openings`) from responsibilities and
    grants; the database view `customers_openings` says what it must hold.  `principal` is the key of a user,
    or minus the key of a team.
    """

    principal = models.IntegerField()
    contact = models.ForeignKey(
        Contact, on_delete=models.DO_NOTHING, db_constraint=False, related_name="openings", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="openings", db_index=False
    )
    # For the list of files, or for the address book: each has a text and a state of its own.
    is_file = models.BooleanField()
    level = models.PositiveSmallIntegerField(choices=FileLevel.choices)
    until = models.DateField(null=True)
    # What the lists ask for most, so that they need not look at the record.
    sort_key = models.CharField(max_length=200, db_collation="C")
    search_head = models.CharField(max_length=HEAD_LENGTH, db_collation="C")
    search_is_long = models.BooleanField()
    status = models.CharField(max_length=10, choices=Status.choices)
    kind = models.CharField(max_length=12)
    is_closed = models.BooleanField()
    updated_at = models.DateTimeField()
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )

    class Meta:
        ordering = ("principal", "sort_key", "contact_id", "id")
        indexes: ClassVar = [
            models.Index(
                fields=["principal", "sort_key", "contact"],
                include=["level", "until", "status", "responsible", "search_is_long", "search_head"],
                condition=Q(is_file=True),
                name="opening_of_files",
            ),
            models.Index(
                fields=["principal", "sort_key", "contact"],
                include=["level", "until", "kind", "is_closed", "search_is_long", "search_head"],
                condition=Q(is_file=False),
                name="opening_of_contacts",
            ),
            models.Index(
                fields=["principal", "status", "contact"],
                include=["level", "until", "responsible"],
                condition=Q(is_file=True),
                name="opening_of_files_by_status",
            ),
            models.Index(
                fields=["principal", "-updated_at", "-contact"],
                include=["level", "until", "status", "responsible"],
                condition=Q(is_file=True),
                name="opening_of_files_by_change",
            ),
            models.Index(
                fields=["principal", "-updated_at", "-contact"],
                include=["level", "until", "kind", "is_closed"],
                condition=Q(is_file=False),
                name="opening_of_contacts_by_change",
            ),
            models.Index(
                fields=["principal", "is_file", "sort_key", "contact"],
                condition=Q(search_is_long=True),
                name="opening_long_search",
            ),
            models.Index(fields=["contact", "principal"], name="opening_by_contact"),
            models.Index(fields=["customer"], name="opening_by_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.principal}: {self.contact_id}"


class NumberRange(models.Model):
    """Where the next running number comes from.  Gaps are allowed, numbers are never drawn twice."""

    key = models.CharField(_("for"), max_length=30, unique=True)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    width = models.PositiveSmallIntegerField(_("digits"), default=5, help_text=_("filled up with zeros"))
    next_value = models.PositiveBigIntegerField(_("next number"), default=10001)

    class Meta:
        verbose_name = _("number range")
        verbose_name_plural = _("number ranges")
        ordering = ("key", "id")

    def __str__(self) -> str:
        return f"{self.prefix}{self.next_value:0{self.width}}"


class CustomerRow(models.Model):
    """What a list shows of a customer: a database view, read only by the keys of files that may be seen."""

    contact_id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=NUMBER_LENGTH)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    photo = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=Status.choices)
    access = models.CharField(max_length=10, choices=Access.choices)
    industry = models.CharField(max_length=80)
    customer_since = models.DateField(null=True)
    updated_at = models.DateTimeField()
    responsible_id = models.BigIntegerField(null=True)
    responsible_name = models.CharField(max_length=150, null=True)
    street = models.CharField(max_length=150, null=True)
    postcode = models.CharField(max_length=12, null=True)
    city = models.CharField(max_length=100, null=True)
    phone = models.CharField(max_length=40, null=True)
    email = models.CharField(max_length=254, null=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200, null=True)
    person_phone = models.CharField(max_length=40, null=True)
    person_email = models.CharField(max_length=254, null=True)
    search_name = models.CharField(max_length=60)
    blocked_reason = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    vat_id = models.CharField(max_length=20)
    tax_number = models.CharField(max_length=20)
    debtor_account = models.CharField(max_length=9)
    invoice_email = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    country = models.CharField(max_length=2, null=True)
    website = models.CharField(max_length=200, null=True)
    tags = ArrayField(models.CharField(max_length=40))
    own = models.JSONField()

    class Meta:
        managed = False
        db_table = "customers_row"

    def __str__(self) -> str:
        return self.name


class GrantLine(models.Model):
    """Grants to people and to teams as one list: a database view, to read."""

    id = models.BigIntegerField(primary_key=True)
    grant_id = models.BigIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, related_name="+", verbose_name=_("customer"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, related_name="+", verbose_name=_("person")
    )
    team = models.ForeignKey(Team, on_delete=models.DO_NOTHING, null=True, related_name="+", verbose_name=_("team"))
    level = models.PositiveSmallIntegerField(_("level"), choices=FileLevel.choices)
    until = models.DateField(_("until"), null=True)
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, related_name="+", verbose_name=_("granted by")
    )

    class Meta:
        managed = False
        db_table = "customers_grantline"
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ("customer", "id")

    def __str__(self) -> str:
        return f"{self.user or self.team}: {self.get_level_display()}"
