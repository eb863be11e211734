from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, Insert, Panel, registry


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import access, words  # models are loaded by now, not before
        from documents.models import Document, TrashedDocument, Upload, Version

        rule = AccessRule(
            access.visible_documents, access.opens_document, access.seen_documents, stood_in_for=access.stood_in_for
        )
        registry.access_rules[Document] = rule
        registry.access_rules[TrashedDocument] = AccessRule(
            access.visible_documents, access.opens_document, stood_in_for=access.stood_in_for
        )
        registry.access_rules[Upload] = AccessRule(access.visible_uploads, access.opens_upload)
        registry.customer_inserts.append(Insert("documents/_drop.html", "documents.edit"))
        registry.start_panels.append(
            Panel("deadlines", _("Contracts that run out"), "documents:panel_deadlines", "documents.view", 5)
        )
        registry.customer_panels.append(
            Panel("deadlines", _("Contracts and deadlines"), "documents:deadlines", "documents.view", 10)
        )
        registry.template_globals["document_words"] = words
        registry.access_rules[Version] = AccessRule(access.visible_versions, access.opens_version)
