from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import LookOnly, Page
from lists.models import BulkRun, ImportRun, Tag
from lists.own.admin import FieldPage

# Django looks for pages here.
__all__ = ["FieldPage"]


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
    """Who brought in what and when; what the file is called, and its lines, stay with whoever did."""

    list_display = ("id", "kind", "by", "state", "total", "progress", "created_at", "finished_at")
    list_select_related = ("by",)
    list_filter = ("state",)
    fields = ("file_name", "kind", "by", "state", "total", "progress", "created_at", "started_at", "finished_at")
    ordering = ("-id",)
    sortable_by = ()

    def has_view_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A file may be named for a customer."""
        return super().has_view_permission(request, obj) and (obj is None or obj.by_id == request.user.pk)


@admin.register(BulkRun)
class BulkRunAdmin(LookOnly):
    """Who changed how many records at once; which ones, and to what, stays with whoever did."""

    list_display = ("id", "list_key", "action", "by", "state", "total", "progress", "created_at", "finished_at")
    list_select_related = ("by",)
    list_filter = ("state",)
    fields = list_display
    ordering = ("-id",)
    sortable_by = ()
