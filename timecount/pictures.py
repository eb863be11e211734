"""Pictures that people upload: re-encoded, so that nothing of the file survives but what one sees."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from timecount.errors import Refused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/gif"
# A picture of 20 KB can claim a size that takes 800 MB: the header decides before anything is unpacked.
MAX_PIXELS = 50_000_000
SIDE = 512
LONG_SIDE = 1600


class NotAPicture(Refused):
    """The file cannot be used as a picture."""


def square(file: BinaryIO, *, size: int | None, side: int = SIDE) -> ContentFile[bytes]:
    """The middle of the picture as a WebP square of at most `side` pixels, upright, without metadata."""

    def cut(upright: Image.Image) -> Image.Image:
        edge = min(side, *upright.size)
        return ImageOps.fit(upright, (edge, edge), Image.Resampling.LANCZOS)

    return _encoded(file, size, 2 * side, cut)


def whole(file: BinaryIO, *, size: int | None, side: int = LONG_SIDE) -> ContentFile[bytes]:
    """All of the picture as a WebP of at most `side` pixels, upright, without metadata."""

    def shrink(upright: Image.Image) -> Image.Image:
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        return upright

    return _encoded(file, size, side, shrink)


def _encoded(
    file: BinaryIO, size: int | None, needed: int, change: Callable[[Image.Image], Image.Image]
) -> ContentFile[bytes]:
    if size is not None and size > settings.MAX_UPLOAD_BYTES:
        raise NotAPicture(
            _("The picture is larger than %(limit)d MB. Please choose a smaller one.")
            % {"limit": settings.MAX_UPLOAD_BYTES // 1024**2},
        )
    picture = _opened(file)
    try:
        picture.draft("RGB", (needed, needed))  # JPEGs are unpacked no larger than needed
        answer = BytesIO()
        change(_on_white(ImageOps.exif_transpose(picture))).save(answer, "WEBP", quality=82)
    except Exception as error:  # Pillow's decoders raise whatever a broken file makes them raise
        raise NotAPicture(_("The picture is damaged and cannot be read.")) from error
    return ContentFile(answer.getvalue())


def _opened(file: BinaryIO) -> Image.Image:
    """Reads the header only."""
    try:
        picture = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # as above
        raise NotAPicture(_("This is not a picture that can be shown: JPEG, PNG, WebP or GIF, please.")) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    return picture


def _too_many_pixels() -> NotAPicture:
    return NotAPicture(
        _("The picture has more than %(limit)d megapixels. Please choose a smaller one.")
        % {"limit": MAX_PIXELS // 1_000_000}
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which would let the theme shine through faces."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
