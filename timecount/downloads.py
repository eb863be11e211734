"""Answers that are files: those that a browser keeps, and pictures that it shows."""

import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

LONGEST_NAME = 80


def download(content: str | bytes, *, name: str, ending: str, content_type: str) -> HttpResponse:
    """`name` may be what people typed: what a file system or a header could take for something else is left out."""
    disposition = content_disposition_header(as_attachment=True, filename=file_name(name, ending))
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def file_name(name: str, ending: str) -> str:
    """Letters, digits and a few signs; never hidden, never empty."""
    stem = " ".join(re.sub(r"[^\w.&+-]+", " ", name).split())[:LONGEST_NAME].strip(" .-")
    return f"{stem or 'download'}.{ending}"


def picture(name: str | None) -> HttpResponse:
    """A WebP of the storage; 404 where there is none, or a restored database knows one that the storage has lost.

    Its address changes with it, so browsers keep it; proxies must not: the gate asks every person anew.
    """
    if not name:
        raise Http404
    try:
        with default_storage.open(name) as file:
            answer = HttpResponse(bytes(file.read()), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    answer.headers["Content-Disposition"] = 'inline; filename="photo.webp"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return answer
