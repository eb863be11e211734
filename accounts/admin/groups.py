"""What roles and teams have in common: a name, which is that of their group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role or a team, whose name is that of its group."""

    name = forms.CharField(label=_("Name"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["name"] = self.instance.group.name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if Group.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a role or a team of that name."))
        return name

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        if self.instance.pk:
            Group.objects.filter(pk=self.instance.pk).update(name=self.cleaned_data["name"])
        else:
            self.instance.group = Group.objects.create(name=self.cleaned_data["name"])
        return super().save(commit)


class GroupAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = GroupForm
    search_fields = ("group__name",)
    list_select_related = ("group",)
    actions = None  # deleting many at once would not ask who is in them

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(user_count=Count("group__user"))

    @admin.display(description=_("users"), ordering="user_count")
    def people(self, obj: Any) -> int:
        return int(obj.user_count)

    def has_delete_permission(self, request: HttpRequest, obj: Role | Team | None = None) -> bool:
        """Empty ones only."""
        return super().has_delete_permission(request, obj) and not (obj and obj.group.user_set.exists())

    def delete_model(self, request: HttpRequest, obj: Role | Team) -> None:
        obj.group.delete()
