"""What the sandbox can be asked for: texts in, JSON out."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from documents.sandbox.content import opened

Answer = dict[str, Any]


def check(path: str, name: str) -> Answer:
    from documents.sandbox import examining

    finding = examining.examine(opened(Path(path), name))
    return {"form": finding.form, "flags": sorted(finding.flags), "pages": finding.pages}


def text(path: str, form: str, seconds: str) -> Answer:
    from documents.sandbox import texts

    parts, complete = texts.read(Path(path), form, float(seconds))
    return {"parts": parts, "complete": complete}


def pages(path: str, form: str) -> Answer:
    from documents.sandbox import pages as room

    return {"pages": room.count(opened(Path(path)), form)}


def draw(path: str, form: str, page: str, width: str) -> Answer:
    from documents.sandbox import pages as room

    return {"webp": base64.b64encode(room.draw(Path(path), form, int(page), int(width))).decode()}


def scan(path: str, form: str, page: str) -> Answer:
    from documents.sandbox import pages as room
    from documents.sandbox import programs

    return {"text": programs.read_scan(room.draw(Path(path), form, int(page), programs.OCR_WIDTH))}


def office(path: str, form: str, target: str) -> Answer:
    from documents.sandbox import programs

    programs.to_pdf(Path(path), form, Path(target))
    return {}


def attachments(path: str, folder: str) -> Answer:
    """Writes them as files named 0, 1, … into the folder."""
    from documents.sandbox import mail

    content = opened(Path(path))
    names: list[str] = []
    for name, data in mail.attachments(mail.opened(content)):
        content.budget.enter(1)
        content.budget.unpack(len(data))
        (Path(folder) / str(len(names))).write_bytes(data)
        names.append(name.encode("utf-8", "replace").decode())
    return {"names": names}


JOBS: dict[str, Callable[..., Answer]] = {
    job.__name__: job for job in (check, text, pages, draw, scan, office, attachments)
}
