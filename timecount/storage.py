"""The files of the product, in S3."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

# The defaults of the library, five attempts of a minute each, would hold a page until nobody waits for it.
PATIENCE = Config(connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 2})


class Storage(S3Storage):  # type: ignore[misc]
    """A server that is away costs a page seconds."""

    client_config: Config

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(PATIENCE)
