"""All grants, to people and to teams, as one list: to look up, to add to, to withdraw many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.administration import Page, Section, administrator
from accounts.autocomplete import TeamFilter
from customers import sharing
from customers.admin.fields import FileFilter, PersonFilter, file_label
from customers.admin.files import AT_ONCE, granted, selection
from customers.admin.granting import NewGrantForm
from customers.models import GrantLine, TeamGrant, UserGrant
from timecount.days import Today
from timecount.errors import Refused
from timecount.jinja import day, number

SOON = 30


class OfTeamFilter(TeamFilter):
    path = "team"


def _soon() -> Q:
    return Q(until__gte=Today(), until__lte=timezone.localdate() + timedelta(days=SOON))


ENDS: dict[str, tuple[Any, Callable[[], Q]]] = {
    "expired": (_("expired"), lambda: Q(until__lt=Today())),
    "soon": (_("within 30 days"), _soon),
    "later": (_("later"), lambda: Q(until__gt=timezone.localdate() + timedelta(days=SOON))),
    "none": (_("for good"), lambda: Q(until=None)),
}


class EndFilter(admin.SimpleListFilter):
    title = _("end")
    parameter_name = "end"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in ENDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = ENDS.get(self.value() or "")
        return queryset.filter(chosen[1]()) if chosen else queryset


@admin.register(GrantLine)
class GrantPage(Page):
    section = Section.ACCESS
    place = 40
    list_display = ("customer_label", "to", "level", "end", "since", "granted_by")
    list_display_links = None
    list_select_related = ("customer__contact", "user", "team__group", "granted_by")
    list_filter = (PersonFilter, OfTeamFilter, FileFilter, "level", EndFilter)
    ordering = ("customer", "id")
    sortable_by = ()
    actions = ("withdraw",)

    def has_change_permission(self, request: HttpRequest, obj: GrantLine | None = None) -> bool:
        """A grant is changed on the page of its file."""
        return obj is None

    def has_delete_permission(self, request: HttpRequest, obj: GrantLine | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        shown = ("customer__number", "customer__contact__name", "user__name", "team__group__name", "granted_by__name")
        return super().get_queryset(request).only(*shown, *GRANT)

    @admin.display(description=_("customer"))
    def customer_label(self, line: GrantLine) -> str:
        url = reverse("admin:customers_customer_change", args=[line.customer_id])
        return format_html('<a href="{}">{}</a>', url, file_label(line.customer))

    @admin.display(description=_("to"))
    def to(self, line: GrantLine) -> str:
        if line.user:
            return format_html(
                '<a href="{}">{}</a>', reverse("admin:accounts_user_change", args=[line.user_id]), line.user
            )
        url = reverse("admin:accounts_team_change", args=[line.team_id])
        return format_html('<a href="{}">{}</a>', url, _("team %(name)s") % {"name": line.team})

    @admin.display(description=_("until"))
    def end(self, line: GrantLine) -> str:
        if line.until is None:
            return str(_("for good"))
        if line.until < timezone.localdate():
            return str(_("%(day)s, expired") % {"day": day(line.until)})
        return day(line.until)

    @admin.display(description=_("since"))
    def since(self, line: GrantLine) -> str:
        return day(line.granted_at)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        form = NewGrantForm(request.POST or None)
        if form.is_valid():
            keys = [customer.pk for customer in form.cleaned_data["customers"]]
            if granted(request, form, keys):
                return redirect("admin:customers_grantline_changelist")
        back = reverse("admin:customers_grantline_changelist")
        return self.shown(request, gettext("Grant"), form, submit=gettext("Grant"), back=back)

    @admin.action(description=_("Withdraw …"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[GrantLine]) -> HttpResponse | None:
        lines = list(queryset.order_by().values_list("user_id", "team_id", "grant_id", "customer_id")[: AT_ONCE + 1])
        if len(lines) > AT_ONCE:
            text = gettext("At most %(most)s grants at once: narrow the list by a filter first.")
            messages.error(request, text % {"most": number(AT_ONCE)})
            return None
        form = forms.Form(request.POST if "apply" in request.POST else None)
        if form.is_valid() and _withdrawn(request, form, lines):
            return None
        files = len({customer for _user, _team, _grant, customer in lines})
        text = ngettext(
            "%(n)s grant on %(files)s files ends at once.", "%(n)s grants on %(files)s files end at once.", len(lines)
        )
        return self.shown(
            request,
            gettext("Withdraw"),
            form,
            lead=[text % {"n": number(len(lines)), "files": number(files)}],
            hidden=selection(request, "withdraw"),
            submit=gettext("Withdraw"),
            back=request.get_full_path(),
        )


GRANT = ("grant_id", "level", "until", "granted_at")


def _withdrawn(request: HttpRequest, form: forms.Form, lines: list[Any]) -> bool:
    people = [grant for user, _team, grant, _file in lines if user]
    teams = [grant for _user, team, grant, _file in lines if team]
    grants = [*UserGrant.objects.filter(pk__in=people), *TeamGrant.objects.filter(pk__in=teams)]
    try:
        count = sharing.withdraw(grants=grants, by=administrator(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    text = ngettext("%(n)s grant withdrawn.", "%(n)s grants withdrawn.", count)
    messages.success(request, text % {"n": number(count)})
    return True
