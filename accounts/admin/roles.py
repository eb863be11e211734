"""What one may do: a grid of roles and modules.  Django's own permissions show nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminRadioSelect
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.actions import Level, Module
from accounts.admin.groups import GroupForm, GroupPage
from accounts.administration import administrator
from accounts.models import Role
from timecount.errors import Refused

LEVELS = [(0, _("no right")), *Level.choices]


def _level(**options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=LEVELS, coerce=int, initial=0, **options)


def _rights(role: Role) -> dict[str, int]:
    return {right.module: right.level for right in role.rights.all()}


class RoleForm(GroupForm):
    """With one row of the grid: a field for every module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(_rights(self.instance))

    @property
    def rights(self) -> dict[Module, int]:
        return {module: self.cleaned_data[module] for module in Module}


def _with_a_field_per_module() -> type[RoleForm]:
    """Django's admin knows the fields of a form by its class."""
    widget = AdminRadioSelect(attrs={"class": "radiolist inline"})
    fields = {str(module): _level(label=module.label, widget=widget) for module in Module}
    return type("RoleForm", (RoleForm,), fields)


class GridForm(forms.Form):
    """Every role in every module."""

    def __init__(self, *args: Any, roles: QuerySet[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = list(roles)
        for role in self.roles:
            rights = _rights(role)
            for module in Module:
                label = f"{role}: {module.label}"
                field = self.fields[self._name(role, module)] = _level(label=label)
                field.initial = rights.get(module, 0)
                field.widget.attrs["aria-label"] = label

    @staticmethod
    def _name(role: Role, module: Module) -> str:
        return f"{module}-{role.pk}"

    def cells(self, role: Role) -> list[Any]:
        return [self[self._name(role, module)] for module in Module]

    def changes(self) -> list[tuple[Role, dict[Module, int]]]:
        """Only what was changed: somebody else may be at another cell."""
        found = []
        for role in self.roles:
            names = {module: self._name(role, module) for module in Module}
            rights = {module: self.cleaned_data[name] for module, name in names.items() if name in self.changed_data}
            if rights:
                found.append((role, rights))
        return found


def _column(module: Module) -> Callable[[Role], str]:
    @admin.display(description=module.label)
    def level(role: Role) -> str:
        held = _rights(role).get(module)
        return str(Level(held).label) if held else "–"

    level.__name__ = str(module)
    return level


@admin.register(Role)
class RolePage(GroupPage):
    place = 20
    form = _with_a_field_per_module()
    fieldsets = (
        (None, {"fields": ("name", "sentence", "requires_second_factor", "order")}),
        (
            _("Rights in the modules"),
            {
                "fields": tuple(str(module) for module in Module),
                "description": _(
                    "read: look · edit: create and change · manage: delete as well. Of a module without a right, "
                    "nothing is shown. Administering begins with “edit”."
                ),
            },
        ),
    )
    ordering = ("order", "group_id")
    change_list_template = "admin/accounts/role/list.html"

    def get_list_display(self, request: HttpRequest) -> Any:
        return ("__str__", "sentence", *map(_column, Module), "requires_second_factor", "users")

    @admin.display(description=_("users"), ordering="user_count")
    def users(self, role: Any) -> int:
        return self.people(role)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("rights")

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        services.change_rights(role=obj, rights=form.rights, by=administrator(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        label = gettext("Change all rights at once")
        return super().changelist_view(request, {**(extra_context or {}), "grid_label": label})

    def get_urls(self) -> list[Any]:
        grid = path("grid/", self.admin_site.admin_view(self.grid), name="accounts_role_grid")
        return [grid, *super().get_urls()]

    def grid(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        roles = self.get_queryset(request).order_by(*self.ordering)
        form = GridForm(request.POST or None, roles=roles)
        if form.is_valid() and self._saved(request, form):
            return redirect("admin:accounts_role_changelist")
        rows = [(role, reverse("admin:accounts_role_change", args=[role.pk]), form.cells(role)) for role in form.roles]
        return self.shown(
            request,
            gettext("Rights of all roles"),
            form,
            template="admin/accounts/role/grid.html",
            lead=[gettext("What a role holds in a module: nothing, read, edit, or manage, which includes deleting.")],
            modules=[module.label for module in Module],
            rows=rows,
            submit=gettext("Save"),
            back=reverse("admin:accounts_role_changelist"),
        )

    def _saved(self, request: HttpRequest, form: GridForm) -> bool:
        by = administrator(request)
        try:
            services.change_grid(changes=form.changes(), by=by)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, gettext("The rights are saved; they count from the next click on."))
        return True
