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
    Word,
)
from documents.models.files import Page, Reading, Scan, State, StoredFile, Upload
from documents.models.sending import ArchiveSettings, Dispatch, MailTemplate, ShareLink, Trouble

__all__ = [
    "ArchiveSettings",
    "Dispatch",
    "Document",
    "DocumentRow",
    "DocumentTag",
    "DocumentType",
    "MailTemplate",
    "NoticeUnit",
    "Page",
    "Reading",
    "Retention",
    "RetentionPeriod",
    "Scan",
    "ShareLink",
    "State",
    "StoredFile",
    "TrashedDocument",
    "Trouble",
    "Upload",
    "Version",
    "Word",
]
