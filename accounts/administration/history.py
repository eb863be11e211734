"""The append-only events beside the models."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import site
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import LookOnly, Section


class HistoryAdmin(LookOnly):
    """The append-only events beside a model; it knows no gate, so superusers only."""

    section = Section.HISTORY
    list_display = ("pgh_created_at", "pgh_label", "pgh_obj_id", "__str__", "pgh_context")
    list_display_links = ("pgh_created_at",)
    list_filter = ("pgh_label",)
    search_fields = ("pgh_obj__exact",)
    search_help_text = _("the number at the end of the record's address")
    ordering = ("-pgh_id",)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


def show_history(model: Any) -> None:
    """Offers the events beside a model, under a name that people understand."""
    events = model.pgh_event_model
    name = format_lazy(_("History: {name}"), name=model._meta.verbose_name_plural)
    events._meta.verbose_name = events._meta.verbose_name_plural = name
    site.register(events, HistoryAdmin)
