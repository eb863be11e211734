"""Pictures: the header decides before anything is unpacked."""

from __future__ import annotations

import mmap
import warnings

from PIL import Image, ImageSequence

from documents.formats import MAX_FRAMES, MAX_PIXELS
from documents.sandbox.content import Content, Finding, Unfit
from documents.sandbox.polyglots import SNIFFED, one_thing_only

FORMATS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "TIFF": "tiff"}
_OPENED = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")  # several pictures in one JPEG become an MPO by themselves
Image.MAX_IMAGE_PIXELS = None  # ours is stricter
warnings.simplefilter("ignore")  # of broken metadata: nobody would read it


def examine(content: Content) -> Finding:
    _only_a_picture(content.data)
    with opened(content) as picture:
        form = FORMATS[picture.format or ""]
        pages = _frames(picture)
        _readable(picture)
    return Finding(form, pages=pages if form == "tiff" else 1)


def opened(content: Content) -> Image.Image:
    """By its header; refuses what is too large."""
    try:
        picture = Image.open(content.stream(), formats=_OPENED)
    except Exception as error:  # Pillow's readers raise whatever a broken file makes them raise
        raise Unfit("damaged") from error
    not_too_large(picture)
    return picture


def _only_a_picture(data: bytes | mmap.mmap) -> None:
    one_thing_only(data, whole=True)
    # "GIF89a/*": a comment to JavaScript; "%PDF-" in the first kilobyte: a document to readers of PDF.
    if data[:8] in (b"GIF89a/*", b"GIF87a/*", b"GIF89a=/") or data.find(b"%PDF-", 0, SNIFFED) >= 0:
        raise Unfit("two_kinds")


def not_too_large(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise Unfit("too_many_pixels")


def _frames(picture: Image.Image) -> int:
    count = 0
    try:
        for frame in ImageSequence.Iterator(picture):
            count += 1
            not_too_large(frame)
            if count > MAX_FRAMES:
                raise Unfit("too_many_frames")
        picture.seek(0)
    except Unfit:
        raise
    except Exception as error:  # as above
        raise Unfit("damaged") from error
    return count


def _readable(picture: Image.Image) -> None:
    try:
        picture.draft("RGB", (512, 512))  # a JPEG is read whole, but unpacked small
        picture.load()
    except Exception as error:  # as above
        raise Unfit("damaged") from error
