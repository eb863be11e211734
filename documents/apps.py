from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, registry


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import access  # models are loaded by now, not before
        from documents.models import Document, TrashedDocument, Version

        rule = AccessRule(
            access.visible_documents, access.opens_document, access.seen_documents, stood_in_for=access.stood_in_for
        )
        registry.access_rules[Document] = rule
        registry.access_rules[TrashedDocument] = AccessRule(
            access.visible_documents, access.opens_document, stood_in_for=access.stood_in_for
        )
        registry.access_rules[Version] = AccessRule(access.visible_versions, access.opens_version)
