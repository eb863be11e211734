"""Whose files one sees."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.admin.groups import GroupForm, GroupPage
from accounts.administration import administrator
from accounts.autocomplete import people
from accounts.models import Team

# As many members are named on the page; all of them stand in the list of users.
NAMED = 100


class TeamForm(GroupForm):
    join = people(label=_("Take in"), required=False, help_text=_("Type part of a name or an e-mail address."))
    leave = people(label=_("Take out"), required=False, help_text=_("They lose the team’s files with the next click."))


@admin.register(Team)
class TeamPage(GroupPage):
    place = 30
    form = TeamForm
    readonly_fields = ("members",)
    list_display = ("__str__", "users")
    ordering = ("group__name",)

    def option_label(self, team: Team) -> str:
        return str(team)

    def get_fields(self, request: HttpRequest, obj: Team | None = None) -> tuple[str, ...]:
        return ("name", "members", "join", "leave") if obj else ("name", "join")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        join, leave = form.cleaned_data["join"], form.cleaned_data.get("leave", ())
        services.change_members(team=form.instance, join=join, leave=leave, by=administrator(request))

    @admin.display(description=_("users"), ordering="user_count")
    def users(self, team: Any) -> int:
        return self.people(team)

    @admin.display(description=_("members"))
    def members(self, team: Any) -> str:
        people = team.group.user_set.order_by("name", "id").values_list("pk", "name")[:NAMED]
        rows = ((reverse("admin:accounts_user_change", args=[pk]), name) for pk, name in people)
        named = format_html_join(", ", '<a href="{}">{}</a>', rows)
        every = f"{reverse('admin:accounts_user_changelist')}?team={team.pk}"
        if team.user_count > NAMED:
            link = _("all %(count)d in the list of users") % {"count": team.user_count}
            return format_html('{} … <a href="{}">{}</a>', named, every, link)
        return named or str(_("nobody yet"))
