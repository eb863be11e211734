"""Types of documents and periods of the law, defined by administrators."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.administration import Page, RefusableForm
from documents.models import Document, DocumentType, RetentionPeriod
from timecount.texts import clean_line


class TypeForm(RefusableForm):
    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("A type needs a name."))
        return name


@admin.register(DocumentType)
class DocumentTypePage(Page):
    """What is in use is put out of use, never deleted."""

    form = TypeForm
    list_display = ("name", "retention", "has_validity", "position", "is_active")
    ordering = ("position", "name")

    def has_delete_permission(self, request: HttpRequest, obj: DocumentType | None = None) -> bool:
        used = obj is not None and Document._meta.base_manager.filter(type=obj).exists()
        return super().has_delete_permission(request, obj) and not used


@admin.register(RetentionPeriod)
class RetentionPeriodPage(Page):
    """How many years, for each class of the law; a change holds for what is filed or changed from then on."""

    list_display = ("retention", "years")
    readonly_fields = ("retention",)
    ordering = ("years",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RetentionPeriod | None = None) -> bool:
        return False
