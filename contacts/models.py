"""The address book: one record for every organisation and person, whatever else they are."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.history import keeps_history
from lists.columns import search_head, search_is_long
from lists.models import Tag


class Kind(models.TextChoices):
    ORGANISATION = "organisation", _("organisation")
    PERSON = "person", _("person")


class Salutation(models.TextChoices):
    """The last two are couples: one record with two first names, one letter (`contacts.letters`)."""

    NONE = "", _("none")
    MRS = "mrs", _("Ms")
    MR = "mr", _("Mr")
    MRS_AND_MR = "f+m", _("Ms and Mr")
    MR_AND_MRS = "m+f", _("Mr and Ms")


class FederalState(models.TextChoices):
    """ISO 3166-2:DE; holidays depend on it."""

    BW = "DE-BW", "Baden-Württemberg"
    BY = "DE-BY", "Bayern"
    BE = "DE-BE", "Berlin"
    BB = "DE-BB", "Brandenburg"
    HB = "DE-HB", "Bremen"
    HH = "DE-HH", "Hamburg"
    HE = "DE-HE", "Hessen"
    MV = "DE-MV", "Mecklenburg-Vorpommern"
    NI = "DE-NI", "Niedersachsen"
    NW = "DE-NW", "Nordrhein-Westfalen"
    RP = "DE-RP", "Rheinland-Pfalz"
    SL = "DE-SL", "Saarland"
    SN = "DE-SN", "Sachsen"
    ST = "DE-ST", "Sachsen-Anhalt"
    SH = "DE-SH", "Schleswig-Holstein"
    TH = "DE-TH", "Thüringen"


class AddressLabel(models.TextChoices):
    OFFICE = "office", _("office")
    BILLING = "billing", _("billing address")
    SITE = "site", _("site")
    PRIVATE = "private", _("private")


class PhoneLabel(models.TextChoices):
    OFFICE = "office", _("office")
    MOBILE = "mobile", _("mobile")
    PRIVATE = "private", _("private")
    FAX = "fax", _("fax")


class EmailLabel(models.TextChoices):
    OFFICE = "office", _("office")
    BILLING = "billing", _("invoices")
    PRIVATE = "private", _("private")


class PersonRole(models.TextChoices):
    """What a person does at an organisation."""

    MANAGEMENT = "management", _("Management")
    PURCHASING = "purchasing", _("Purchasing")
    SCHEDULING = "scheduling", _("Scheduling")
    ACCOUNTING = "accounting", _("Accounting")
    INVOICE_RECIPIENT = "invoice_recipient", _("Receives invoices")
    SIGNATORY = "signatory", _("Signs contracts")
    HUMAN_RESOURCES = "human_resources", _("Human resources")
    TECHNICAL = "technical", _("Technical matters")
    SALES = "sales", _("Sales")
    ASSISTANCE = "assistance", _("Assistance")
    ON_SITE = "on_site", _("On site")


@keeps_history("name", "is_closed", "sort_key", "search", "search_head", "search_is_long", "updated_at")
class Contact(models.Model):
    """An organisation or a person.

    `sort_key` and `search` are folded copies for lists, kept by database triggers (migration
    `search_columns`) from this row and its addresses, telephones and e-mails.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    organisation_name = models.CharField(_("company name"), max_length=200, blank=True)
    salutation = models.CharField(
        _("salutation"),
        max_length=4,
        choices=Salutation.choices,
        blank=True,
        help_text=_("Of two people: first name “Anna und Bernd”, last name “Müller” or “Müller und Schmidt”."),
    )
    title = models.CharField(_("title"), max_length=40, blank=True, help_text=_("e.g. Dr., Prof."))
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    position = models.CharField(_("position"), max_length=100, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=10_000, blank=True)
    photo = models.FileField(_("photo"), upload_to="contacts/", blank=True)
    tags = models.ManyToManyField(
        Tag, through="ContactTag", blank=True, related_name="contacts", verbose_name=_("tags")
    )
    # Values of the fields that an administrator has defined, by their keys (`lists.own`).
    own = models.JSONField(_("further details"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    name = models.GeneratedField(
        verbose_name=_("name"),
        expression=models.Case(
            models.When(
                kind="person",
                then=models.functions.Trim(models.functions.Concat("first_name", models.Value(" "), "last_name")),
            ),
            default=F("organisation_name"),
        ),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )
    # Known only through restricted files: then an app above says to whom it is open.  Kept by its triggers.
    is_closed = models.BooleanField(editable=False, default=False, db_default=False)
    sort_key = models.CharField(max_length=200, editable=False, default="", db_collation="C")
    search = models.TextField(editable=False, default="", db_collation="C")
    search_head = search_head()
    search_is_long = search_is_long()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("sort_key", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="organisation") & ~Q(organisation_name="")
                | Q(kind="person") & ~Q(first_name="", last_name=""),
                name="contact_has_a_name",
                violation_error_message=_("A contact needs a name."),
            ),
        ]
        indexes: ClassVar = [
            # Kind and text are in the index: a page and its count never touch the table.
            # Every one begins with `is_closed`: open and closed contacts are walked apart.
            models.Index(
                fields=["is_closed", "sort_key", "id"], include=["kind", "search_head"], name="contact_by_name"
            ),
            models.Index(fields=["is_closed", "kind", "sort_key", "id"], name="contact_by_kind"),
            models.Index(
                fields=["is_closed", "sort_key", "id"],
                condition=Q(search_is_long=True),
                name="contact_long_search",
            ),
            models.Index(fields=["is_closed", "-updated_at", "-id"], include=["kind"], name="contact_by_change"),
            GinIndex(fields=["search"], name="contact_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["own"], name="contact_by_own"),
            # Firms by their letters alone: "Müller-Bau" finds "MUELLER BAU GmbH" (contacts.importing.book).
            models.Index(
                models.Func(
                    F("sort_key"),
                    models.Value("[^a-z0-9]+"),
                    models.Value(""),
                    models.Value("g"),
                    function="regexp_replace",
                ),
                condition=Q(kind="organisation"),
                name="contact_by_firm",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


@keeps_history()
class ContactTag(models.Model):
    """That a contact has a tag."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", verbose_name=_("tag"))

    class Meta:
        db_table = "contacts_contact_tags"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        unique_together = (("contact", "tag"),)

    def __str__(self) -> str:
        return str(self.tag)


class ContactRow(models.Model):
    """What a list shows of a contact: a database view, read only by the keys of what may be seen."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=40)
    position = models.CharField(max_length=100)
    photo = models.CharField(max_length=100)
    updated_at = models.DateTimeField()
    postcode = models.CharField(max_length=12, null=True)
    city = models.CharField(max_length=100, null=True)
    phone = models.CharField(max_length=40, null=True)
    email = models.CharField(max_length=254, null=True)
    salutation = models.CharField(max_length=4)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=100)
    birthday = models.DateField(null=True)
    created_at = models.DateTimeField()
    street = models.CharField(max_length=150, null=True)
    country = models.CharField(max_length=2, null=True)
    website = models.CharField(max_length=200, null=True)
    tags = ArrayField(models.CharField(max_length=40))
    own = models.JSONField()

    class Meta:
        managed = False
        db_table = "contacts_row"

    def __str__(self) -> str:
        return self.name


class Reachable(models.Model):
    """A row of a contact with a label, one of which may be the main one."""

    is_main = models.BooleanField(_("main"), default=False)

    class Meta:
        abstract = True


@keeps_history()
class Address(Reachable):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(_("label"), max_length=10, choices=AddressLabel.choices, default=AddressLabel.OFFICE)
    addition = models.CharField(_("address line 2"), max_length=100, blank=True)
    street = models.CharField(_("street"), max_length=150, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="DE", help_text=_("two letters, e.g. DE, AT"))
    federal_state = models.CharField(_("federal state"), max_length=5, choices=FederalState.choices, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ("-is_main", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact"], condition=Q(is_main=True), name="address_one_main"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.street, f"{self.postcode} {self.city}".strip()]))


@keeps_history()
class Phone(Reachable):
    """`number` in E.164 where it could be parsed, else as typed; shown by the `phone` filter."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    label = models.CharField(_("label"), max_length=10, choices=PhoneLabel.choices, default=PhoneLabel.OFFICE)
    number = models.CharField(_("number"), max_length=40)

    class Meta:
        verbose_name = _("telephone")
        verbose_name_plural = _("telephones")
        ordering = ("-is_main", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact"], condition=Q(is_main=True), name="phone_one_main"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["number"], name="phone_by_number"),
        ]

    def __str__(self) -> str:
        return self.number


@keeps_history()
class Email(Reachable):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="emails")
    label = models.CharField(_("label"), max_length=10, choices=EmailLabel.choices, default=EmailLabel.OFFICE)
    address = models.EmailField(_("e-mail"))

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ("-is_main", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact"], condition=Q(is_main=True), name="email_one_main"),
        ]
        indexes: ClassVar = [
            models.Index(Upper("address"), name="email_by_address"),
        ]

    def __str__(self) -> str:
        return self.address


@keeps_history()
class Website(Reachable):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="websites")
    label = models.CharField(_("label"), max_length=40, blank=True)
    url = models.URLField(_("web address"))

    class Meta:
        verbose_name = _("website")
        verbose_name_plural = _("websites")
        ordering = ("-is_main", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact"], condition=Q(is_main=True), name="website_one_main"),
        ]

    def __str__(self) -> str:
        return self.url


@keeps_history()
class Assignment(models.Model):
    """Who works where: a person at an organisation, from and until (both days included)."""

    person = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="people")
    roles = ArrayField(
        models.CharField(max_length=20, choices=PersonRole.choices),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    position = models.CharField(_("position"), max_length=100, blank=True)
    is_main = models.BooleanField(_("main contact person"), default=False)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ("-is_main", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(is_main=True), name="assignment_one_main"),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(valid_until=None),
                name="assignment_once",
                violation_error_message=_("This person already is a contact person here."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="assignment_ends_after_begin",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(condition=~Q(person=F("organisation")), name="assignment_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"
