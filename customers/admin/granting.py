"""The forms that grant, and the inlines of one file.  Every grant is written by `customers.sharing`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.actions import FileLevel
from accounts.autocomplete import person, team
from accounts.models import Team, User
from customers.admin.fields import files
from customers.models import Customer, TeamGrant, UserGrant

LEVEL_HELP = _("Each level includes those before it. What the role does not allow, no grant does.")


class GrantForm(forms.Form):
    """To a person or to a team."""

    user = person(label=_("To the person"), required=False)
    team = team(label=_("or to the team"), required=False)
    level = forms.TypedChoiceField(
        label=_("May"), choices=FileLevel.choices, coerce=lambda value: FileLevel(int(value)), help_text=LEVEL_HELP
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=AdminDateWidget,
        help_text=_("This day included; empty: for good."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("user")) == bool(cleaned.get("team")):
            self.add_error("user", _("Choose either a person or a team."))
        return cleaned

    @property
    def to(self) -> User | Team:
        chosen: User | Team = self.cleaned_data["user"] or self.cleaned_data["team"].team
        return chosen


class NewGrantForm(GrantForm):
    """With the files that it is about."""

    customers = files(label=_("Customers"), help_text=_("Type part of a name or a number."))
    field_order = ("customers",)


class _Named(forms.Widget):
    """Says to whom an existing grant is: somebody else gets a new one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("<p>{}</p>", self.name)


class InlineForm(forms.ModelForm):  # type: ignore[type-arg]
    """One grant; `to_field` is "user" or "group"."""

    to_field: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            field = self.fields[self.to_field]
            field.disabled, field.widget = True, _Named(str(getattr(self.instance, self.to_field)))

    @property
    def to(self) -> User | Team:
        to = self.cleaned_data[self.to_field]
        return to if isinstance(to, User) else to.team


class UserGrantForm(InlineForm):
    to_field = "user"
    user = person(label=_("Person"))


class TeamGrantForm(InlineForm):
    to_field = "group"
    group = team(label=_("Team"))


class GrantSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        kept: list[Any] = [form for form in self.forms if form.is_valid() and not self._should_delete_form(form)]  # type: ignore[attr-defined]
        people = [form.cleaned_data[form.to_field].pk for form in kept if form.cleaned_data]
        if len(people) != len(set(people)):
            raise forms.ValidationError(_("Nobody can stand here twice: change the line that is there."))


class GrantInline(admin.TabularInline):  # type: ignore[type-arg]
    formset = GrantSet
    extra = 0
    readonly_fields = ("granted_at", "granted_by")

    def has_add_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return True


class UserGrants(GrantInline):
    model = UserGrant
    form = UserGrantForm
    fields = ("user", "level", "until", "granted_at", "granted_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "granted_by")


class TeamGrants(GrantInline):
    model = TeamGrant
    form = TeamGrantForm
    fields = ("group", "level", "until", "granted_at", "granted_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("group", "granted_by")
