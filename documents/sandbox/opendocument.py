"""Texts, sheets and slides of LibreOffice and OpenOffice."""

from __future__ import annotations

import zipfile

from documents.formats import FORMATS
from documents.sandbox import xml
from documents.sandbox.content import Finding, Unfit

FORMS = {form.content_type: name for name, form in FORMATS.items() if "opendocument" in form.content_type}
_MANIFEST = "META-INF/manifest.xml"
_MACROS = {"event-listener", "script", "macro"}
_ACTIVE = {
    "dde-source",
    "dde-link",
    "dde-connection",
    "dde-connection-decl",
    "section-source",
    "object-ole",
    "plugin",
    "applet",
}
_REMOTE = ("http:", "https:", "ftp:", "file:", "\\\\", "//", "smb:")
_FETCHING = {"image", "object", "floating-frame", "template", "cell-range-source", "table-source", "fill-image"}


class Package:
    def examine(self, archive: zipfile.ZipFile) -> Finding:
        form = FORMS.get(archive.read("mimetype").strip().decode("ascii", "replace"))
        if form is None or _MANIFEST not in archive.namelist():
            raise Unfit("archive")
        self.flags: set[str] = set()
        encrypted = self._manifest(archive)
        self._by_names(archive.namelist())
        if not encrypted:
            self._parts(archive)
        return Finding(form, self.flags)

    def _manifest(self, archive: zipfile.ZipFile) -> bool:
        """Whether the content is encrypted."""

        def start(name: str, attributes: xml.Attributes) -> None:
            if name.endswith((" encryption-data", " encrypted-key")):
                self.flags.add("encrypted")
            if any(value == "application/vnd.sun.star.oleobject" for value in attributes.values()):
                self.flags.add("active")

        xml.walk(archive.read(_MANIFEST), start)
        return "encrypted" in self.flags

    def _by_names(self, names: list[str]) -> None:
        if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) and not name.endswith("/") for name in names):
            self.flags.add("macros")
        if "content.xml" not in names:
            raise Unfit("damaged")

    def _parts(self, archive: zipfile.ZipFile) -> None:
        for name in archive.namelist():
            data = archive.read(name)
            is_xml = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")
            if data.strip() and (is_xml or name.endswith((".xml", ".rdf"))):
                xml.plain_prolog(data)
            if name.rpartition("/")[2] in ("content.xml", "styles.xml", "settings.xml"):
                xml.walk(data, self._element)

    def _element(self, name: str, attributes: xml.Attributes) -> None:
        local = name.rpartition(" ")[2]
        if local in _MACROS and "script" in name:
            self.flags.add("macros")
        if local in _ACTIVE:
            self.flags.add("active")
        href = next((value for key, value in attributes.items() if key.endswith(" href")), "").lower()
        if href.startswith("vnd.sun.star.script:"):
            self.flags.add("macros")
        elif local in _FETCHING and href.startswith(_REMOTE):
            self.flags.add("active")
