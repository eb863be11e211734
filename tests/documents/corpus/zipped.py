"""Small valid Office and OpenDocument files, and archives that are wrong in one place."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

Parts = Mapping[str, str | bytes]
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml"
MAIN = {
    "docx": ("word/document.xml", f"{WORD}.document.main+xml"),
    "dotx": ("word/document.xml", f"{WORD}.template.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "dotm": ("word/document.xml", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{SHEET}.sheet.main+xml"),
    "xlsm": ("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "xlsb": ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    "pptx": ("ppt/presentation.xml", f"{SLIDES}.presentation.main+xml"),
    "ppsx": ("ppt/presentation.xml", f"{SLIDES}.slideshow.main+xml"),
    "pptm": ("ppt/presentation.xml", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
}
ODF = "application/vnd.oasis.opendocument"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("script", "script"),
        ("manifest", "manifest"),
    )
)
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def zipped(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    answer = BytesIO()
    with zipfile.ZipFile(answer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return answer.getvalue()


def openxml(form: str, more: Parts | None = None, *, types: str = "", body: str = "Guten Tag") -> bytes:
    """The least that is a file of that form, with more parts and content types."""
    main, content_type = MAIN[form]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{content_type}"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", main, False)),
        main: b"\x83\x01\x00" if form == "xlsb" else document(f"<w:p><w:r><w:t>{body}</w:t></w:r></w:p>"),
    }
    return zipped({**parts, **(more or {})})


def document(body: str) -> str:
    return f'{HEAD}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def relations(*rows: tuple[str, str, bool]) -> str:
    """(kind, target, whether it is outside the file)"""
    lines = (
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode="External"' if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(rows)
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'


def override(name: str, content_type: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{content_type}"/>'


def opendocument(
    form: str = "text", more: Parts | None = None, *, body: str = "<text:p>Guten Tag</text:p>", manifest: str = ""
) -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": f"{ODF}.{form}",
        "content.xml": f"{HEAD}<office:document-content {_SPACES} {_XLINK}><office:body>{body}</office:body>"
        "</office:document-content>",
        "META-INF/manifest.xml": f'{HEAD}<manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{ODF}.{form}"/>{manifest}</manifest:manifest>',
    }
    return zipped({**parts, **(more or {})})


def overlapping(data: bytes, times: int) -> bytes:
    """The last entry of an archive is listed again and again: one piece of data, unpacked many times."""
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    last = data[data.rindex(b"PK\x01\x02", start, end) : end]
    name_at, name = 46, struct.unpack_from("<H", last, 28)[0]
    copies = b"".join(
        last[:name_at] + str(number).encode().rjust(name, b"0") + last[name_at + name :] for number in range(times)
    )
    directory = data[start:end] + copies
    count = struct.unpack_from("<H", data, end + 10)[0] + times
    return (
        data[:start] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    )


def patched(data: bytes, name: str, offset_here: int, offset_there: int, value: bytes) -> bytes:
    """Another value in the local header of an entry and in the directory."""
    local = data.index(b"PK\x03\x04", max(0, data.index(name.encode()) - 30)) + offset_here
    start = data.rindex(name.encode()) - 46 + offset_there
    changed = bytearray(data)
    changed[local : local + len(value)] = value
    changed[start : start + len(value)] = value
    return bytes(changed)
