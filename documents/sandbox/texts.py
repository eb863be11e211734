"""The text of a file, a part for each page, sheet or slide."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

from documents.formats import FORMATS, Kind
from documents.sandbox.content import Content, opened

MAX_CHARACTERS = 8_000_000
MAX_PARTS = 10_000
_ROOMS = {
    Kind.PDF: "pages",
    Kind.IMAGE: "pages",
    Kind.WORD: "letters",
    Kind.WRITER: "letters",
    Kind.POWERPOINT: "letters",
    Kind.IMPRESS: "letters",
    Kind.EXCEL: "tables",
    Kind.CALC: "tables",
    Kind.EMAIL: "posts",
    Kind.TEXT: "posts",
}
# Halves of surrogate pairs and control characters: the database takes none of them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def read(path: Path, form: str, seconds: float) -> tuple[list[str], bool]:
    """The parts, and whether that was all: time, characters and parts end."""
    until = time.monotonic() + seconds
    parts: list[str] = []
    left = MAX_CHARACTERS
    for part in _parts(opened(path, f"x.{form}"), form):
        clean = _UNSTORABLE.sub(" ", part).strip()
        parts.append(clean[:left])
        left -= len(clean)
        if left < 0 or len(parts) >= MAX_PARTS or time.monotonic() > until:
            return parts, False
    return parts, True


def _parts(content: Content, form: str) -> Iterator[str]:
    room = importlib.import_module(f"documents.sandbox.{_ROOMS[FORMATS[form].kind]}")
    parts: Iterator[str] = room.parts(content, form)
    return parts
