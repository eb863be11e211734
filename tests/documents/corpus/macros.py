"""Programs in documents, and documents that fetch or start something."""

import struct

from tests.documents.corpus import cases
from tests.documents.corpus.compound import compound, doc, ppt, xls
from tests.documents.corpus.mails import mail
from tests.documents.corpus.zipped import document, opendocument, openxml, override, relations, zipped

VBA_TYPE = "application/vnd.ms-office.vbaProject"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _vba() -> bytes:
    return compound({"VBA/dir": b"x", "VBA/_VBA_PROJECT": b"\xcc\x61", "PROJECT": b"ID="})


def _with_vba(form: str, folder: str) -> bytes:
    return openxml(form, {f"{folder}/vbaProject.bin": _vba()}, types=override(f"{folder}/vbaProject.bin", VBA_TYPE))


def _word(body: str) -> bytes:
    return openxml("docx", {"word/extra.xml": document(body)})


def _outside(kind: str, target: str, where: str = "word/_rels/document.xml.rels", form: str = "docx") -> bytes:
    return openxml(form, {where: relations((kind, target, True))})


def _field(*pieces: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return _word(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>')


def _basic() -> dict[str, str]:
    return {"Basic/Standard/Module1.xml": "<m/>", "Basic/script-lc.xml": "<l/>"}


SHEETS = "application/vnd.ms-excel"
REMOTE = '<draw:image xlink:href="https://example.com/a.png"/>'
LISTENER = '<office:event-listeners><script:event-listener script:event-name="dom:load"/></office:event-listeners>'
PATH = "\\\\server\\freigabe\\a.xlsx"

CASES = cases(
    "macros",
    ("a letter with macros", "a.docm", lambda: _with_vba("docm", "word"), "docm macros"),
    ("called an ordinary letter", "a.docx", lambda: _with_vba("docm", "word"), "docm macros"),
    ("in an ordinary letter", "a.docx", lambda: _with_vba("docx", "word"), "docx macros"),
    ("a template with macros", "a.dotm", lambda: openxml("dotm"), "dotm macros"),
    ("a workbook with macros", "a.xlsm", lambda: _with_vba("xlsm", "xl"), "xlsm macros"),
    ("in a binary workbook", "a.xlsb", lambda: _with_vba("xlsb", "xl"), "xlsb macros"),
    ("in slides", "a.pptm", lambda: _with_vba("pptm", "ppt"), "pptm macros"),
    ("in ordinary slides", "a.pptx", lambda: _with_vba("pptx", "ppt"), "pptx macros"),
    ("under another name", "a.docx", lambda: openxml("docx", {"word/media/image1.png": _vba()}), "docx macros"),
    ("a macro sheet of Excel 4", "a.xlsx",
     lambda: openxml("xlsx", {"xl/macrosheets/sheet1.xml": "<m/>"}), "xlsx macros"),
    ("a macro sheet told by its type", "a.xlsx",
     lambda: openxml("xlsx", {"xl/s.xml": "<m/>"}, types=override("xl/s.xml", f"{SHEETS}.macrosheet+xml")),
     "xlsx macros"),
    ("a macro sheet told by its relation", "a.xlsx",
     lambda: openxml("xlsx", {"xl/_rels/workbook.xml.rels": relations(("xlMacrosheet", "s.xml", False))}),
     "xlsx macros"),
    ("a dialog sheet", "a.xlsx", lambda: openxml("xlsx", {"xl/dialogsheets/sheet1.xml": "<m/>"}), "xlsx macros"),
    ("Word 97", "a.doc", lambda: doc({"Macros/VBA/dir": b"x", "Macros/PROJECT": b"x"}), "doc macros"),
    ("Excel 97", "a.xls", lambda: xls({"_VBA_PROJECT_CUR/VBA/dir": b"x"}), "xls macros"),
    ("a macro sheet of Excel 97", "a.xls", lambda: xls(sheet=1), "xls macros"),
    ("PowerPoint 97", "a.ppt", lambda: ppt({"VBA/dir": b"x"}), "ppt macros"),
    ("OpenDocument", "a.odt", lambda: opendocument(more=_basic()), "odt macros"),
    ("OpenDocument in Python", "a.ods",
     lambda: opendocument("spreadsheet", {"Scripts/python/a.py": "print(1)"}), "ods macros"),
    ("OpenDocument that listens", "a.odt", lambda: opendocument(body=LISTENER), "odt macros"),
    ("a workbook with macros inside a letter", "a.docx",
     lambda: openxml("docx", {"word/embeddings/a.xlsm": _with_vba("xlsm", "xl")}), "docx macros"),
    ("attached to an e-mail", "a.eml",
     lambda: mail(("a.docm", _with_vba("docm", "word"), "application/msword")), "eml macros"),
    ("in an archive on an e-mail", "a.eml",
     lambda: mail(("a.zip", zipped({"a.doc": doc({"Macros/VBA/dir": b"x"})}), "application/zip")), "eml macros"),
    ("an object in a letter", "a.docx",
     lambda: openxml("docx", {"word/embeddings/oleObject1.bin": compound({"\x01Ole10Native": b"x"})}), "docx active"),
    ("a program in a letter", "a.docx", lambda: openxml("docx", {"word/media/a.png": b"MZ\x90\x00"}), "docx active"),
    ("a script in a letter", "a.docx", lambda: openxml("docx", {"word/a.js": "alert(1)"}), "docx active"),
    ("a web page in a letter", "a.docx",
     lambda: openxml("docx", {"word/afchunk.html": "<html></html>",
                              "word/_rels/document.xml.rels": relations(("aFChunk", "afchunk.html", False))}),
     "docx active"),
    ("a control in a letter", "a.docx", lambda: openxml("docx", {"word/activeX/activeX1.xml": "<a/>"}), "docx active"),
    ("a template from elsewhere", "a.docx",
     lambda: _outside("attachedTemplate", "https://example.com/a.dotm", "word/_rels/settings.xml.rels"), "docx active"),
    ("an object from elsewhere", "a.docx", lambda: _outside("oleObject", "https://example.com/a"), "docx active"),
    ("a frame from elsewhere", "a.docx", lambda: _outside("frame", "mhtml:https://example.com/a"), "docx active"),
    ("a picture that tells who opened it", "a.docx", lambda: _outside("image", "https://example.com/1.gif"),
     "docx active"),
    ("a workbook on a foreign server", "a.xlsx",
     lambda: _outside("externalLinkPath", PATH, "xl/externalLinks/_rels/e.xml.rels", "xlsx"), "xlsx active"),
    ("DDE", "a.docx", lambda: _field(' DDE c:\\\\windows\\\\cmd.exe "/k calc" '), "docx active"),
    ("DDE in pieces", "a.docx", lambda: _field(" DD", "EAU", 'TO c:\\\\cmd.exe "/k" '), "docx active"),
    ("DDE as a simple field", "a.docx", lambda: _word('<w:fldSimple w:instr="DDEAUTO cmd /k"/>'), "docx active"),
    ("DDE in a header", "a.docx",
     lambda: openxml("docx", {"word/header1.xml": document('<w:fldSimple w:instr=" DDE cmd"/>')}), "docx active"),
    ("text of a file from elsewhere", "a.docx", lambda: _field(" INCLUDETEXT https://example.com/a "), "docx active"),
    ("DDE in a workbook", "a.xlsx",
     lambda: openxml("xlsx", {"xl/externalLinks/e.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'}),
     "xlsx active"),
    ("DDE in Word 97", "a.doc", lambda: doc(text='\x13 DDEAUTO c:\\cmd.exe "/k" \x14x\x15'), "doc active"),
    ("DDE in Excel 97", "a.xls",
     lambda: xls(None, (0x1AE, struct.pack("<HHB", 0, 9, 0) + b"cmd\x03/c x")), "xls active"),
    ("DDE in OpenDocument", "a.ods",
     lambda: opendocument("spreadsheet", body='<office:dde-source office:dde-application="cmd"/>'), "ods active"),
    ("a section from elsewhere", "a.odt",
     lambda: opendocument(body='<text:section-source xlink:href="https://example.com/a.odt"/>'), "odt active"),
    ("a picture from elsewhere in OpenDocument", "a.odt", lambda: opendocument(body=REMOTE), "odt active"),
    ("an object in OpenDocument", "a.odt",
     lambda: opendocument(body='<draw:object-ole xlink:href="./Object 1"/>', more={"Object 1": OLE}), "odt active"),
    ("an object in Word 97", "a.doc", lambda: doc({"ObjectPool/_1/\x01Ole10Native": b"x"}), "doc active"),
    ("an object in Excel 97", "a.xls", lambda: xls({"MBD0001/Package": b"x"}), "xls active"),
    ("a table that starts programs", "a.csv", lambda: b"Name\n=cmd|' /C calc'!A0\n", "csv active"),
    ("a table that starts programs, quoted", "a.csv", lambda: b'Name;"@cmd|\' /C calc\'!A0"\n', "csv active"),
    ("a table that fetches", "a.csv", lambda: b'Name;=HYPERLINK("https://example.com";"hier")\n', "csv active"),
    ("a program attached to an e-mail", "a.eml", lambda: mail(("a.exe", b"MZ\x90\x00", "image/png")), "eml active"),
    ("a script attached to an e-mail", "a.eml", lambda: mail(("a.js", b"alert(1)", "text/plain")), "eml active"),
    ("a locked archive on an e-mail", "a.eml", lambda: mail(("a.zip", _locked_zip(), "application/zip")),
     "eml encrypted"),
    ("locked Word 97", "a.doc", lambda: doc(encrypted=True), "doc encrypted"),
    ("locked Excel 97", "a.xls", lambda: xls(None, (0x2F, bytes(54))), "xls encrypted"),
    ("locked PowerPoint 97", "a.ppt", lambda: ppt(encrypted=True), "ppt encrypted"),
    ("locked OpenDocument", "a.odt",
     lambda: opendocument(manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
                                   "</manifest:file-entry>", more={"content.xml": b"\x11" * 500}), "odt encrypted"),
    ("an Outlook message", "a.msg", lambda: compound({"__properties_version1.0": b"x"}), "!outlook"),
    ("an installer", "a.doc", lambda: compound({"\u4840\u3b3f": b"x"}), "!unknown"),
    ("a letter without its table", "a.doc", lambda: compound({"WordDocument": b"kein Brief"}), "!damaged"),
    ("Word 97, cut off", "a.doc", lambda: doc()[:700], "!damaged"),
    ("RTF with an object", "a.doc", lambda: b"{\\rtf1{\\object\\objdata 0105}}", "!rich_text"),
)  # fmt: skip


def _locked_zip() -> bytes:
    data = bytearray(zipped({"a.exe": b"MZ"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)
