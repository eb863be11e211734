"""Who signs in: inviting, rights, coming and going."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.auth.models import Group
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services
from accounts.models import Invitation, Role, Team, User
from timecount.errors import Refused
from timecount.jinja import moment

# In the list of users, and on the page of one.
EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


class RoleChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Role) -> str:
        return f"{obj} – {obj.sentence}"


class UserForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    roles = RoleChoices(
        Role.objects.select_related("group"),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the person may do; the highest right of all roles counts. Without a role: nothing at all."),
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.select_related("group"),
        label=_("Teams"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whose files the person sees."),
    )

    class Meta:
        model = User
        fields = ("email", "name", "phone", "language", "is_superuser", "is_active")
        labels = {"is_superuser": _("all rights")}  # noqa: RUF012 -- Django's own form
        help_texts = {  # noqa: RUF012 -- Django's own form
            "email": _("The person signs in with it; the invitation goes there."),
            "is_superuser": _("Sees and may do everything, restricted files included. For one or two people."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            groups = set(self.instance.groups.values_list("pk", flat=True))
            self.initial.update(roles=groups, teams=groups)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        return email

    def clean(self) -> dict[str, Any]:
        """Nobody is asked in to find every door closed; taking the roles away later is only warned of."""
        cleaned = super().clean() or self.cleaned_data
        if not (self.instance.pk or cleaned.get("roles") or cleaned.get("is_superuser") or self.errors.get("roles")):
            self.add_error("roles", _("Please choose at least one role: without one, the person could do nothing."))
        return cleaned

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        services.assign(user=self.instance, roles=self.cleaned_data["roles"], teams=self.cleaned_data["teams"])


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"
    groups = Group.objects.filter(role__isnull=False).order_by("role__order")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in self.groups.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        value = self.value() or ""
        return queryset.filter(groups=int(value)) if value.isdecimal() else queryset


class TeamFilter(RoleFilter):
    title = _("team")
    parameter_name = "team"
    groups = Group.objects.filter(team__isnull=False).order_by("name")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = UserForm
    list_display = ("name", "email", "role_names", "team_names", "is_active", "invitation", "last_login")
    list_filter = ("is_active", RoleFilter, TeamFilter, "is_superuser")
    search_fields = ("name", "email")
    ordering = ("name", "id")
    readonly_fields = ("last_login", "date_joined", "invitation")
    actions = ("invite_again", "deactivate", "activate", "remove_second_factor")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        newest = Invitation.objects.order_by("user_id", "-id").distinct("user_id")
        invitations = Prefetch("invitations", newest, to_attr="newest")
        return super().get_queryset(request).prefetch_related("groups__role", "groups__team", invitations)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        person = (None, {"fields": ("email", "name", "phone", "language")})
        rights = (_("Rights"), {"fields": ("roles", "teams", "is_superuser")})
        state = (_("State"), {"fields": ("is_active", "invitation", "last_login", "date_joined")})
        return (person, rights, state) if obj else (person, rights)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only superusers make superusers, and nobody locks themselves out."""
        own = ("is_active", "is_superuser") if obj == request.user else ()
        return (*self.readonly_fields, *(own if request.user.is_superuser else (*own, "is_superuser")))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever can set the address of an account owns it."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Users are deactivated: the history goes on naming them."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if not change:
            services.invite(user=form.instance, by=_administrator(request))
            messages.info(request, _("The invitation is on its way to %(email)s.") % {"email": form.instance.email})
        elif form.instance.is_active and not (form.cleaned_data["roles"] or form.instance.is_superuser):
            messages.warning(request, _("%(user)s has no role now and can do nothing.") % {"user": form.instance})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            services.forget_addresses(user=obj)
        if not obj.is_active:
            services.deactivate(user=obj, by=_administrator(request))

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all() if hasattr(group, "role"))

    @admin.display(description=_("teams"))
    def team_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all() if hasattr(group, "team"))

    @admin.display(description=_("invitation"))
    def invitation(self, user: User) -> str:
        newest: list[Invitation] = getattr(user, "newest", [])
        if not newest:
            return ""
        if user.last_login:
            return str(_("accepted"))
        if newest[0].failure:
            return str(_("cannot be delivered: %(reason)s") % {"reason": newest[0].failure})
        if newest[0].sent_at:
            return str(_("sent on %(moment)s") % {"moment": moment(newest[0].sent_at)})
        return str(_("is being sent"))

    @admin.action(location=EVERYWHERE, description=_("Invite again"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.invite)

    @admin.action(location=EVERYWHERE, description=_("Deactivate: signed out at once on every device"))
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.deactivate)

    @admin.action(location=EVERYWHERE, description=_("Activate again"))
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.activate)

    @admin.action(location=EVERYWHERE, description=_("Reset the second factor"))
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.remove_second_factor)

    def _each(self, request: HttpRequest, queryset: QuerySet[User], service: Any) -> None:
        """One refusal keeps nobody else from it."""
        done = 0
        for user in queryset:
            try:
                if not _may_touch(request, user):
                    raise Refused(str(_("%(user)s is a superuser.") % {"user": user}))
                service(user=user, by=request.user)
                done += 1
            except Refused as refusal:
                messages.warning(request, str(refusal))
        if done:
            messages.success(request, ngettext("Done for %(n)d user.", "Done for %(n)d users.", done) % {"n": done})


def _administrator(request: HttpRequest) -> User:
    """Whoever got past the door of the admin."""
    return cast("User", request.user)


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or bool(request.user.is_superuser)
