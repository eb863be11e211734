import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

FOLDER = "timecount-check/"
DATA = b"Timecount looks whether this bucket keeps what it is given."


class Missing(Exception):
    """Something that Timecount needs; the text says what was there instead."""


class Public(Exception):
    """Strangers may do what only Timecount may."""


@dataclass
class Trial:
    """The bucket, and what has been put into it so far."""

    name: str
    client: Any
    key: str = field(default_factory=lambda: f"{FOLDER}{uuid.uuid4()}")
    keys: set[str] = field(default_factory=set)

    def put(self, data: bytes = DATA, key: str = "", **more: Any) -> None:
        self.keys.add(key or self.key)
        self.client.put_object(Bucket=self.name, Key=key or self.key, Body=data, **more)

    def ask(self, operation: str, **more: Any) -> Any:
        return getattr(self.client, operation)(Bucket=self.name, **more)

    def address(self, *, key: str = "") -> str:
        """For somebody without a key of their own."""
        words = {"Bucket": self.name, "Key": key or self.key}
        return self._unsigned("get_object", words)

    def listing_address(self) -> str:
        return self._unsigned("list_objects_v2", {"Bucket": self.name}, "list-type=2&max-keys=1")

    def _unsigned(self, operation: str, words: dict[str, str], query: str = "") -> str:
        signed: str = self.client.generate_presigned_url(operation, Params=words)
        return urlunsplit(urlsplit(signed)._replace(query=query))


# What it tells besides "it works"; `Missing` and `Public` say that it does not.
Check = Callable[[Trial], str | None]
