"""Small honest files, made here."""

import random
from io import BytesIO

import pikepdf
from PIL import Image


def pdf(*pages: str, padding: int = 0) -> bytes:
    """A PDF with a line of text on each page, and so many bytes that nobody sees."""
    made = pikepdf.new()
    if padding:
        made.Root.Padding = made.make_stream(random.Random(1).randbytes(padding))  # noqa: S311  # nobody guesses it
    for text in pages:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
        page.Contents = made.make_stream(f"BT /F1 14 Tf 72 720 Td ({text}) Tj ET".encode("cp1252"))
    answer = BytesIO()
    made.save(answer)
    return answer.getvalue()


def picture(colour: str = "navy", size: tuple[int, int] = (320, 200)) -> bytes:
    answer = BytesIO()
    Image.new("RGB", size, colour).save(answer, "JPEG")
    return answer.getvalue()
