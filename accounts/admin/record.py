"""The access record, to look things up in: millions of lines, every filter answered by an index."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import ExpressionWrapper, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import Media
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions import Action
from accounts.administration import LookOnly, Section
from accounts.autocomplete import FoundFilter, finder_media, person
from accounts.models import AccessEvent, User
from timecount.addresses import record_key
from timecount.extensions import registry

MOST_PEOPLE = 100


def _named(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name) if label else ""


class ModelFilter(admin.SimpleListFilter):
    title = _("kind of record")
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        models: list[type[Model]] = [*registry.access_rules, User]
        labels = [model._meta.label for model in models]
        return [(label, _named(label)) for label in labels]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
        return queryset.filter(model=self.value()) if self.value() else queryset


class WhoFilter(FoundFilter):
    title = _("who")
    parameter_name = "person"
    path = "who"
    field = person


def _meant(word: str) -> Q:
    """A day, the number of a record, or a part of somebody's name or address."""
    try:
        day = datetime.strptime(word, "%d.%m.%Y").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        pass
    else:
        return Q(at__date=day)
    if (number := record_key(word)) is not None:
        return Q(object_id=number)
    people = User.objects.filter(Q(name__icontains=word) | Q(email__icontains=word)).order_by("pk")
    return Q(who__in=list(people.values_list("pk", flat=True)[:MOST_PEOPLE]))


def _in_words(action: str) -> str:
    """An action that is gone by now is known by its key."""
    return str(Action(action).words) if action in list(Action) else action  # type: ignore[call-arg]


def _names() -> dict[str, Any]:
    """Of whom a grant concerned, who was stood in for and as whom somebody looked."""

    def name(key: str) -> Subquery:
        return Subquery(User.objects.filter(pk=OuterRef(key)).values("name"))

    team_key = ExpressionWrapper(-OuterRef("principal"), IntegerField())
    team = Subquery(Group.objects.filter(pk=team_key).values("name"))
    return {
        "principal_name": Coalesce(name("principal"), team),
        "absent_name": name("stands_in_for"),
        "viewed_name": name("viewed_as"),
    }


@admin.register(AccessEvent)
class AccessRecordPage(LookOnly):
    section = Section.ACCESS
    place = 90
    heading = _("Access record")
    list_display = ("at", "named", "kind", "record", "whom", "hits", "circumstances")
    list_filter = (WhoFilter, "kind", "at", ModelFilter)
    list_select_related = ("who",)
    fields = ("at", "who", "kind", "record", "whom", "hits", "circumstances")
    search_fields = ("who__name",)
    search_help_text = _(
        "A name or an e-mail address, the number at the end of the record's address, a day (24.11.2026);"
        " several of them narrow the list."
    )
    ordering = ("-at", "-id")
    sortable_by = ()

    @property
    def media(self) -> Media:
        """The filter looks people up."""
        return super().media + finder_media() + Media(css={"all": ["administration.css"]})

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessEvent]:
        events: QuerySet[AccessEvent] = super().get_queryset(request).annotate(**_names())
        return events

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in search_term.split():
            queryset = queryset.filter(_meant(word))
        return queryset, False

    @admin.display(description=_("who"))
    def named(self, event: AccessEvent) -> str:
        """Leads to everything that the person did."""
        if event.who is None:
            return ""
        return format_html('<a href="{}">{}</a>', f"?person={event.who_id}", event.who)

    @admin.display(description=_("record"))
    def record(self, event: AccessEvent) -> str:
        """Leads to everything that happened to it."""
        if event.object_id is None:
            return _named(event.model)
        query = urlencode({"model": event.model, "q": event.object_id})
        return format_html('<a href="?{}">{} {}</a>', query, _named(event.model), event.object_id)

    @admin.display(description=_("for whom"))
    def whom(self, event: Any) -> str:
        """The person or the team, and at which level."""
        if event.kind not in ("grant", "withdraw"):
            return ""
        name = event.principal_name if event.principal else gettext("everybody with the module")
        return ", ".join(filter(None, [name, event.get_level_display() if event.level else ""]))

    @admin.display(description=_("circumstances"))
    def circumstances(self, event: Any) -> str:
        said = [
            gettext("needed: %(action)s") % {"action": _in_words(event.action)} if event.action else "",
            gettext("stood in for %(name)s") % {"name": event.absent_name} if event.stands_in_for else "",
            gettext("looked as %(name)s") % {"name": event.viewed_name} if event.viewed_as else "",
        ]
        return " · ".join(filter(None, said))
