"""Photos of people and logos of organisations, in S3."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from accounts.history import writing
from accounts.models import User
from contacts.deletion import RESTORABLE, deletions
from contacts.models import Contact
from contacts.services import lock_contact
from timecount.storage import forget_files

FOLDER = "contacts/"
GRACE = timedelta(days=1)  # for whoever restores a contact while we look


def photo_url(contact_id: int, name: str | None) -> str | None:
    """The address changes with the picture, so that browsers may keep it."""
    return reverse("contacts:photo", args=[contact_id, PurePath(name).stem]) if name else None


def change_photo(*, contact: Contact, photo: File[bytes] | None, by: User) -> None:
    """None takes the photo away.  The bytes of the old one go after the commit, or at night (`forget_photos`)."""
    with writing(by):
        current = lock_contact(contact)
        before = current.photo.name
        current.photo.name = default_storage.save(f"{FOLDER}{uuid.uuid4().hex}.webp", photo) if photo else ""
        current.save(update_fields=["photo", "updated_at"])
        if before:
            transaction.on_commit(lambda: default_storage.delete(before), robust=True)


def forget_photos(*, now: datetime) -> int:
    """Delete the photos that no contact shows and no deletion could bring back; how many."""
    restorable = deletions(Contact).filter(pgh_created_at__gte=now - RESTORABLE - GRACE)

    def needed(names: list[str]) -> set[str]:
        return {
            str(name)
            for source in (Contact.objects, restorable)
            for name in source.filter(photo__in=names).values_list("photo", flat=True)
        }

    return forget_files(FOLDER, needed=needed, now=now)
