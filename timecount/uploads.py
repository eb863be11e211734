"""Uploads that are too large are read past, not kept: neither in memory nor on disk."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


def takes_up_to[View: Callable[..., Any]](most: int) -> Callable[[View], View]:
    """For a view whose files may have so many bytes, instead of MAX_UPLOAD_BYTES."""

    def decorate(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return decorate


class SizeLimit(FileUploadHandler):
    """Stands before Django's own handlers.  The file is left out, the rest of the form stays what it was."""

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        self.size = 0
        found = self.request.resolver_match if self.request else None
        self.most = getattr(found.func, "most_bytes", settings.MAX_UPLOAD_BYTES) if found else settings.MAX_UPLOAD_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.size > self.most:
            too_large(self.request).add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_large(request: HttpRequest | None) -> set[str]:
    """The names of the fields whose file was left out."""
    if not hasattr(request, "files_too_large"):
        request.files_too_large = set()  # type: ignore[union-attr]
    return request.files_too_large  # type: ignore[union-attr, no-any-return]
