from functools import cache, cached_property
from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import AccessKind, FileLevel, Level, Module
from timecount import records
from timecount.days import Today

Rights = dict[Module, Level]
_BROUGHT_ALONG = ("rights_granted", "team_ids", "stood_in_for", "their_teams")


class Role(models.Model):
    """What one may do.  A role is a Django group with a sentence that says it."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="role")
    sentence = models.CharField(_("what it may do"), max_length=300)
    order = models.PositiveSmallIntegerField(_("position"), default=0)
    requires_second_factor = models.BooleanField(_("requires a second factor"), default=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("order", "group_id")

    def __str__(self) -> str:
        return self.group.name


class Team(models.Model):
    """Whose files one sees: a branch office, a project team.  A Django group apart from the roles."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="team")

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("group__name", "group_id")

    def __str__(self) -> str:
        return self.group.name


class ModuleRight(models.Model):
    """One cell of the grid role × module; no row means: not at all."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="rights", verbose_name=_("role"))
    module = models.CharField(_("module"), max_length=30, choices=Module.choices)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)

    class Meta:
        verbose_name = _("module right")
        verbose_name_plural = _("module rights")
        ordering = ("role_id", "module", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "module"], name="module_right_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_module_display()} {self.get_level_display()}"


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    def current(self) -> "SubstitutionQuerySet":
        return self.filter(first_day__lte=Today(), last_day__gte=Today())


class Substitution(models.Model):
    """Who stands in for whom, from and until (both days included): opens the absent person's files.

    What the substitute may do there is for their own roles to say.
    """

    absent = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="absences", verbose_name=_("absent")
    )
    substitute = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="substitutions", verbose_name=_("stands in")
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ("-last_day", "id")
        indexes: ClassVar = [models.Index(fields=["substitute", "last_day"], name="substitution_by_substitute")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="substitution_ends_after_begin",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")),
                name="substitution_by_somebody_else",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute}: {self.absent}"


class UserQuerySet(models.QuerySet["User"]):
    def with_rights(self) -> "UserQuerySet":
        """Brings rights, teams, stand-ins and the second-factor duty along in the same statement."""
        groups = User.groups.through.objects.filter(user_id=OuterRef(OuterRef("pk"))).values("group_id")
        rights = ModuleRight.objects.filter(role__in=groups)
        absent = Substitution.objects.current().filter(substitute=OuterRef("pk"))
        their_teams = absent.filter(absent__groups__team__isnull=False)
        return self.annotate(
            rights_granted=ArraySubquery(rights.values_list(_pair("module", "level"))),
            team_ids=ArraySubquery(Team.objects.filter(group__in=groups).values("pk")),
            stood_in_for=ArraySubquery(absent.values("absent_id")),
            their_teams=ArraySubquery(their_teams.values_list(_pair("absent_id", "absent__groups"))),
            second_factor_required=Exists(Role.objects.filter(group__in=groups, requires_second_factor=True)),
        )


def _pair(first: str, second: str) -> Concat:
    return Concat(Cast(first, models.CharField()), Value(":"), Cast(second, models.CharField()))


@cache
def _signed_in_statement() -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters, of which -1 stands for the key."""
    statement, params = User.objects.with_rights().filter(pk=-1).order_by().query.sql_with_params()
    return str(statement), tuple(params)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def signed_in(self, key: int) -> "User | None":
        """The person with rights, as every request asks for."""
        return next(iter(records.fetch(User, *self.signed_in_statement(key))), None)

    def signed_in_statement(self, key: int) -> tuple[str, list[Any]]:
        statement, params = _signed_in_statement()
        return statement, [key if param == -1 else param for param in params]

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email__iexact=username)
        return user


