"""Which documents are open to whom: those of an open file, the confidential ones to whoever holds that right too."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from accounts.ways import Seen, Way
from customers.access import in_open_file
from customers.access import stood_in_for as stood_in_for_in_file
from documents.models import Dispatch, Document, ShareLink, Upload, Version


def _told(user: User) -> Q:
    return Q() if may(user, Action.VIEW_CONFIDENTIAL) else Q(is_confidential=False)


def visible_documents(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if not may(user, Action.VIEW_CUSTOMER):
        return queryset.none()
    return queryset.filter(in_open_file(user, action, path="customer"), _told(user))


def opens_document(user: User, action: Action, document: Document) -> bool:
    if document.is_confidential and not may(user, Action.VIEW_CONFIDENTIAL):
        return False
    return may(user, Action.VIEW_CUSTOMER) and may(user, action, document.customer)


def seen_documents(user: User, action: Action) -> Seen:
    documents = Document.objects.all()
    closed = documents.filter(is_closed=True)
    if not user.is_superuser:
        closed = visible_documents(user, action, closed)
    opened = documents.filter(_told(user), is_closed=False)
    if not may(user, Action.VIEW_CUSTOMER):
        opened = opened.none()
    return Seen(lambda: visible(user, action, documents), [Way(opened), Way(closed)])


def visible_versions(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.filter(document__in=visible_documents(user, action, Document.objects.all()))


def opens_version(user: User, action: Action, version: Version) -> bool:
    return version.document.trashed_at is None and opens_document(user, action, version.document)


def visible_of_versions(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """What is about a version: that it was sent, that it is shared."""
    return queryset.filter(version__in=visible_versions(user, action, Version.objects.all()))


def opens_of_version(user: User, action: Action, obj: Dispatch | ShareLink) -> bool:
    return opens_version(user, action, obj.version)


def visible_uploads(user: User, action: Action, queryset: QuerySet[Any]) -> QuerySet[Any]:
    told = Q() if may(user, Action.VIEW_CONFIDENTIAL) else Q(document=None) | Q(document__is_confidential=False)
    return queryset.filter(in_open_file(user, action, path="customer"), told, file__created_by=user)


def opens_upload(user: User, action: Action, upload: Upload) -> bool:
    if upload.document is not None and not opens_document(user, action, upload.document):
        return False
    return upload.file.created_by_id == user.pk and may(user, action, upload.customer)


def stood_in_for(user: User, document: Document) -> int | None:
    return stood_in_for_in_file(user, document.customer)
