"""What other programs write: Word, Excel, OpenDocument and e-mails."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

import docx
import xlsxwriter

from documents.demo.papers import Party, euro, german
from documents.demo.pdf import HOUSE

Table = Sequence[Sequence[str | int | float]]

_ODF = "application/vnd.oasis.opendocument"
_NAMES = 'xmlns:{}="urn:oasis:names:tc:opendocument:xmlns:{}:1.0"'
_USED = " ".join(_NAMES.format(name, name) for name in ("office", "text", "table"))
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    made = docx.Document()
    made.add_heading(title, 1)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    answer = BytesIO()
    made.save(answer)
    return answer.getvalue()


def offer_as_word(party: Party, lines: Sequence[tuple[str, int, int]]) -> bytes:
    said = [f"{job}: {hours} Stunden zu {euro(cents)}" for job, hours, cents in lines]
    return word("Angebot", [party.name, party.salutation, "gern bieten wir Ihnen an:", *said, party.clerk, HOUSE])


def excel(name: str, table: Table) -> bytes:
    answer = BytesIO()
    book = xlsxwriter.Workbook(answer, {"in_memory": True})
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    sheet.set_column(0, 0, 32)
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row, bold if number == 0 else None)
    book.close()
    return answer.getvalue()


def open_text(paragraphs: Sequence[str]) -> bytes:
    said = "".join(f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs)
    return _open_document("text", f"<office:text>{said}</office:text>")


def open_table(name: str, table: Table) -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in table)
    body = f'<office:spreadsheet><table:table table:name="{escape(name)}">{rows}</table:table></office:spreadsheet>'
    return _open_document("spreadsheet", body)


def _cell(value: str | float) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def _open_document(kind: str, body: str) -> bytes:
    content = f'<office:document-content {_USED} office:version="1.3"><office:body>{body}</office:body>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_MANIFEST}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODF}.{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    answer = BytesIO()
    with zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"{_ODF}.{kind}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", f"{content}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return answer.getvalue()


def mail(party: Party, day: datetime, subject: str, text: str, attached: tuple[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = f"{party.person or party.name} <kontakt@kunde.example>"
    message["To"] = f"{party.clerk} <post@kompass.example>"
    message["Subject"] = subject
    message["Date"] = day
    message["Message-ID"] = f"<{party.number}.{day:%Y%m%d}@kunde.example>"
    message.set_content(f"{text}\nMit freundlichen Grüßen\n{party.person or party.name}\n")
    if attached:
        name, data = attached
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def schedule(workers: Sequence[str], day: datetime) -> Table:
    """Who works when in the week of that day."""
    head = ["Name", "Mo", "Di", "Mi", "Do", "Fr"]
    shifts = ["Früh", "Spät", "Nacht", "frei"]
    rows = [[name, *(shifts[(place + day.day + turn) % 4] for turn in range(5))] for place, name in enumerate(workers)]
    return [head, *rows, [f"Stand {german(day.date())}"]]


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 12), UTC)
