"""The documents of a batch: locked in the order in which everybody locks them, those in the trash among them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from documents.models import Document


def held(keys: Sequence[int]) -> QuerySet[Document]:
    return Document.with_trash.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
