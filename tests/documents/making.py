"""Documents in the database: rows and texts, as if they had been uploaded and read; no bytes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from customers.models import Customer
from documents.models import (
    Dispatch,
    Document,
    DocumentTag,
    DocumentType,
    Page,
    Scan,
    ShareLink,
    State,
    StoredFile,
    Trouble,
    Version,
)
from lists.models import Tag


def document(
    customer: Customer,
    title: str = "Vertrag",
    *pages: str,
    by: User | None = None,
    type: str = "Vertrag",  # noqa: A002 -- as the field
    tags: Sequence[str] = (),
    file: dict[str, Any] | None = None,
    **values: Any,
) -> Document:
    """`pages` are the texts of its one version."""
    values.setdefault("dated", date(2026, 5, 4))
    kind = DocumentType.objects.get(name=type)
    made: Document = Document.objects.create(customer=customer, title=title, type=kind, created_by=by, **values)
    version = Version.objects.create(document=made, number=1, file=stored(*pages, **(file or {})), created_by=by)
    Document.objects.filter(pk=made.pk).update(current=version)
    for word in tags:
        DocumentTag.objects.create(document=made, tag=Tag.objects.get_or_create(name=word)[0])
    made.refresh_from_db()
    return made


def stored(*pages: str, name: str = "datei.pdf", **values: Any) -> StoredFile:
    given = {"state": State.AVAILABLE, "size": 10, "sha256": "0" * 64, "kind": "pdf", "scan": Scan.UNCHECKED}
    file = StoredFile.objects.create(name=name, pages=len(pages) or None, **{**given, **values})
    Page.objects.bulk_create([Page(file=file, number=number, text=text) for number, text in enumerate(pages, 1)])
    return file


def ways_out(document: Document, by: User) -> None:
    """Its version was sent, in vain, and is shared."""
    assert document.current
    now = timezone.now()
    Dispatch.objects.create(
        version=document.current,
        addresses=["a@b.example"],
        subject="x",
        text="x",
        by=by,
        claimed_at=now,
        error=Trouble.REFUSED,
    )
    expires_at = now + timedelta(days=14)
    ShareLink.objects.create(
        version=document.current, secret_hash=str(document.pk), created_by=by, expires_at=expires_at, recipient="x"
    )
