"""Own fields are defined in the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.administration import Page, RefusableForm, administrator, show_history
from lists.own import services
from lists.own.columns import has_own_fields
from lists.own.kinds import OwnKind
from lists.own.models import OwnChoice, OwnField
from timecount.extensions import registry
from timecount.texts import clean_line


def lists_with_own_fields() -> list[tuple[str, Any]]:
    return [(key, list_of.label) for key, list_of in registry.lists.items() if has_own_fields(list_of)]


class FieldForm(RefusableForm):
    list_key = forms.ChoiceField(label=gettext_lazy("For"), choices=lists_with_own_fields)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["list_key"]

    def clean_label(self) -> str:
        """Imports know a column by its name: no two may have the same."""
        label = clean_line(self.cleaned_data["label"])
        list_key = self.instance.list_key or self.data.get("list_key", "")
        same = OwnField.objects.filter(list_key=list_key, label__iexact=label).exclude(pk=self.instance.pk)
        list_of = registry.lists.get(list_key)
        names = {str(column.label).casefold() for column in list_of.columns} if list_of else set()
        if not label:
            raise forms.ValidationError(_("A field needs a name."))
        if same.exists() or label.casefold() in names:
            raise forms.ValidationError(_("There is a field of this name already."))
        return label


class ChoiceForm(RefusableForm):
    def clean_label(self) -> str:
        if not (label := clean_line(self.cleaned_data["label"])):
            raise forms.ValidationError(_("A choice needs a name."))
        return label


class Choices(BaseInlineFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data["label"] for form in self.forms if form.cleaned_data.get("label")]
        gone = [form.cleaned_data["label"] for form in self.deleted_forms if form.cleaned_data.get("label")]
        names = [label.casefold() for label in kept]
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Two choices have the same name."))
        if self.instance.kind == OwnKind.CHOICE and len(kept) == len(gone):
            raise forms.ValidationError(_("Please name what can be chosen."))
        if self.instance.kind != OwnKind.CHOICE and len(kept) > len(gone):
            raise forms.ValidationError(_("Only a field of the kind “choice” has choices."))


class ChoiceInline(admin.TabularInline):  # type: ignore[type-arg]
    model = OwnChoice
    form = ChoiceForm
    formset = Choices
    fields = ("label", "position", "is_retired")
    extra = 3
    verbose_name_plural = gettext_lazy("Choices (for the kind “choice”)")


@admin.register(OwnField)
class FieldPage(Page):
    place = 20
    form = FieldForm
    list_display = ("label", "list_name", "kind", "position", "is_retired")
    list_filter = ("list_key", "kind", "is_retired")
    ordering = ("list_key", "position", "id")
    actions = None
    inlines = (ChoiceInline,)

    def get_fields(self, request: HttpRequest, obj: OwnField | None = None) -> tuple[str, ...]:
        new = ("list_key", "label", "kind", "help_text", "position")
        return ("list_name", *new[1:], "is_retired") if obj else new

    def get_readonly_fields(self, request: HttpRequest, obj: OwnField | None = None) -> tuple[str, ...]:
        """Values that are there keep their kind and their record."""
        return ("list_name", "kind") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: OwnField | None = None) -> Any:
        return () if obj and obj.kind != OwnKind.CHOICE else self.inlines

    @admin.display(description=gettext_lazy("For"), ordering="list_key")
    def list_name(self, field: OwnField) -> Any:
        list_of = registry.lists.get(field.list_key)
        return list_of.label if list_of else field.list_key

    def save_model(self, request: HttpRequest, obj: OwnField, form: Any, change: bool) -> None:  # noqa: FBT001
        services.define_field(field=obj, by=administrator(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        by = administrator(request)
        changed = formset.save(commit=False)
        for choice in formset.deleted_objects:
            services.delete_choice(choice=choice, by=by)
        for choice in changed:
            services.define_choice(choice=choice, by=by)

    def delete_model(self, request: HttpRequest, obj: OwnField) -> None:
        services.delete_field(field=obj, by=administrator(request))


for model in (OwnField, OwnChoice):
    show_history(model)
