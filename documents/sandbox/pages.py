"""Pages of PDFs and pictures: how many, what stands on them, how they look."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from documents.sandbox.content import Content, Unfit, opened

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

MAX_WIDTH = 2000
MAX_HEIGHT = 4000
QUALITY = 80


def count(content: Content, form: str) -> int:
    if form == "pdf":
        return len(_document(content))
    if form != "tiff":
        return 1
    from documents.sandbox import pictures

    return getattr(pictures.opened(content), "n_frames", 1)


def parts(content: Content, form: str) -> Iterator[str]:
    """A text for each page; a picture has one that says nothing."""
    if form != "pdf":
        yield from [""] * count(content, form)
        return
    document = _document(content)
    for number in range(len(document)):
        yield _text_on(document, number)


def _text_on(document: pypdfium2.PdfDocument, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        text: str = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
    except pypdfium2.PdfiumError:
        return ""  # one broken page among others
    page.close()
    return text


def draw(path: Path, form: str, number: int, width: int) -> bytes:
    """Page `number`, counted from 1, as WebP on white ground."""
    content = opened(path)
    picture = _drawn_page(content, number, width) if form == "pdf" else _drawn_picture(content, number, width)
    answer = BytesIO()
    picture.save(answer, "WEBP", quality=QUALITY, method=2)
    return answer.getvalue()


def _drawn_page(content: Content, number: int, width: int) -> Image.Image:
    import pypdfium2

    document = _document(content)
    if not 1 <= number <= len(document):
        raise Unfit("no_such_page")
    try:
        page = document[number - 1]
        scale = _scale(page.get_width(), page.get_height(), width)
        picture: Image.Image = page.render(scale=scale, fill_color=(255, 255, 255, 255), may_draw_forms=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise Unfit("damaged") from error
    return picture.convert("RGB")


def _drawn_picture(content: Content, number: int, width: int) -> Image.Image:
    from PIL import Image, ImageOps

    from documents.sandbox import pictures

    with pictures.opened(content) as picture:
        if not 1 <= number <= getattr(picture, "n_frames", 1):
            raise Unfit("no_such_page")
        try:
            if number > 1:
                picture.seek(number - 1)
            pictures.not_too_large(picture)
            picture.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(_on_white(picture))
        except (OSError, EOFError, ValueError, SyntaxError) as error:
            raise Unfit("damaged") from error
    scale = min(1.0, _scale(upright.width, upright.height, width))
    size = max(1, round(upright.width * scale)), max(1, round(upright.height * scale))
    return upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _scale(width: float, height: float, wanted: int) -> float:
    return min(min(wanted, MAX_WIDTH) / max(width, 1.0), MAX_HEIGHT / max(height, 1.0))


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        return _in_eight_bits(picture)
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """From the darkest to the lightest value that is there."""
    low, high = cast("tuple[float, float]", picture.getextrema())
    factor = 255 / max(1.0, high - low)
    return picture.point(lambda value: value * factor - low * factor).convert("RGB")


def _document(content: Content) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content.path or content.data[:])
    except pypdfium2.PdfiumError as error:
        raise Unfit("locked" if "password" in str(error).lower() else "damaged") from error
    return document
