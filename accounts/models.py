from functools import cache, cached_property
from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import Level, Module

Rights = dict[Module, Level]


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


class UserQuerySet(models.QuerySet["User"]):
    def with_rights(self) -> "UserQuerySet":
        """Brings rights and the second-factor duty along in the same statement."""
        groups = User.groups.through.objects.filter(user_id=OuterRef(OuterRef("pk"))).values("group_id")
        rights = ModuleRight.objects.filter(role__in=groups)
        return self.annotate(
            rights_granted=ArraySubquery(
                rights.values_list(Concat("module", Value(":"), Cast("level", models.CharField())))
            ),
            second_factor_required=Exists(Role.objects.filter(group__in=groups, requires_second_factor=True)),
        )


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

    def signed_in(self, key: int) -> "models.query.RawQuerySet[User]":
        """The person with rights, as every request asks for; composed once, for composing costs more than asking."""
        statement, params = _signed_in_statement()
        people: models.query.RawQuerySet[User] = self.raw(
            statement, [key if param == -1 else param for param in params]
        )
        return people

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

    @cached_property
    def rights(self) -> Rights:
        """The highest level in every module, over all roles."""
        granted: list[str] = self.__dict__.get("rights_granted") or []
        if "rights_granted" not in self.__dict__ and self.pk:
            granted = User.objects.with_rights().values_list("rights_granted", flat=True).get(pk=self.pk)
        rights: Rights = {}
        for entry in granted:
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
