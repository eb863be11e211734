"""Django's admin as ours: one sign-in, those who administer, our own models only, refusals instead of failures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets, site
from django.contrib.admin.helpers import AdminForm
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, QuerySet
from django.db.models.base import ModelBase
from django.forms import Media, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import recording
from accounts.access import may
from accounts.actions import AccessKind, Action
from accounts.administrators import somebody_administers
from accounts.autocomplete import Finding, finder_media
from accounts.history import writing
from accounts.models import User
from timecount.errors import Refused

# Words of Django's own that it has no German for, or none that we would write: so they are in our catalogue.
DJANGOS_WORDS = (
    _("Run"),
    _("- Select an option -"),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
)


class Section(models.TextChoices):
    """Of the index; every page names its own."""

    ACCESS = "access", _("People and access")
    SETTINGS = "settings", _("Settings")
    LOOK = "look", _("To look things up")
    HISTORY = "history", _("History")


def _heading(page: ModelAdmin[Any]) -> str:
    """What the list is called, on the index too: `heading`, or what the model is called."""
    return str(getattr(page, "heading", None) or capfirst(page.opts.verbose_name_plural))


def _section(page: ModelAdmin[Any]) -> Section:
    return getattr(page, "section", Section.SETTINGS)


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
            entry["name"] = _heading(self.get_model_admin(entry["model"]))
        sections = {section: self._of(section, entries) for section in Section}
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

        found = (entry for entry in entries if _section(self.get_model_admin(entry["model"])) == section)
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


def _is_ours(model: type[Model]) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR


class ShortPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Counts no further than anybody pages: a count over a million rows costs more than the page."""

    LIMIT = 10_000

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: self.LIMIT].count()


def _declared(page: ModelAdmin[Any]) -> set[str]:
    """What may be asked of a list in its address: its filters, and nothing that would let one guess at a column."""
    return {
        name
        for entry in page.list_filter
        for name in (
            [f"{entry}__{asked}" for asked in ("exact", "gte", "lt", "isnull")]
            if isinstance(entry, str)
            else [str(cast("Any", entry).parameter_name)]
        )
    }


class RefusableForm(ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Shows why a service refused what was typed."""

    refusal: Refused | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            field = self.refusal.field if self.refusal.field in self.fields else None
            self.add_error(field, str(self.refusal))
        return cleaned


def administrator(request: HttpRequest) -> User:
    """Whoever got past the door."""
    return cast("User", request.user)


class Page(ModelAdmin):  # type: ignore[type-arg]
    """What administrators change.  A save is one entry of the history; a refusal is an error of the form.

    `section` and `place` say where on the index it stands.
    """

    form = RefusableForm
    section = Section.SETTINGS
    place = 50
    paginator = ShortPaginator
    show_full_result_count = False
    # Counts beside every choice of a filter would read the whole table for each.
    show_facets = ShowFacets.NEVER
    list_per_page = 50

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in _declared(self)

    @property
    def media(self) -> Media:
        """Filters that look somebody up need what forms need."""
        return super().media + finder_media() + Media(css={"all": ["administration.css"]})

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _heading(self), **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        by = administrator(request)
        try:
            with writing(by), somebody_administers(by):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            # All of it is taken back; the form is shown again, as it was typed, with the reason.
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        by = administrator(request)
        try:
            with writing(by), somebody_administers(by):
                return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("../change/")

    def shown(
        self, request: HttpRequest, title: str, form: Any, *, template: str = "admin/form_page.html", **context: Any
    ) -> HttpResponse:
        """A page with a form of its own, that looks like all the others.

        `lead` is what happens, in a sentence or two; `submit` the button's label, `hidden` what is sent along,
        `back` where "close" leads.
        """
        fieldsets = [(None, {"fields": list(form.fields)})]
        rows = AdminForm(form, fieldsets, {}, model_admin=self)
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media + form.media,
            "adminform": rows,
            "errors": form.errors,
        }
        return TemplateResponse(request, template, {"lead": [], "hidden": [], **common, **context})


class LookOnly(ModelAdmin):  # type: ignore[type-arg]
    """A large table to look things up in; it is changed in the application, which knows the rules."""

    section = Section.LOOK
    paginator = ShortPaginator
    show_full_result_count = False
    list_per_page = 50
    show_facets = ShowFacets.NEVER
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _heading(self), **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in _declared(self)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


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
