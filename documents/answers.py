"""Answers that carry bytes of the archive.  No file of a user is ever rendered by the browser in our origin."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from documents import storage
from documents.models import StoredFile

# One range, as download managers and players ask for it; anything else gets the whole file (RFC 9110, 14.2).
_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attachment(request: HttpRequest, file: StoredFile) -> HttpResponse:
    """The bytes, or the range of them that was asked for, to be saved and never shown."""
    wanted = _wanted(request.headers.get("Range", ""), request.headers.get("If-Range"), file)
    if wanted == (0, -1):
        return _headed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    if wanted is None:
        answer = StreamingHttpResponse(_started(storage.read_whole(file.pk, file.sha256)))
        answer.headers["Content-Length"] = str(file.size)
    else:
        first, last = wanted
        answer = StreamingHttpResponse(_started(storage.read(file.pk, first=first, last=last).chunks), status=206)
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
        answer.headers["Content-Length"] = str(last - first + 1)
    return _headed(answer, file)  # type: ignore[return-value]  # answers like any other


def preview(drawn: bytes) -> HttpResponse:
    """A picture that we made; its address changes with the file."""
    answer = HttpResponse(drawn, content_type="image/webp", headers=_SAFE)
    answer.headers["Content-Disposition"] = 'inline; filename="preview.webp"'
    answer.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return answer


def _headed[Answer: (HttpResponse, StreamingHttpResponse)](answer: Answer, file: StoredFile) -> Answer:
    answer.headers["Content-Type"] = file.content_type or "application/octet-stream"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["ETag"] = f'"{file.sha256}"'
    answer.headers["Cache-Control"] = "private, no-store"
    for name, value in _SAFE.items():
        answer.headers[name] = value
    return answer


def _started(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Asks for the first bytes at once: a storage that is away is an error page, not half a file."""
    first = next(chunks, b"")

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from chunks

    return all_of_them()


def _wanted(asked: str, only_if: str | None, file: StoredFile) -> tuple[int, int] | None:
    """First and last byte; None for the whole file, (0, -1) for what lies beyond its end."""
    found = _RANGE.fullmatch(asked)
    if not found or not any(found.groups()) or (only_if is not None and only_if != f'"{file.sha256}"'):
        return None
    first, last = found.groups()
    if first is None:
        wanted = max(file.size - int(last), 0), file.size - 1
    else:
        wanted = int(first), min(int(last), file.size - 1) if last else file.size - 1
    return wanted if wanted[0] <= wanted[1] else (0, -1)
