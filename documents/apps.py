from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, DemoPart, Insert, NavigationItem, Panel, SearchSource, Tab, registry


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import access, kinds, words  # models are loaded by now, not before
        from documents.models import Dispatch, Document, ShareLink, TrashedDocument, Upload, Version

        rule = AccessRule(
            access.visible_documents, access.opens_document, access.seen_documents, stood_in_for=access.stood_in_for
        )
        registry.access_rules[Document] = rule
        registry.access_rules[TrashedDocument] = AccessRule(
            access.visible_documents, access.opens_document, stood_in_for=access.stood_in_for
        )
        registry.access_rules[Upload] = AccessRule(access.visible_uploads, access.opens_upload)
        registry.access_rules[Version] = AccessRule(access.visible_versions, access.opens_version)
        registry.customer_inserts.append(Insert("documents/_drop.html", "documents.edit"))
        registry.start_panels.append(
            Panel("deadlines", _("Contracts that run out"), "documents:panel_deadlines", "documents.view", 5)
        )
        registry.customer_panels.append(
            Panel("deadlines", _("Contracts and deadlines"), "documents:deadlines", "documents.view", 10)
        )
        registry.to_try.append(Insert("documents/_to_try.html", "documents.view"))
        registry.template_globals["document_words"] = words
        registry.template_globals |= {"document_icon": kinds.kind_icon, "document_thumbnail": kinds.thumbnail}
        for model in (Dispatch, ShareLink):
            registry.access_rules[model] = AccessRule(access.visible_of_versions, access.opens_of_version)
        registry.demo_parts.append(DemoPart("documents", _load_demo, 50, Version.objects.exists))
        _register_list()


def _load_demo(customers: int, seed: int) -> None:
    from documents.demo import load  # what makes the papers takes long to import, and every process would

    load.load(customers, seed)


def _register_list() -> None:
    """All documents, those of a customer, and those that the search finds."""
    from documents import searchable
    from documents.bulk import BULK
    from documents.listing import DOCUMENTS
    from documents.selectors.lists import search_hits

    view = "documents.view"
    registry.searchable["documents"] = searchable.rebuild
    registry.lists[DOCUMENTS.key] = DOCUMENTS
    registry.bulk_lists[DOCUMENTS.key] = BULK
    registry.navigation.append(NavigationItem(_("Documents"), "files", "documents:list", view, 50))
    registry.customer_tabs.append(Tab("documents", _("Documents"), "documents:of_customer", view, 60))
    registry.search_sources.append(
        SearchSource("documents", _("Documents"), "files", view, search_hits, "documents:list", 40)
    )
