"""Answers that a browser keeps as a file."""

import re

from django.http import HttpResponse
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
