"""Word, Excel and PowerPoint since 2007."""

from __future__ import annotations

import re
import zipfile

from documents.sandbox import xml
from documents.sandbox.content import Finding, Unfit

TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml"
_MAIN = {
    f"{_WORD}.document.main+xml": "docx",
    f"{_WORD}.template.main+xml": "dotx",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "docm",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "dotm",
    f"{_SHEET}.sheet.main+xml": "xlsx",
    f"{_SHEET}.template.main+xml": "xltx",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsm",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": "xltm",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    f"{_SLIDES}.presentation.main+xml": "pptx",
    f"{_SLIDES}.slideshow.main+xml": "ppsx",
    f"{_SLIDES}.template.main+xml": "potx",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": "pptm",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml": "ppsm",
}
_MAIN = {content_type.lower(): form for content_type, form in _MAIN.items()}
_WITH_MACROS = ("docm", "dotm", "xlsm", "xltm", "pptm", "ppsm")
_MACRO_TYPES = ("vbaproject", "macrosheet", "vbadata")
_ACTIVE_TYPES = ("oleobject", "activex", "control+xml", "text/html", "message/rfc822", "application/rtf")
_ACTIVE_FOLDERS = ("/activex/", "/afchunk", "oleobject")
_MACRO_FOLDERS = ("vbaproject", "/macrosheets/", "/dialogsheets/")
# Links that only point: nothing is fetched before somebody clicks.
_HARMLESS = ("/hyperlink",)
_FIELDS = re.compile(r"(?:^|\s)(?:DDE|DDEAUTO|INCLUDETEXT)\b", re.IGNORECASE)
_WORTH_READING = (b"instrText", b"fldSimple", b"ddeLink")


class Package:
    def examine(self, archive: zipfile.ZipFile) -> Finding:
        self.flags: set[str] = set()
        self.form = ""
        names = archive.namelist()
        for name in names:
            self._part(archive, name)
        self._by_names(names)
        if not self.form:
            raise Unfit("archive")
        if self.form in _WITH_MACROS:
            self.flags.add("macros")
        return Finding(self.form, self.flags)

    def _part(self, archive: zipfile.ZipFile, name: str) -> None:
        """XML is recognised by what it is, whatever its name says."""
        with archive.open(name) as file:
            begin = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
            is_xml = begin.startswith((b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00"))
            if not is_xml and not name.lower().endswith((".xml", ".rels", ".vml")):
                return
        data = archive.read(name)
        if not data.strip():
            return
        if not name.lower().endswith((".html", ".htm", ".mht", ".txt", ".svg")):
            xml.plain_prolog(data)
        if name == TYPES:
            xml.walk(data, self._type)
        elif name.lower().endswith(".rels"):
            xml.walk(data, self._relationship)
        elif any(word in data for word in _WORTH_READING) or b"\x00" in data[:64]:
            self._fields(data)

    def _type(self, _name: str, attributes: xml.Attributes) -> None:
        content_type = attributes.get("ContentType", "").lower()
        form = _MAIN.get(content_type)
        if form:
            if self.form and self.form != form:
                raise Unfit("two_kinds")
            self.form = form
        if any(word in content_type for word in _MACRO_TYPES):
            self.flags.add("macros")
        if any(word in content_type for word in _ACTIVE_TYPES):
            self.flags.add("active")

    def _relationship(self, _name: str, attributes: xml.Attributes) -> None:
        kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "").lower()
        outside = attributes.get("TargetMode", "").lower() == "external"
        if "afchunk" in kind or "vbaproject" in kind or "macrosheet" in kind:
            self.flags.add("active" if "afchunk" in kind else "macros")
        if outside and not kind.endswith(_HARMLESS) and _fetched(kind, target):
            self.flags.add("active")

    def _fields(self, data: bytes) -> None:
        """DDE as Word's field, which may be cut into pieces, or as Excel's link."""
        words: list[str] = []
        inside = False

        def start(name: str, attributes: xml.Attributes) -> None:
            nonlocal inside
            local = name.rpartition(" ")[2]
            inside = local == "instrText"
            if local in ("fldChar", "fldSimple"):
                words.append(" ")
            if local == "ddeLink":
                self.flags.add("active")
            words.extend(value for key, value in attributes.items() if local == "fldSimple" and key.endswith("instr"))

        xml.walk(data, start, lambda text: words.append(text) if inside else None)
        if _FIELDS.search("".join(words)):
            self.flags.add("active")

    def _by_names(self, names: list[str]) -> None:
        for name in (f"/{name}".lower() for name in names):
            if any(word in name for word in _MACRO_FOLDERS):
                self.flags.add("macros")
            if any(word in name for word in _ACTIVE_FOLDERS):
                self.flags.add("active")


def _fetched(kind: str, target: str) -> bool:
    """A workbook may name another one; that is fetched only from a server when it says so."""
    return not kind.endswith("/externallinkpath") or "//" in target or "\\\\" in target
