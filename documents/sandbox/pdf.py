"""PDF: whether it can be opened, what it does by itself, what it carries."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from documents.sandbox.content import Content, Finding, Unfit, infected
from documents.sandbox.polyglots import MARKUP, SNIFFED, hides_archive, one_thing_only

_JUNK = re.compile(rb"<|^(?:GIF8|\x89PNG|\xff\xd8|PK|MZ|\x7fELF|Rar!|II\*|MM\x00|RIFF|#!)")
_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/Trans3D",
}  # fmt: skip
_KEYS = {"/JS", "/AA", "/XFA", "/RichMediaContent"}
_CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"}
_INVOICE = re.compile(rb"\s*(?:\xef\xbb\xbf)?<.{0,2000}(?:CrossIndustry(?:Invoice|Document)|:ubl:schema:)", re.DOTALL)
_MAX_OBJECTS = 400_000
_MAX_LEVELS = 50
_MAX_CARRIED = 50 * 1024**2
# Of every packed object the beginning is searched for a virus, and so much of all of them.
_SEARCHED, _SEARCHED_IN_ALL = 256 * 1024, 50 * 1024**2


def examine(content: Content) -> Finding:
    _whole(content)
    finding = Finding("pdf")
    try:
        with pikepdf.open(content.stream()) as pdf:
            finding.pages = len(pdf.pages)
            _walk_all(pdf, content, finding)
    except pikepdf.PasswordError:
        return Finding("pdf", {"encrypted"})
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, KeyError) as error:
        raise Unfit("damaged") from error
    if not finding.pages or not _drawable(content):
        raise Unfit("damaged")
    return finding


def _whole(content: Content) -> None:
    """It begins as one, ends as one, and is nothing else."""
    data = content.data
    begin = content.head[:1024].find(b"%PDF-")
    one_thing_only(data, whole=False, archive=begin == 0) if begin else None
    if MARKUP.search(data, 0, SNIFFED) or _JUNK.search(content.head[:begin]):
        raise Unfit("two_kinds")
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > 64 * 1024:
        raise Unfit("damaged")
    if hides_archive(data, after=end) or MARKUP.search(data, end):
        raise Unfit("two_kinds")


def _drawable(content: Content) -> bool:
    try:
        return len(pypdfium2.PdfDocument(content.path or content.data[:])) > 0
    except pypdfium2.PdfiumError:
        return False


def _walk_all(pdf: pikepdf.Pdf, content: Content, finding: Finding) -> None:
    opening = pdf.Root.get("/OpenAction")
    # To open at a page or in a size is harmless: an array, or the action GoTo.
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in ("/GoTo", "/Named"):
        finding.flags.add("active")
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        finding.flags.add("active")
    if len(pdf.objects) > _MAX_OBJECTS:
        raise Unfit("too_much")
    left = _SEARCHED_IN_ALL
    for thing in pdf.objects:
        if left > 0 and isinstance(thing, pikepdf.Stream) and _word(thing, "/Filter") == "/FlateDecode":
            left -= _search(thing, finding)
        for dictionary in _dictionaries(thing, _MAX_LEVELS):
            _judge(dictionary, content, finding)


def _search(stream: Any, finding: Finding) -> int:
    """How much was unpacked."""
    try:
        data = zlib.decompressobj().decompress(stream.read_raw_bytes(), _SEARCHED)
    except zlib.error:
        return 0
    if infected(data):
        finding.flags.add("infected")
    return len(data)


def _dictionaries(thing: Any, levels: int) -> Iterator[Any]:
    """A dictionary or stream and those written into it; what it only points at comes by itself."""
    if levels <= 0:
        raise Unfit("bomb")
    if isinstance(thing, pikepdf.Array):
        children = [child for child in thing if isinstance(child, pikepdf.Array | pikepdf.Dictionary)]
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        children = [child for _key, child in thing.items() if isinstance(child, pikepdf.Array | pikepdf.Dictionary)]
    else:
        return
    for child in children:
        if not child.is_indirect:
            yield from _dictionaries(child, levels - 1)


def _judge(dictionary: Any, content: Content, finding: Finding) -> None:
    keys = set(dictionary.keys())
    if (
        keys & _KEYS
        or (_word(dictionary, "/S") in _ACTIONS)
        or _word(dictionary, "/Subtype") in _CARRIERS - {"/Screen"}
    ):
        finding.flags.add("active")
    if "/EF" in keys and isinstance(dictionary.EF, pikepdf.Dictionary):
        for carried in dictionary.EF.values():
            _carried(carried, content, finding)


def _word(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _carried(carried: Any, content: Content, finding: Finding) -> None:
    """Other files make it active, but for the data of an electronic invoice."""
    data = _unpacked(carried) if isinstance(carried, pikepdf.Stream) else b""
    content.budget.enter(1)
    content.budget.unpack(len(data))
    if infected(data):
        finding.flags.add("infected")
    if not _INVOICE.match(data[:20_000]):
        finding.flags.add("active")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        from documents.sandbox.examining import examine as examine_any  # this room is one of those that it asks

        try:
            finding.flags |= examine_any(content.part(data)).flags
        except Unfit as unfit:
            if unfit.code == "bomb":
                raise
            finding.flags |= unfit.flags


def _unpacked(stream: Any) -> bytes:
    if _word(stream, "/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
        data: bytes = stream.read_raw_bytes() if "/Filter" in stream else stream.read_bytes()
        return data
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(stream.read_raw_bytes(), _MAX_CARRIED)
    except zlib.error:
        return b""
    if unpacker.unconsumed_tail:
        raise Unfit("bomb")
    return data
