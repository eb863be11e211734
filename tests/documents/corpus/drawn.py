"""Pictures: honest ones by Pillow, bombs by hand."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image


def picture(form: str, size: tuple[int, int] = (60, 40), *, frames: int = 1, mode: str = "RGB", **how: Any) -> bytes:
    answer = BytesIO()
    drawn = [Image.new(mode, size, _color(mode, number)) for number in range(frames)]
    more: dict[str, Any] = {"save_all": True, "append_images": drawn[1:]} if frames > 1 else {}
    drawn[0].save(answer, form, **more, **how)
    return answer.getvalue()


def _color(mode: str, number: int) -> Any:
    return (number % 256, number // 256 % 256, 90, 128)[: len(mode)] if mode in ("RGB", "RGBA") else number % 2


def png(width: int, height: int, *, chunks: Sequence[tuple[bytes, bytes]] = ()) -> bytes:
    """Says that it is as large as that, and has a few bytes."""
    rows = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), *chunks]
    rows += [(b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*row) for row in rows)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_size(data: bytes, before: bytes, after: bytes) -> bytes:
    """Another size in the header of a small picture."""
    assert before in data
    return data.replace(before, after, 1)


def jpeg_saying(width: int, height: int) -> bytes:
    data = picture("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def gif_saying(width: int, height: int) -> bytes:
    data = picture("GIF")
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def jpeg_with(comment: bytes) -> bytes:
    data = picture("JPEG")
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:]


def tiff(*directories: dict[int, tuple[int, int]], loop: bool = False) -> bytes:
    """Directories of (tag → (kind, value)), one after the other; with `loop` the last points at the first."""
    answer = bytearray(struct.pack("<2sHI", b"II", 42, 8))
    for number, tags in enumerate(directories):
        last = number == len(directories) - 1
        following = 8 if loop and last else 0 if last else len(answer) + 2 + 12 * len(tags) + 4
        answer += struct.pack("<H", len(tags))
        for tag, (kind, value) in sorted(tags.items()):
            answer += struct.pack("<HHII", tag, kind, 1, value)
        answer += struct.pack("<I", following)
    return bytes(answer) + bytes(64)


def page_of(width: int, height: int) -> dict[int, tuple[int, int]]:
    return {256: (4, width), 257: (4, height), 258: (3, 8), 259: (3, 1), 262: (3, 1), 273: (4, 8), 277: (3, 1),
            278: (4, height), 279: (4, 64)}  # fmt: skip