class Theme(models.TextChoices):
    SYSTEM = "system", _("as the computer")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    photo = models.FileField(_("photo"), upload_to="users/", blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("de", "Deutsch"), ("en", "English")], default="de"
    )
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    preferences = models.JSONField(_("list preferences"), default=dict, blank=True, editable=False)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Without it, the next request is refused. Use it instead of deleting."),
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    # Whose key opened the file that the request is about, if it was not the person's own: the gate says it.
    stands_in_for: int | None = None
    # Who really looks, while the application is shown as this person sees it (accounts/viewing.py).
    viewed_by: int | None = None

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="user_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The Django admin greets with it."""
        return self.name

    def _granted(self, name: str) -> list[Any]:
        """What `with_rights` brings, asked for where somebody was loaded without it."""
        if name not in self.__dict__ and self.pk:
            loaded = User.objects.with_rights().values(*_BROUGHT_ALONG).get(pk=self.pk)
            self.__dict__.update(loaded)
        return self.__dict__.get(name) or []

    @cached_property
    def stand_ins(self) -> dict[int, int]:
        """Principals that are somebody else's, and whose: the person stands in for them today."""
        people = {absent: absent for absent in self._granted("stood_in_for")}
        pairs = (entry.split(":") for entry in self._granted("their_teams"))
        return people | {-int(team): int(absent) for absent, team in pairs}

    @cached_property
    def own_principals(self) -> tuple[int, ...]:
        """As whom the person is granted something: their own key, and minus the key of each team."""
        return (self.pk, *(-team for team in self._granted("team_ids")))

    @cached_property
    def principals(self) -> tuple[int, ...]:
        """The own ones, and those of the people whom the person stands in for today."""
        return (*self.own_principals, *(key for key in self.stand_ins if key not in self.own_principals))

    @cached_property
    def rights(self) -> Rights:
        """The highest level in every module, over all roles."""
        rights: Rights = {}
        for entry in self._granted("rights_granted"):
            module, level = entry.split(":")
            if module in Module:
                rights[Module(module)] = max(Level(int(level)), rights.get(Module(module), Level.READ))
        return rights

    @property
    def photo_url(self) -> str | None:
        """Changes with the picture, so that browsers may keep it."""
        name = self.photo.name
        return reverse("accounts:photo", args=[self.pk, PurePath(name).stem]) if name else None

    @property
    def is_staff(self) -> bool:
        """May open the Django admin."""
        return self.is_active and (self.is_superuser or self.rights.get(Module.ADMINISTRATION, 0) >= Level.EDIT)


class Invitation(models.Model):
    """An e-mail that asks somebody in.  The newest one tells the state; whoever signed in has accepted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("user"))
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    failure = models.CharField(_("failure"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("user_id", "-id")
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="invitation_newest")]

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%d.%m.%Y}"


class AccessEvent(models.Model):
    """Who looked at what, and who let whom: keys only, no personal text.  The database refuses to change it.

    `principal` is whom a grant concerns: the key of a user, minus the key of a team, none for everybody with the
    module.  `hits` is how many records a search showed, or how many files a grant of several concerned.
    """

    at = models.DateTimeField(_("when"), db_default=Now())
    who = models.ForeignKey(
        User, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+", verbose_name=_("who")
    )
    kind = models.CharField(_("what happened"), max_length=14, choices=AccessKind.choices)
    model = models.CharField(_("kind of record"), max_length=40, blank=True)
    object_id = models.BigIntegerField(_("record"), null=True)
    action = models.CharField(_("needed right"), max_length=30, blank=True)
    hits = models.IntegerField(_("how many"), null=True)
    stands_in_for = models.BigIntegerField(_("stood in for"), null=True)
    viewed_as = models.BigIntegerField(_("looked as"), null=True)
    principal = models.BigIntegerField(_("whom it concerned"), null=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=FileLevel.choices, null=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ("-at", "-id")
        indexes: ClassVar = [
            models.Index(fields=["at"], name="access_by_time"),
            models.Index(fields=["who", "at"], name="access_by_person"),
            models.Index(fields=["kind", "at"], name="access_by_kind"),
            models.Index(fields=["model", "object_id", "at"], name="access_to_record"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d.%m.%Y %H:%M}"
