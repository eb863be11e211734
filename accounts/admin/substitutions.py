"""Who stands in for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import substitution
from accounts.administration import Page, RefusableForm, Section, administrator
from accounts.autocomplete import FoundFilter, person
from accounts.models import Substitution
from timecount.days import Today


class SubstitutionForm(RefusableForm):
    absent = person(
        Substitution._meta.get_field("absent"), label=_("Absent"), help_text=_("Whose files are opened meanwhile.")
    )
    substitute = person(
        Substitution._meta.get_field("substitute"),
        label=_("Stands in"),
        help_text=_("May do in these files what the own roles allow; the history says for whom."),
    )


class PersonFilter(FoundFilter):
    """On either side."""

    title = _("person")
    parameter_name = "person"
    field = person

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        either = Q(absent=self.key) | Q(substitute=self.key)
        return queryset if self.key is None else queryset.filter(either)


TIMES: dict[str, tuple[Any, Callable[[], Q]]] = {
    "now": (_("today"), lambda: Q(first_day__lte=Today(), last_day__gte=Today())),
    "later": (_("planned"), lambda: Q(first_day__gt=Today())),
    "over": (_("over"), lambda: Q(last_day__lt=Today())),
}


class TimeFilter(admin.SimpleListFilter):
    title = _("time")
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in TIMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = TIMES.get(self.value() or "")
        return queryset.filter(chosen[1]()) if chosen else queryset


@admin.register(Substitution)
class SubstitutionPage(Page):
    section = Section.ACCESS
    place = 50
    form = SubstitutionForm
    fields = ("absent", "substitute", "first_day", "last_day")
    list_display = ("absent", "substitute", "first_day", "last_day")
    list_select_related = ("absent", "substitute")
    list_filter = (PersonFilter, TimeFilter)
    ordering = ("-last_day", "id")

    def get_readonly_fields(self, request: HttpRequest, obj: Substitution | None = None) -> tuple[str, ...]:
        """Other people are another substitution."""
        return ("absent", "substitute") if obj else ()

    def save_model(self, request: HttpRequest, obj: Substitution, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = substitution.appoint(**form.cleaned_data, by=administrator(request)).pk
