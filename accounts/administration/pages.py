"""What every page of the administration does: saves as one entry of the history, shows refusals as errors."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.helpers import AdminForm
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, QuerySet
from django.forms import Media, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.administrators import somebody_administers
from accounts.autocomplete import finder_media
from accounts.history import writing
from accounts.models import User
from timecount.errors import Refused


class Section(models.TextChoices):
    """Of the index; every page names its own."""

    ACCESS = "access", _("People and access")
    SETTINGS = "settings", _("Settings")
    LOOK = "look", _("To look things up")
    HISTORY = "history", _("History")


def heading_of(page: ModelAdmin[Any]) -> str:
    """What the list is called, on the index too: `heading`, or what the model is called."""
    return str(getattr(page, "heading", None) or capfirst(page.opts.verbose_name_plural))


def section_of(page: ModelAdmin[Any]) -> Section:
    return getattr(page, "section", Section.SETTINGS)


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
        return super().changelist_view(request, {"title": heading_of(self), **(extra_context or {})})

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

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        return super().render_change_form(request, {"heading": heading_of(self), **context}, *args, **kwargs)

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
            "heading": heading_of(self),
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
        return super().changelist_view(request, {"title": heading_of(self), **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in _declared(self)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
