"""Whose files one sees."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.groups import GroupAdmin
from accounts.models import Team


@admin.register(Team)
class TeamAdmin(GroupAdmin):
    fields = ("name", "members")
    readonly_fields = ("members",)
    list_display = ("__str__", "people")
    ordering = ("group__name",)

    @admin.display(description=_("members"))
    def members(self, team: Team) -> str:
        names = team.group.user_set.order_by("name").values_list("name", flat=True) if team.pk else []
        return ", ".join(names) or str(_("nobody yet: teams are chosen at the user"))
