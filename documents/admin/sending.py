"""What e-mails with documents begin with, and whether links for outsiders are allowed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import Page, RefusableForm, show_history
from documents.models import ArchiveSettings, MailTemplate
from documents.sending import PLACEHOLDERS
from timecount.placeholders import Unreadable, check
from timecount.texts import clean_line, clean_text

_HELP = _("Placeholders: %(names)s") % {"names": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)}


class TemplateForm(RefusableForm):
    class Meta:
        model = MailTemplate
        fields = ("name", "subject", "text", "position", "is_active")
        help_texts = {"text": _HELP}  # noqa: RUF012 -- Django's own form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, tidy in (("name", clean_line), ("subject", clean_line), ("text", clean_text)):
            if name not in cleaned:
                continue
            cleaned[name] = tidy(cleaned[name])
            try:
                check("" if name == "name" else cleaned[name], PLACEHOLDERS)
            except Unreadable as refusal:
                self.add_error(name, str(refusal))
        return cleaned


@admin.register(MailTemplate)
class MailTemplatePage(Page):
    form = TemplateForm
    list_display = ("name", "subject", "position", "is_active")
    ordering = ("position", "name")


@admin.register(ArchiveSettings)
class ArchiveSettingsPage(Page):
    """One row, which opens at once."""

    list_display = ("__str__", "share_links")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ArchiveSettings | None = None) -> bool:
        return False


show_history(ArchiveSettings)
