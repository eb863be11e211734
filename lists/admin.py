from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.access import visible
from accounts.actions import Action
from accounts.administration import LookOnly, Page
from lists.models import ImportRun, Tag


@admin.register(Tag)
class TagPage(Page):
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name",)
    list_per_page = 100
    actions = None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """How many records carry the word; not which, for not all of them may be seen."""
        counts: dict[Any, int] = {}
        for tag in objs:
            for relation in filter(lambda relation: relation.many_to_many, tag._meta.related_objects):
                name = relation.related_model._meta.verbose_name_plural
                counts[name] = counts.get(name, 0) + getattr(tag, relation.get_accessor_name()).count()
        return [str(tag) for tag in objs], counts, set(), []


@admin.register(ImportRun)
class ImportRunAdmin(LookOnly):
    """Who brought in what and when; the lines stay with whoever did."""

    list_display = ("file_name", "kind", "by", "state", "total", "progress", "created_at", "finished_at")
    list_select_related = ("by",)
    list_filter = ("state",)
    fields = ("file_name", "kind", "by", "state", "total", "progress", "created_at", "started_at", "finished_at")
    ordering = ("-id",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """A file may be named for a customer: whoever administers sees no more here than in the application."""
        return visible(request.user, Action.ADMINISTER, super().get_queryset(request))
