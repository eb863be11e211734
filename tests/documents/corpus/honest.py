"""Files of every kind that is accepted, as people have them."""

from io import BytesIO

import docx
import xlsxwriter

from tests.documents.corpus import cases
from tests.documents.corpus.compound import compound, doc, ppt, xls
from tests.documents.corpus.drawn import picture
from tests.documents.corpus.mails import forwarded, mail
from tests.documents.corpus.papers import attached, locked, pdf, rewritten
from tests.documents.corpus.zipped import opendocument, openxml, override, relations

CARD = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:J\xc3\xbcrgen Gro\xc3\x9f\r\nEND:VCARD\r\n"
DATE = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Termin\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
INVOICE = (
    b'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:'
    b'standard:CrossIndustryInvoice:100"></rsm:CrossIndustryInvoice>'
)


def letter() -> bytes:
    answer = BytesIO()
    written = docx.Document()
    written.sections[0].header.paragraphs[0].text = "Kopfzeile Muster GmbH"
    written.add_heading("Wartungsvertrag", 1)
    written.add_paragraph("Der Vertrag beginnt am 1. Januar 2027.")
    row = written.add_table(1, 2).rows[0].cells
    row[0].text, row[1].text = "Stundensatz", "48,50 €"
    written.save(answer)
    return answer.getvalue()


def prices() -> bytes:
    answer = BytesIO()
    book = xlsxwriter.Workbook(answer)
    sheet = book.add_worksheet("Preisliste")
    sheet.write_row(0, 0, ["Leistung", "Satz"])
    sheet.write_row(1, 0, ["Elektriker", 48.5])
    sheet.write_url(2, 0, "https://example.com/preise")
    book.add_worksheet("Zuschläge").write(0, 0, "Nachtarbeit")
    book.close()
    return answer.getvalue()


def _locked_office() -> bytes:
    return compound({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"\x11" * 5000})


CASES = cases(
    "honest",
    ("a PDF", "Vertrag.pdf", pdf, "pdf"),
    ("a PDF of several pages, compressed", "a.pdf", lambda: rewritten(pdf("eins", "zwei", "drei")), "pdf"),
    ("a PDF that opens at a page", "a.pdf", lambda: pdf(catalog="/OpenAction [13 0 R /Fit]"), "pdf"),
    ("a PDF that opens at a page by an action", "a.pdf",
     lambda: pdf(catalog="/OpenAction << /S /GoTo /D [10 0 R /Fit] >>"), "pdf"),
    ("a PDF with a link to click", "a.pdf",
     lambda: pdf(page="/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.com) >> >>]"),
     "pdf"),
    ("an electronic invoice", "a.pdf", lambda: attached(INVOICE, name="factur-x.xml"), "pdf"),
    ("a PDF that may not be printed", "a.pdf", lambda: locked(pdf(), ""), "pdf"),
    ("a PDF with a password", "a.pdf", lambda: locked(pdf(), "offen"), "pdf encrypted"),
    ("some blanks before a PDF", "a.pdf", lambda: b"\r\n\r\n" + pdf(), "pdf"),
    ("a letter", "Brief.docx", letter, "docx"),
    ("a template", "a.dotx", lambda: openxml("dotx"), "dotx"),
    ("a price list", "Preise.xlsx", prices, "xlsx"),
    ("a binary workbook", "a.xlsb", lambda: openxml("xlsb"), "xlsb"),
    ("slides", "a.pptx", lambda: openxml("pptx"), "pptx"),
    ("a letter with a chart's data inside", "a.docx",
     lambda: openxml("docx", {"word/embeddings/Microsoft_Excel_Sheet.xlsx": prices()}), "docx"),
    ("a letter with links", "a.docx",
     lambda: openxml("docx", {"word/_rels/document.xml.rels": relations(("hyperlink", "https://example.com", True))}),
     "docx"),
    ("a workbook that names another one", "a.xlsx",
     lambda: openxml("xlsx", {"xl/externalLinks/_rels/e.xml.rels": relations(("externalLinkPath", "alt.xlsx", True))}),
     "xlsx"),
    ("an OpenDocument text", "a.odt", opendocument, "odt"),
    ("an OpenDocument sheet", "a.ods", lambda: opendocument("spreadsheet"), "ods"),
    ("OpenDocument slides", "a.odp", lambda: opendocument("presentation"), "odp"),
    ("a letter of Word 97", "a.doc", doc, "doc"),
    ("a workbook of Excel 97", "a.xls", xls, "xls"),
    ("slides of PowerPoint 97", "a.ppt", ppt, "ppt"),
    ("a letter with a password", "a.docx", _locked_office, "docx encrypted"),
    ("a photo", "Foto.JPG", lambda: picture("JPEG"), "jpeg"),
    ("a photo with a second one inside", "a.jpg", lambda: picture("MPO", frames=2), "jpeg"),
    ("a drawing", "a.png", lambda: picture("PNG", mode="RGBA"), "png"),
    ("a WebP", "a.webp", lambda: picture("WEBP"), "webp"),
    ("a GIF that moves", "a.gif", lambda: picture("GIF", frames=20), "gif"),
    ("a scan of three pages", "a.tif", lambda: picture("TIFF", frames=3), "tiff"),
    ("a fax", "a.tiff", lambda: picture("TIFF", mode="1", compression="group4"), "tiff"),
    ("a photo with a sound behind it", "a.jpg", lambda: picture("JPEG") + b"MotionPhoto_Data" + bytes(5000), "jpeg"),
    ("an e-mail", "a.eml", mail, "eml"),
    ("an e-mail with HTML and attachments", "a.eml",
     lambda: mail(("Vertrag.pdf", pdf(), "application/pdf"), html="<html><body><p>Guten <b>Tag</b></p></body></html>"),
     "eml"),
    ("a forwarded e-mail", "a.eml", lambda: forwarded(mail()), "eml"),
    ("an e-mail with a locked PDF", "a.eml", lambda: mail(("a.pdf", locked(pdf(), "offen"), "application/pdf")),
     "eml encrypted"),
    ("a text", "a.txt", "Schönen Tag\nfunktioniert var nicht\n".encode, "txt"),
    ("a text of Windows", "a.txt", lambda: "Schönen Tag für Größe\r\n".encode("cp1252"), "txt"),
    ("a text of Notepad", "a.txt", lambda: "Schönen Tag".encode("utf-16"), "txt"),
    ("a table", "a.csv", "Name;Ort\nGroß;Köln\n-5;=SUMME(A1:A2)\n".encode, "csv"),
    ("a contact", "a.vcf", lambda: CARD, "vcf"),
    ("a date", "a.ics", lambda: DATE, "ics"),
    ("a text that speaks of < and >", "a.txt", lambda: b"wenn 3 < 5 und 7 > 6, <siehe oben>\n", "txt"),
    ("a letter whose parts are overridden twice", "a.docx",
     lambda: openxml("docx", types=override("docProps/app.xml", "application/vnd.openxmlformats-officedocument."
                                                                "extended-properties+xml")), "docx"),
)  # fmt: skip
