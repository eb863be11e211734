"""What roles and teams have in common: a name, which is that of their group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import Page, RefusableForm, Section
from accounts.models import Role, Team


class GroupForm(RefusableForm):
    """A role or a team, whose name is that of its group."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=AdminTextInputWidget)

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
            self.instance.group.name = self.cleaned_data["name"]
        else:
            self.instance.group = Group.objects.create(name=self.cleaned_data["name"])
        return super().save(commit)


class GroupPage(Page):
    section = Section.ACCESS
    form = GroupForm
    search_fields = ("group__name",)
    list_select_related = ("group",)
    actions = None  # deleting many at once would not ask who is in them

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(user_count=Count("group__user"))

    def people(self, obj: Any) -> int:
        return int(obj.user_count)

    def has_delete_permission(self, request: HttpRequest, obj: Role | Team | None = None) -> bool:
        """Empty ones only."""
        return super().has_delete_permission(request, obj) and not (obj and obj.group.user_set.exists())

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """How much goes with them; not each grant by its name."""
        counts: dict[Any, int] = {}
        for group in [obj.group for obj in objs]:
            for relation in group._meta.related_objects:
                found = relation.related_model._default_manager.filter(**{relation.field.name: group}).count()
                name = relation.related_model._meta.verbose_name_plural
                counts[name] = counts.get(name, 0) + found
        return [str(obj) for obj in objs], {name: count for name, count in counts.items() if count}, set(), []

    def delete_model(self, request: HttpRequest, obj: Role | Team) -> None:
        obj.group.delete()
