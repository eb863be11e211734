"""Word, PowerPoint, OpenDocument texts and slides: what is written in them, without how it looks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from documents.sandbox import binary_office, xml
from documents.sandbox.content import Content, Unfit
from documents.sandbox.ole import MARK
from documents.sandbox.zips import read

_WORD_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_NOTES = re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml")
_PARAGRAPHS = {"p", "h", "tr", "table-row", "br", "line-break"}
_GAPS = {"tab", "tc", "table-cell", "s"}
# In Word and PowerPoint text is what stands in <t>; in OpenDocument all of it in <text:p> and <text:h>.
_TEXT = {"t", "delText"}


def parts(content: Content, form: str) -> Iterator[str]:
    if form in ("doc", "ppt"):
        yield from binary_office.parts(content, form)
        return
    try:
        with zipfile.ZipFile(content.stream()) as archive:
            if form.startswith(("od", "ot")):
                if b"encryption-data" in read(archive, "META-INF/manifest.xml"):
                    raise Unfit("locked")
                yield from _open_document(archive)
            elif form.startswith("do"):
                yield "\n".join(_written(read(archive, name)) for name in _word_parts(archive))
            else:
                yield from _slides(archive)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise Unfit("locked" if content.head.startswith(MARK) else "damaged") from error


def _word_parts(archive: zipfile.ZipFile) -> list[str]:
    """The letter first, then what stands above, below and beside it."""
    found = (name for name in archive.namelist() if _WORD_PARTS.fullmatch(name))
    return sorted(found, key=lambda name: (not name.endswith("document.xml"), name))


def _slides(archive: zipfile.ZipFile) -> Iterator[str]:
    notes = {match[1]: name for name in archive.namelist() if (match := _NOTES.fullmatch(name))}
    slides = sorted((int(match[1]), name) for name in archive.namelist() if (match := _SLIDE.fullmatch(name)))
    for number, name in slides:
        note = notes.get(str(number))
        yield "\n".join(_written(read(archive, part)) for part in (name, note) if part)


def _written(data: bytes) -> str:
    said: list[str] = []
    reading = False

    def start(name: str, _attributes: xml.Attributes) -> None:
        nonlocal reading
        local = name.rpartition(" ")[2]
        reading = local in _TEXT
        said.append("\n" if local in _PARAGRAPHS else "\t" if local in _GAPS else "")

    def text(piece: str) -> None:
        if reading:
            said.append(piece)

    xml.walk(data, start, text)
    return _tidy(said)


def _open_document(archive: zipfile.ZipFile) -> Iterator[str]:
    """Slides apart, everything else as one; the styles hold what stands above and below."""
    pages: list[list[str]] = [[]]

    def start(name: str, _attributes: xml.Attributes) -> None:
        local = name.rpartition(" ")[2]
        if local == "page" and "drawing" in name:
            pages.append([])
        pages[-1].append("\n" if local in _PARAGRAPHS else " " if local in _GAPS else "")

    def text(piece: str) -> None:
        pages[-1].append(piece)

    for part in ("content.xml", "styles.xml"):
        if part in archive.namelist():
            xml.walk(read(archive, part), start, text)
    first, *others = (_tidy(page) for page in pages)
    yield from others if others and not first else (first, *others)


def _tidy(said: list[str]) -> str:
    lines = (line.strip() for line in "".join(said).splitlines())
    return "\n".join(line for line in lines if line)
