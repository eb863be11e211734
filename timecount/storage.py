"""The files of the product, in S3."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from botocore.config import Config
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

# The defaults of the library, five attempts of a minute each, would hold a page until nobody waits for it.
PATIENCE = Config(connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 2})
# A file is stored before the transaction that names it ends: so long, nobody takes it for left over.
YOUNG = timedelta(days=7)
ASKED_AT_ONCE = 5_000


class Storage(S3Storage):  # type: ignore[misc]
    """A server that is away costs a page seconds."""

    client_config: Config

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(PATIENCE)

    def stored_before(self, moment: datetime, folder: str) -> Iterator[str]:
        """The names of all files in the folder that are as old as that."""
        for found in self.bucket.objects.filter(Prefix=folder):
            if found.last_modified < moment:
                yield found.key


def forget_files(folder: str, *, needed: Callable[[list[str]], set[str]], now: datetime) -> int:
    """Delete what is not young and of which `needed` says no more that somebody needs it; how many."""
    storage: Storage = default_storage  # type: ignore[assignment]  # whatever the settings name; they name this
    count = 0
    for names in batched(storage.stored_before(now - YOUNG, folder), ASKED_AT_ONCE, strict=False):
        for name in set(names) - needed(list(names)):
            storage.delete(name)
            count += 1
    return count
