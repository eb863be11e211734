"""The door of Django's admin: one sign-in, those who administer, our own models only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin, site
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import recording
from accounts.access import may
from accounts.actions import AccessKind, Action

# Words of Django's own that it has no German for, or none that we would write: so they are in our catalogue.
DJANGOS_WORDS = (
    _("Run"),
    _("- Select an option -"),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
)


class Administration(AdminSite):
    site_header = _("Timecount administration")
    site_title = _("Timecount administration")
    index_title = _("What would you like to set up?")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.ADMINISTER)

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way in: the sign-in page, with its limits and its second factor."""
        if request.user.is_authenticated:
            recording.record(AccessKind.REFUSED, who=request.user, action=Action.ADMINISTER)
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.get_full_path())

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """What third-party apps register by themselves stays out: it knows no gate."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if _is_ours(model)]
        if ours:
            super().register(ours, admin_class, **options)


def _is_ours(model: type[Model]) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR


class ShortPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Counts no further than anybody pages: a count over a million rows costs more than the page."""

    LIMIT = 10_000

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: self.LIMIT].count()


class LookOnly(ModelAdmin):  # type: ignore[type-arg]
    """A large table to look things up in; it is changed in the application, which knows the rules."""

    paginator = ShortPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HistoryAdmin(LookOnly):
    """The append-only events beside a model; it knows no gate, so superusers only."""

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
