"""Database and storage in step: the states of a file, and how it comes from one to the next.

    RESERVED -> UPLOADED -> CLEAN -> AVAILABLE          a file that is filed
                         -> QUARANTINED                 a virus was found
    RESERVED, UPLOADED, CLEAN -> ABANDONED -> PURGED    nobody finished it
    AVAILABLE, QUARANTINED -> DELETING -> DELETED       neither law nor backups need it

The row is committed before its object exists, and the object goes before its row says so.  Every step asks for the
state that it leaves: who finds another one was overtaken and gives up.
"""

import uuid
from typing import Any

from django.db.models.functions import Now

from accounts.models import User
from documents.models import State, StoredFile

UNDER_WAY = (State.RESERVED, State.UPLOADED, State.CLEAN)


def reserve(*, name: str, size: int, by: User | None) -> StoredFile:
    """The row that names the key; to be committed before anything is stored under it."""
    return StoredFile.objects.create(id=uuid.uuid4(), name=name, size=size, created_by=by)


def move(file: StoredFile, *, to: State, **values: Any) -> bool:
    """From the state that `file` was read in; False if somebody else was quicker."""
    moved = StoredFile.objects.filter(pk=file.pk, state=file.state).update(state=to, state_at=Now(), **values)
    if moved:
        file.state = to
        for name, value in values.items():
            setattr(file, name, value)
    return bool(moved)
