"""People, teams and files are looked up, never listed: no select box of the admin loads a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.models import Group
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Invitation, Team, User

ASKED = ("app_label", "model_name", "field_name")


class Finding(AutocompleteJsonView):
    """Answers with the key and the `option_label` of the model's page; a model whose page has none is not found.

    Groups are found as the teams that they are.
    """

    def process_request(self, request: HttpRequest) -> tuple[str, Any, Any, str]:
        label, name, field = (request.GET.get(asked, "") for asked in ASKED)
        try:
            source = apps.get_model(label, name)._meta.get_field(field)
            model = source.remote_field.model
            page = admin.site.get_model_admin(Team if model is Group else model)
        except (LookupError, ValueError, FieldDoesNotExist, AttributeError, NotRegistered) as error:
            raise PermissionDenied from error
        if not hasattr(page, "option_label"):
            raise PermissionDenied
        return request.GET.get("term", "").replace("\0", " "), page, source, "pk"

    def get_queryset(self) -> QuerySet[Any]:
        page: Any = self.model_admin
        return super().get_queryset().order_by(*page.ordering)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        page: Any = self.model_admin
        return {"id": str(obj.pk), "text": page.option_label(obj)}


class Finder(AutocompleteSelect):
    """Nonsense that was sent is an error of the form, not of the lookup of its label."""

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        return super().optgroups(name, list(filter(is_key, value)), attrs)


class ManyFinder(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        return super().optgroups(name, list(filter(is_key, value)), attrs)


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def person_label(user: User) -> str:
    """Namesakes are told apart by their address."""
    text = f"{user.name} · {user.email}"
    return text if user.is_active else _("%(person)s (deactivated)") % {"person": text}


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: User) -> str:
        return person_label(obj)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return person_label(obj)


def person(source: Any = None, **options: Any) -> PersonField:
    """One user; `source` is the database field that is filled, where there is one."""
    widget = Finder(source or Invitation._meta.get_field("user"), admin.site)
    return PersonField(User.objects.all(), widget=widget, **options)


def people(**options: Any) -> PeopleField:
    widget = ManyFinder(Invitation._meta.get_field("user"), admin.site)
    return PeopleField(User.objects.all(), widget=widget, **options)


def team(**options: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """The group of one team."""
    widget = Finder(User._meta.get_field("groups"), admin.site)
    return forms.ModelChoiceField(Group.objects.filter(team__isnull=False), widget=widget, **options)


def teams(**options: Any) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    """The groups of some teams."""
    widget = ManyFinder(User._meta.get_field("groups"), admin.site)
    return forms.ModelMultipleChoiceField(Group.objects.filter(team__isnull=False), widget=widget, **options)


def finder_media() -> forms.Media:
    return Finder(Invitation._meta.get_field("user"), admin.site).media


class FoundFilter(admin.ListFilter):
    """Narrows a list to one record that is looked up.  Subclasses say which, and by which path of the list."""

    template = "admin/found_filter.html"
    parameter_name: str
    path: str
    field: Callable[..., forms.ModelChoiceField]  # type: ignore[type-arg]

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        given = params.pop(self.parameter_name, [""])[-1]
        self.key = int(given) if is_key(given) else None
        if self.key is not None:
            self.used_parameters[self.parameter_name] = given

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.key is None else queryset.filter(**{self.path: self.key})

    def choices(self, changelist: Any) -> Iterator[Any]:
        """None to click at; `finder` and `kept` make the little form instead."""
        field = type(self).field(required=False)
        bound = forms.Form({self.parameter_name: self.key}, auto_id="filter_%s")
        bound.fields[self.parameter_name] = field
        self.finder = bound[self.parameter_name]
        self.kept = [(name, value) for name, value in changelist.params.items() if name != self.parameter_name]
        self.without = changelist.get_query_string(remove=[self.parameter_name]) if self.key is not None else ""
        return iter(())


class TeamFilter(FoundFilter):
    title = gettext_lazy("team")
    parameter_name = "team"
    field = team
