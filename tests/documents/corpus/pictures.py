"""Pictures that are far larger than they look, broken, or none."""

import zlib

from tests.documents.corpus import cases
from tests.documents.corpus.drawn import gif_saying, jpeg_saying, page_of, picture, png, tiff

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
AVIF = b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1" + bytes(100)


def _webp_saying_large() -> bytes:
    head = b"VP8X" + (10).to_bytes(4, "little") + b"\x00\x00\x00\x00" + (16_000).to_bytes(3, "little") * 2
    body = b"WEBP" + head + picture("WEBP")[12:]
    return b"RIFF" + len(body).to_bytes(4, "little") + body


CASES = cases(
    "pictures",
    ("900 megapixels in a PNG", "a.png", lambda: png(30_000, 30_000), "!too_many_pixels"),
    ("51 megapixels in a PNG", "a.png", lambda: png(51_000, 1000), "!too_many_pixels"),
    ("4,000 megapixels in a JPEG", "a.jpg", lambda: jpeg_saying(65_000, 65_000), "!too_many_pixels"),
    ("4,000 megapixels in a GIF", "a.gif", lambda: gif_saying(65_000, 65_000), "!too_many_pixels"),
    ("900 megapixels in a TIFF", "a.tif", lambda: tiff(page_of(30_000, 30_000)), "!too_many_pixels"),
    ("a second page of 900 megapixels", "a.tif", lambda: tiff(page_of(8, 8), page_of(30_000, 30_000)),
     "!too_many_pixels"),
    ("256 megapixels in a WebP", "a.webp", _webp_saying_large, "!damaged"),
    ("a real picture of 60 megapixels", "a.png", lambda: picture("PNG", (10_000, 6000), mode="1"), "!too_many_pixels"),
    ("a GIF of 600 frames", "a.gif", lambda: picture("GIF", (4, 4), frames=600), "!too_many_frames"),
    ("a PNG of 600 frames", "a.png", lambda: picture("PNG", (4, 4), frames=600), "!too_many_frames"),
    ("a TIFF of 600 pages", "a.tif", lambda: tiff(*[page_of(8, 8)] * 600), "!too_many_frames"),
    ("pages in a circle", "a.tif", lambda: tiff(page_of(8, 8), page_of(8, 8), loop=True), "tiff"),
    ("a PNG without its picture", "a.png", lambda: png(4000, 4000), "!damaged"),
    ("a cut JPEG", "a.jpg", lambda: picture("JPEG", (400, 400))[:1500], "!damaged"),
    ("a cut PNG", "a.png", lambda: picture("PNG", (400, 400))[:-40], "!damaged"),
    ("a cut GIF", "a.gif", lambda: picture("GIF", (400, 400))[:300], "!damaged"),
    ("a cut WebP", "a.webp", lambda: picture("WEBP", (400, 400))[:60], "!damaged"),
    ("a TIFF that ends in its directory", "a.tif", lambda: picture("TIFF")[:100], "!damaged"),
    ("the first bytes of a JPEG", "a.jpg", lambda: b"\xff\xd8\xff\xe0", "!damaged"),
    ("the first bytes of a PNG", "a.png", lambda: b"\x89PNG\r\n\x1a\n", "!damaged"),
    ("a broken checksum", "a.png", lambda: picture("PNG").replace(b"IDAT", b"IDAX", 1), "!damaged"),
    ("a text that unpacks to 20 MB", "a.png",
     lambda: png(8, 8, chunks=[(b"zTXt", b"a\0\0" + zlib.compress(bytes(20 * 1024**2), 1))]), "!damaged"),
    ("HEIC of an iPhone", "a.heic", lambda: HEIC, "!heic"),
    ("HEIC called JPEG", "IMG_0001.jpg", lambda: HEIC, "!heic"),
    ("AVIF", "a.avif", lambda: AVIF, "!heic"),
    ("a bitmap", "a.bmp", lambda: picture("BMP"), "!unknown"),
    ("an icon", "a.ico", lambda: picture("ICO", (32, 32)), "!unknown"),
    ("PostScript", "a.eps", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%EOF\n", "!unknown"),
    ("a JPEG called a PDF", "Vertrag.pdf", lambda: picture("JPEG"), "jpeg"),
    ("a GIF called a letter", "Vertrag.docx", lambda: picture("GIF"), "gif"),
)  # fmt: skip
