"""Django looks for models here."""

from documents.models.documents import (
    Document,
    DocumentRow,
    DocumentTag,
    DocumentType,
    NoticeUnit,
    Retention,
    RetentionPeriod,
    TrashedDocument,
    Version,
)
from documents.models.files import Page, Reading, Scan, State, StoredFile, Upload

__all__ = [
    "Document",
    "DocumentRow",
    "DocumentTag",
    "DocumentType",
    "NoticeUnit",
    "Page",
    "Reading",
    "Retention",
    "RetentionPeriod",
    "Scan",
    "State",
    "StoredFile",
    "TrashedDocument",
    "Upload",
    "Version",
]
