"""Who signs in: inviting, rights, coming and going."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.administration import Page, RefusableForm, Section, administrator
from accounts.autocomplete import TeamFilter, is_key, person, person_label, teams
from accounts.models import Invitation, Role, User
from timecount.errors import Refused
from timecount.extensions import ordered, registry
from timecount.jinja import day, moment, number

# In the list of users, and on the page of one.
EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


ALL_RIGHTS = "all"


class RoleChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Role) -> str:
        return f"{obj} – {obj.sentence}"


class UserForm(RefusableForm):
    roles = RoleChoices(
        Role.objects.select_related("group"),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the person may do; the highest right of all roles counts. Without a role: nothing at all."),
    )
    teams = teams(label=_("Teams"), required=False, help_text=_("Whose files the person sees."))

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
            groups = list(self.instance.groups.values_list("pk", "role"))
            self.initial["roles"] = [pk for pk, role in groups if role]
            self.initial["teams"] = [pk for pk, role in groups if not role]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        return email

    def clean(self) -> dict[str, Any]:
        """Nobody is asked in to find every door closed; taking the roles away later is only warned of."""
        cleaned = super().clean()
        if not (self.instance.pk or cleaned.get("roles") or cleaned.get("is_superuser") or self.errors.get("roles")):
            self.add_error("roles", _("Please choose at least one role: without one, the person could do nothing."))
        return cleaned


class HandOverForm(forms.Form):
    to = person(
        label=_("To"),
        help_text=_("Becomes responsible, and is granted what was granted; where both had a grant, the higher counts."),
    )


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        roles = Role.objects.order_by("order").values_list("pk", "group__name")
        return [*((str(pk), name) for pk, name in roles), (ALL_RIGHTS, gettext("all rights"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        value = self.value() or ""
        if value == ALL_RIGHTS:
            return queryset.filter(is_superuser=True)
        return queryset.filter(groups=int(value)) if is_key(value) else queryset


class MembersFilter(TeamFilter):
    path = "groups"


@admin.register(User)
class UserPage(Page):
    section = Section.ACCESS
    place = 10
    form = UserForm
    list_display = ("name", "email", "role_names", "team_names", "is_active", "invitation", "seen")
    list_filter = (MembersFilter, "is_active", RoleFilter)
    search_fields = ("name", "email")
    ordering = ("name", "id")
    readonly_fields = ("last_login", "date_joined", "invitation", "belongings", "explained")
    actions = ("invite_again", "deactivate", "activate", "remove_second_factor")
    change_form_template = "admin/accounts/user/page.html"

    def option_label(self, user: User) -> str:
        return person_label(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        newest = Invitation.objects.order_by("user_id", "-id").distinct("user_id")
        invitations = Prefetch("invitations", newest, to_attr="newest")
        return super().get_queryset(request).prefetch_related("groups__role", "groups__team", invitations)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        person = (None, {"fields": ("email", "name", "phone", "language")})
        rights = (_("Rights"), {"fields": ("roles", "teams", "is_superuser")})
        state = (_("State"), {"fields": ("is_active", "invitation", "last_login", "date_joined")})
        files = (_("Files and substitutions"), {"fields": ("belongings", "explained")})
        return (person, rights, state, files) if obj else (person, rights)

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
        user, by, chosen = form.instance, administrator(request), form.cleaned_data
        services.assign(user=user, roles=chosen["roles"], teams=chosen["teams"], by=by)
        if not change:
            services.invite(user=user, by=by)
            messages.info(request, _("The invitation is on its way to %(email)s.") % {"email": user.email})
        elif user.is_active and not (chosen["roles"] or user.is_superuser):
            messages.warning(request, _("%(user)s has no role now and can do nothing.") % {"user": user})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            services.forget_addresses(user=obj)
        if not obj.is_active:
            services.deactivate(user=obj, by=administrator(request))

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all() if hasattr(group, "role"))

    @admin.display(description=_("teams"))
    def team_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all() if hasattr(group, "team"))

    @admin.display(description=_("last here"), ordering="last_login")
    def seen(self, user: User) -> str:
        return day(user.last_login)

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

    @admin.display(description=_("is theirs"))
    def belongings(self, user: User) -> str:
        """What the house keeps for the person, and where it is listed."""
        found = [(holding.url(user), holding.label, holding.count(user)) for holding in ordered(registry.holdings)]
        rows = [(url, f"{label}: {number(count)}") for url, label, count in found if count]
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', rows)
        return format_html("<ul>{}</ul>", listed) if rows else str(_("nothing"))

    @admin.display(description=_("access"))
    def explained(self, user: User) -> str:
        pages = [(reverse(page.url_name, args=[user.pk]), page.label) for page in ordered(registry.person_pages)]
        return format_html_join(" · ", '<a href="{}">{}</a>', pages)

    # --- a page of its own: handing over ------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {**(extra_context or {}), "hand_over_label": gettext("Hand over to somebody")}
        return super().change_view(request, object_id, form_url, extra)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.hand_over)
        return [path("<int:pk>/hand-over/", view, name="accounts_user_hand_over"), *super().get_urls()]

    def hand_over(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        form = HandOverForm(request.POST or None)
        if form.is_valid() and _handed_over(request, user, form):
            return redirect("admin:accounts_user_change", user.pk)
        found = [(holding.label, holding.count(user)) for holding in ordered(registry.holdings) if holding.hand_over]
        return self.shown(
            request,
            gettext("Hand over what is %(name)s’s") % {"name": user},
            form,
            lead=[f"{label}: {number(count)}" for label, count in found],
            submit=gettext("Hand over"),
            back=reverse("admin:accounts_user_change", args=[user.pk]),
        )

    # --- actions ------------------------------------------------------------------------------

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


def _handed_over(request: HttpRequest, user: User, form: HandOverForm) -> bool:
    to = form.cleaned_data["to"]
    try:
        services.hand_over(of=user, to=to, by=administrator(request))
    except Refused as refusal:
        form.add_error("to", str(refusal))
        return False
    messages.success(request, gettext("All of it is %(name)s’s now.") % {"name": to})
    return True


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or bool(request.user.is_superuser)
