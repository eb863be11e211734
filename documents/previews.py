"""Pages of a file as pictures of our own: made when somebody first looks, then kept in the storage."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from documents import storage
from documents.converting import MAX_PREVIEWS, CannotConvert, can_make_pdf, make_pdf, page_count, raster
from documents.models import StoredFile

# Pixels: beside a row, on the page, looked at closely.
WIDTHS = {"small": 240, "page": 1100, "large": 2000}
PDF, DRAWN = "pdf", "drawn.pdf"


def picture(file: StoredFile, page: int, size: str) -> bytes | None:
    """A WebP; None where this page cannot be shown."""
    if not file.pages or not 1 <= page <= min(file.pages, MAX_PREVIEWS):
        return None
    kept = storage.preview(file.pk, name_of(page, size))
    if kept is not None:
        return kept
    try:
        with _drawable(file) as (path, form):
            return _draw(file, path, form, page, size)
    except (CannotConvert, storage.BytesGone, storage.BytesWrong):
        return None


def prepare(file: StoredFile, path: Path) -> None:
    """Counts the pages of a file that is on this computer, and makes the picture that lists show."""
    try:
        with _as_pdf(file, path) as (drawable, form):
            pages = page_count(drawable, form)
            StoredFile.objects.filter(pk=file.pk).update(pages=pages)
            if pages:
                _draw(file, drawable, form, 1, "small")
    except CannotConvert:
        StoredFile.objects.filter(pk=file.pk).update(pages=0)


@contextmanager
def _as_pdf(file: StoredFile, path: Path) -> Iterator[tuple[Path, str]]:
    """The file itself, or the PDF that LibreOffice makes of it, which is kept."""
    if not can_make_pdf(file.form):
        yield path, file.form
        return
    with tempfile.NamedTemporaryFile(prefix="timecount-", suffix=".pdf") as pdf:
        make_pdf(path, file.form, Path(pdf.name))
        storage.put_preview(file.pk, DRAWN, Path(pdf.name).read_bytes())
        yield Path(pdf.name), PDF


@contextmanager
def _drawable(file: StoredFile) -> Iterator[tuple[Path, str]]:
    drawn = storage.preview(file.pk, DRAWN) if can_make_pdf(file.form) else None
    if drawn is None:
        with storage.on_disk(file.pk, file.sha256) as path:
            yield path, file.form
        return
    with tempfile.NamedTemporaryFile(prefix="timecount-") as copy:
        copy.write(drawn)
        copy.flush()
        yield Path(copy.name), PDF


def _draw(file: StoredFile, path: Path, form: str, page: int, size: str) -> bytes:
    drawn = raster(path, form, page, WIDTHS[size])
    with suppress(storage.StorageFull):  # it is drawn anew the next time
        keep(file.pk, page, size, drawn)
    return drawn


def keep(file_id: UUID, page: int, size: str, drawn: bytes) -> None:
    storage.put_preview(file_id, name_of(page, size), drawn)


def name_of(page: int, size: str) -> str:
    return f"{page}-{WIDTHS[size]}.webp"
