"""Documents as they lie in the archive: with their bytes in the storage."""

import hashlib
from datetime import date
from typing import Any

from accounts.models import User
from customers.models import Customer
from documents import keeping, storage, terms
from documents.models import Document, DocumentType, State, StoredFile, Version

PDF = b"%PDF-1.7\n%%EOF\n"


def stored(
    *, name: str = "vertrag.pdf", content: bytes = PDF, state: str = State.AVAILABLE, by: User | None = None
) -> StoredFile:
    """A file in this state, with its object."""
    file = keeping.reserve(name=name, size=len(content), by=by)
    storage.put(file.pk, content)
    known: dict[str, Any] = {"sha256": hashlib.sha256(content).hexdigest(), "content_type": "application/pdf"}
    assert keeping.move(file, to=State(state), kind="pdf", form="pdf", pages=1, **known)
    return file


def file_document(
    customer: Customer,
    *,
    by: User | None = None,
    title: str = "Wartungsvertrag",
    type_name: str = "Vertrag",
    dated: date = date(2026, 11, 23),
    content: bytes = PDF,
    name: str = "vertrag.pdf",
    **values: Any,
) -> Document:
    """With a version, which is current."""
    kind = DocumentType.objects.get(name=type_name)
    document = Document(
        customer=customer,
        title=title,
        type=kind,
        dated=dated,
        created_by=by,
        **{"retention": kind.retention, **values},
    )
    terms.reckon(document)
    document.save(force_insert=True)
    add_version(document, by=by, content=content, name=name)
    return document


def add_version(document: Document, *, by: User | None = None, content: bytes = PDF, name: str = "b.pdf") -> Version:
    number = document.versions.count() + 1
    version = Version.objects.create(
        document=document, number=number, file=stored(name=name, content=content, by=by), created_by=by
    )
    document.current = version
    document.save(update_fields=["current", "updated_at"])
    return version
