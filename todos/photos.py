"""The photo of an entry, in S3: shown to whom the entry is."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.urls import reverse

from timecount.storage import forget_files
from todos.models import Entry

FOLDER = "todos/"


def keep(photo: File[bytes] | None) -> str:
    """Its name in the storage; one that no entry comes to name is forgotten later."""
    return default_storage.save(f"{FOLDER}{uuid.uuid4().hex}.webp", photo) if photo else ""


def photo_url(entry: Entry) -> str | None:
    """The address changes with the picture, so that browsers may keep it."""
    name = entry.photo.name
    return reverse("todos:photo", args=[entry.pk, PurePath(name).stem]) if name else None


def forget_photos(*, now: datetime) -> int:
    """Delete those that no entry shows, not even one whose deletion could be taken back; how many."""

    def needed(names: list[str]) -> set[str]:
        shown = Entry._meta.base_manager.filter(photo__in=names)
        return {str(name) for name in shown.values_list("photo", flat=True)}

    return forget_files(FOLDER, needed=needed, now=now)
