"""XML that reads files or grows: in every part of Office and OpenDocument files."""

from tests.documents.corpus import cases
from tests.documents.corpus.zipped import HEAD, ODF, opendocument, openxml

READS = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
FETCHES = '<!DOCTYPE r SYSTEM "http://example.com/a.dtd"><r/>'
ASKS = '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://example.com/a.dtd"> %x;]><r/>'
GROWS = (
    '<!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {there} "{f"&{here};" * 10}">' for here, there in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><r>&i;</r>"
)
LEVELS = "<r>" * 5000 + "</r>" * 5000


def _word(data: str | bytes, name: str = "word/document.xml") -> bytes:
    return openxml("docx", {name: data})


CASES = cases(
    "entities",
    ("the letter reads a file", "a.docx", lambda: _word(HEAD + READS), "!entities"),
    ("the letter fetches", "a.docx", lambda: _word(FETCHES), "!entities"),
    ("the letter asks by parameter", "a.docx", lambda: _word(ASKS), "!entities"),
    ("the letter grows", "a.docx", lambda: _word(GROWS), "!entities"),
    ("in UTF-16", "a.docx", lambda: _word(READS.encode("utf-16")), "!entities"),
    ("in UTF-16 without a mark", "a.docx", lambda: _word(READS.encode("utf-16-le")), "!entities"),
    ("in UTF-7", "a.docx", lambda: _word(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-r/+AD4-'), "!damaged"),
    ("in the relations", "a.docx", lambda: _word(READS, "word/_rels/document.xml.rels"), "!entities"),
    ("in the types", "a.docx", lambda: _word(READS, "[Content_Types].xml"), "!entities"),
    ("in the properties", "a.docx", lambda: _word(READS, "docProps/core.xml"), "!entities"),
    ("in own XML", "a.docx", lambda: _word(READS, "customXml/item1.xml"), "!entities"),
    ("in a drawing", "a.docx", lambda: _word(READS, "word/vmlDrawing1.vml"), "!entities"),
    ("called a picture", "a.docx", lambda: _word(READS, "word/media/image1.png"), "!entities"),
    ("in a header", "a.docx", lambda: _word(GROWS, "word/header1.xml"), "!entities"),
    ("in a workbook's texts", "a.xlsx", lambda: openxml("xlsx", {"xl/sharedStrings.xml": READS}), "!entities"),
    ("in a slide", "a.pptx", lambda: openxml("pptx", {"ppt/slides/slide1.xml": GROWS}), "!entities"),
    ("in OpenDocument", "a.odt", lambda: opendocument(more={"content.xml": READS}), "!entities"),
    ("in OpenDocument's styles", "a.odt", lambda: opendocument(more={"styles.xml": FETCHES}), "!entities"),
    ("in OpenDocument's list of parts", "a.odt", lambda: opendocument(more={"META-INF/manifest.xml": READS}),
     "!entities"),
    ("in an object of OpenDocument", "a.ods",
     lambda: opendocument("spreadsheet", {"Object 1/content.xml": READS}), "!entities"),
    ("in OpenDocument's description", "a.odp", lambda: opendocument("presentation", {"manifest.rdf": ASKS}),
     "!entities"),
    ("thousands of levels", "a.docx", lambda: _word(f'{LEVELS}', "word/_rels/document.xml.rels"), "!bomb"),
    ("broken XML", "a.docx", lambda: _word("<r><s></r>", "word/_rels/document.xml.rels"), "!damaged"),
    ("a type that lies twice", "a.odt", lambda: opendocument(more={"mimetype": f"{ODF}.chart"}), "!archive"),
)  # fmt: skip
