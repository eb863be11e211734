"""The door and the index: one sign-in, those who administer, our own models only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import recording
from accounts.access import may
from accounts.actions import AccessKind, Action
from accounts.administration.pages import Section, heading_of, section_of
from accounts.autocomplete import Finding
from timecount.extensions import ordered, registry

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

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In the order of what administrators come for; an app by itself stays as Django has it."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        entries = [entry for app in apps for entry in app["models"]]
        for entry in entries:
            entry["name"] = heading_of(self.get_model_admin(entry["model"]))
        sections = {section: self._of(section, entries) for section in Section}
        sections[Section.ACCESS] += _access_pages()
        url = reverse("admin:index", current_app=self.name)
        common = {"app_url": url, "has_module_perms": True}
        return [
            {"name": section.label, "app_label": section.value, "models": found, **common}
            for section, found in sections.items()
            if found
        ]

    def _of(self, section: Section, entries: list[Any]) -> list[Any]:
        def place(entry: Any) -> tuple[int, str]:
            return getattr(self.get_model_admin(entry["model"]), "place", 50), str(entry["name"])

        found = (entry for entry in entries if section_of(self.get_model_admin(entry["model"])) == section)
        return sorted(found, key=place)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", Finding.as_view(admin_site=self)(request))

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


def _access_pages() -> list[Any]:
    """What other apps offer here, as the index shows its own pages."""
    return [
        {
            "name": page.label,
            "object_name": page.url_name.replace(":", "-"),
            "admin_url": reverse(page.url_name),
            "add_url": None,
            "view_only": True,
        }
        for page in ordered(registry.access_pages)
    ]


def _is_ours(model: type[Model]) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR
