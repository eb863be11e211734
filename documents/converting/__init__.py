"""Text and pictures of files that were checked: each call a process of its own, within its limits.

`form` is that of the verdict (a key of FORMATS).  Whatever cannot be done raises CannotConvert, with a sentence
to show.
"""

import base64
import shutil
from dataclasses import dataclass
from pathlib import Path

from documents.checking.refusals import NotAccepted
from documents.converting import limits
from documents.formats import FORMATS, Kind

MAX_PREVIEWS = 500  # pages that are shown; text is read of all
MAX_SCANS = 50  # pages without text that are given to tesseract, 20 s each at most
MAX_WIDTH = 2000
_DRAWN_BY_US = (Kind.PDF, Kind.IMAGE)
_DRAWN_BY_OFFICE = (Kind.WORD, Kind.EXCEL, Kind.POWERPOINT, Kind.WRITER, Kind.CALC, Kind.IMPRESS)


class CannotConvert(NotAccepted):
    """No text or picture of this file can be made; the file itself stays as it is."""


@dataclass(frozen=True)
class Text:
    parts: list[str]  # a part for each page, sheet or slide
    complete: bool  # not when 20 s, 8 million characters or 10,000 pages were over before the file was


def text_of(path: Path, form: str, *, scans: bool = True) -> Text:
    """The text; with `scans`, pages without any are read by tesseract where it is installed."""
    answer = _asked("text", path, form, limits.SECONDS - 6)
    parts = [str(part) for part in answer["parts"]]
    if scans and can_read_scans() and FORMATS[form].kind in _DRAWN_BY_US:
        for place in [place for place, part in enumerate(parts) if not part][:MAX_SCANS]:
            parts[place] = scanned_text(path, form, place + 1)
    return Text(parts, bool(answer["complete"]))


def page_count(path: Path, form: str) -> int:
    """How many pages `raster` can draw; 0 for Office files, whose PDF has to be made first, and for text."""
    return int(_asked("pages", path, form)["pages"]) if FORMATS[form].kind in _DRAWN_BY_US else 0


def raster(path: Path, form: str, page: int, width: int) -> bytes:
    """Page `page` (from 1) of a PDF or picture as WebP, at most 2,000 pixels wide, upright, on white ground."""
    return base64.b64decode(_asked("draw", path, form, page, max(16, min(width, MAX_WIDTH)))["webp"])


def can_make_pdf(form: str) -> bool:
    """Whether LibreOffice is there and draws such files."""
    return FORMATS[form].kind in _DRAWN_BY_OFFICE and any(map(shutil.which, ("soffice", "libreoffice")))


def make_pdf(path: Path, form: str, target: Path) -> None:
    """Draws an Office file as PDF at `target`, from where `raster` takes it as "pdf"."""
    _asked("office", path, form, target)


def can_read_scans() -> bool:
    return shutil.which("tesseract") is not None


def scanned_text(path: Path, form: str, page: int) -> str:
    """What tesseract reads on one page; nothing when it cannot within its 20 s."""
    try:
        return str(_asked("scan", path, form, page)["text"]).strip()
    except CannotConvert:
        return ""


def attachments_of(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """What hangs on an e-mail, as files in the folder, with the names that the sender gave: check them like uploads."""
    names = _asked("attachments", path, folder)["names"]
    return [(str(name), folder / str(number)) for number, name in enumerate(names)]


def _asked(job: str, *arguments: str | Path | int) -> limits.Answer:
    try:
        return limits.run(job, *arguments)
    except limits.GaveUp as gave_up:
        raise CannotConvert(gave_up.code) from gave_up
