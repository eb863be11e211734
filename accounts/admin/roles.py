"""What one may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.groups import GroupAdmin
from accounts.models import ModuleRight, Role


class RightsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ModuleRight
        fields = ("module", "level")
        help_texts = {  # noqa: RUF012 -- Django's own form
            "level": _("read: look · edit: create and change · manage: delete as well. No line: not at all."),
        }


class Rights(admin.TabularInline):  # type: ignore[type-arg]
    model = ModuleRight
    form = RightsForm
    extra = 0
    verbose_name = _("right in a module")
    verbose_name_plural = _("rights in the modules")


@admin.register(Role)
class RoleAdmin(GroupAdmin):
    fields = ("name", "sentence", "requires_second_factor", "order")
    list_display = ("__str__", "sentence", "grid", "requires_second_factor", "people")
    ordering = ("order", "group_id")
    inlines = (Rights,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("rights")

    @admin.display(description=_("rights"))
    def grid(self, role: Role) -> str:
        return ", ".join(f"{right.get_module_display()}: {right.get_level_display()}" for right in role.rights.all())
