"""The test virus in layers: found without ClamAV wherever we unpack."""

import zlib

from tests.documents.corpus import cases
from tests.documents.corpus.compound import doc, xls
from tests.documents.corpus.drawn import jpeg_with, picture
from tests.documents.corpus.honest import CARD
from tests.documents.corpus.mails import forwarded, mail
from tests.documents.corpus.papers import attached, pdf, stream
from tests.documents.corpus.zipped import opendocument, openxml, zipped

# In two pieces, so that no scanner takes this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _inside(name: str = "word/media/a.bin", data: bytes = EICAR) -> bytes:
    return openxml("docx", {name: data})


CASES = cases(
    "eicar",
    ("plain", "eicar.com", lambda: EICAR, "txt infected"),
    ("with blanks behind", "eicar.txt", lambda: EICAR + b" " * 50, "txt infected"),
    ("in a longer text", "a.txt", lambda: b"Guten Tag\n" * 1000 + EICAR, "txt infected"),
    ("in a table", "a.csv", lambda: b"Name;Ort\n" + EICAR + b"\n", "csv infected"),
    ("in a contact", "a.vcf", lambda: CARD.replace(b"FN:", b"NOTE:" + EICAR + b"\r\nFN:"), "vcf infected"),
    ("in a letter", "a.docx", _inside, "docx infected"),
    ("in a letter's text", "a.docx", lambda: _inside("word/note.txt"), "docx infected"),
    ("in a workbook in a letter", "a.docx",
     lambda: _inside("word/embeddings/a.xlsx", openxml("xlsx", {"xl/media/a.bin": EICAR})), "docx infected"),
    ("in an archive in a letter", "a.docx",
     lambda: _inside("word/a.zip", zipped({"eicar.com": EICAR})), "docx infected"),
    ("four archives deep", "a.docx",
     lambda: _inside("a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"eicar.com": EICAR})})})), "docx infected"),
    ("in an OpenDocument text", "a.odt", lambda: opendocument(more={"Pictures/a.png": EICAR}), "odt infected"),
    ("in a letter of Word 97", "a.doc", lambda: doc({"Data": EICAR}), "doc infected"),
    ("in a workbook of Excel 97", "a.xls", lambda: xls({"Extra": EICAR}), "xls infected"),
    ("in a Word file inside a Word file", "a.docx", lambda: _inside("word/embeddings/a.doc", doc({"Data": EICAR})),
     "docx infected"),
    ("attached to an e-mail", "a.eml", lambda: mail(("a.txt", EICAR, "text/plain")), "eml infected"),
    ("in an archive attached to an e-mail", "a.eml",
     lambda: mail(("a.zip", zipped({"eicar.com": EICAR}), "application/zip")), "eml infected"),
    ("in a letter attached to an e-mail", "a.eml", lambda: mail(("a.docx", _inside(), "application/msword")),
     "eml infected"),
    ("in a forwarded e-mail", "a.eml", lambda: forwarded(mail(("a.txt", EICAR, "text/plain"))), "eml infected"),
    ("as the e-mail's text", "a.eml", lambda: mail(text=EICAR.decode()), "eml infected"),
    ("attached under a lying type", "a.eml", lambda: mail(("a.png", EICAR, "image/png")), "eml infected"),
    ("carried by a PDF", "a.pdf", lambda: attached(EICAR), "pdf active infected"),
    ("carried by a PDF, not packed", "a.pdf", lambda: attached(EICAR, packed=False), "pdf active infected"),
    ("in a letter carried by a PDF", "a.pdf", lambda: attached(_inside(), name="a.docx"), "pdf active infected"),
    ("in an object of a PDF", "a.pdf", lambda: pdf(more=[stream(EICAR)]), "pdf infected"),
    ("in a packed object of a PDF", "a.pdf",
     lambda: pdf(more=[stream(zlib.compress(EICAR), "/Filter /FlateDecode")]), "pdf infected"),
    ("behind a PDF", "a.pdf", lambda: pdf() + EICAR, "pdf infected"),
    ("in a photo's comment", "a.jpg", lambda: jpeg_with(EICAR), "jpeg infected"),
    ("behind a drawing", "a.png", lambda: picture("PNG") + EICAR, "png infected"),
    ("in an archive", "a.zip", lambda: zipped({"eicar.com": EICAR}), "!archive"),
)  # fmt: skip
