"""Web pages, drawings and scripts in disguise; files that are two things at once."""

from tests.documents.corpus import cases
from tests.documents.corpus.drawn import jpeg_with, picture
from tests.documents.corpus.mails import mail
from tests.documents.corpus.papers import pdf
from tests.documents.corpus.zipped import openxml, zipped

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def _stored_pdf_first() -> bytes:
    return zipped({"a.pdf": pdf()} | {"[Content_Types].xml": b"<Types/>"}, method=0)


def _script_gif() -> bytes:
    """To a browser that is told so, `GIF89a/*…*/=1;alert(1)` is JavaScript."""
    return b"GIF89a/*" + picture("GIF")[8:] + b"*/=1;alert(1)"


CASES = cases(
    "polyglots",
    ("SVG", "a.svg", lambda: SVG, "!markup"),
    ("SVG called PNG", "a.png", lambda: SVG, "!markup"),
    ("SVG called text", "a.txt", lambda: SVG, "!markup"),
    ("SVG behind XML's head", "a.jpg", lambda: b'<?xml version="1.0"?>\n' + SVG, "!markup"),
    ("SVG behind a comment", "a.pdf", lambda: b"<!-- ein Bild -->" + SVG, "!markup"),
    ("SVG in the middle of a text", "a.txt", lambda: b"Guten Tag\n" * 500 + SVG, "!markup"),
    ("a web page", "a.html", lambda: PAGE, "!markup"),
    ("a web page called text", "a.txt", lambda: PAGE, "!markup"),
    ("a web page called PDF", "a.pdf", lambda: PAGE, "!markup"),
    ("a web page called table", "a.csv", lambda: PAGE, "!markup"),
    ("a web page behind blanks", "a.txt", lambda: b"\n" * 3000 + PAGE, "!markup"),
    ("a web page in capitals", "a.txt", PAGE.upper, "!markup"),
    ("a web page behind a mark", "a.txt", lambda: b"\xef\xbb\xbf" + PAGE, "!markup"),
    ("a web page in UTF-16", "a.txt", lambda: PAGE.decode().encode("utf-16"), "!markup"),
    ("a web page in UTF-16, turned", "a.txt", lambda: b"\xfe\xff" + PAGE.decode().encode("utf-16-be"), "!markup"),
    ("a part of a web page", "a.txt", lambda: b"<img src=x onerror=alert(1)>", "!markup"),
    ("a script in a table", "a.csv", lambda: b"Name;Ort\n<script>alert(1)</script>;K\n", "!markup"),
    ("a frame in a text", "a.txt", lambda: b"Hallo <iframe src=https://example.com></iframe>", "!markup"),
    ("PHP", "a.txt", lambda: b"Guten Tag <?php system($_GET[0]); ?>", "!markup"),
    ("XML", "a.xml", lambda: b"<?xml version='1.0'?><a/>", "!markup"),
    ("XML called text", "a.txt", lambda: b"<a><b/></a>", "!markup"),
    ("an application of Windows in HTML", "a.hta", lambda: b"<hta:application/><script>1</script>", "!markup"),
    ("a contact that is a web page", "a.vcf", lambda: b"BEGIN:VCARD\n" + PAGE, "!markup"),
    ("a script", "a.js", lambda: b"alert(1)", "!script"),
    ("a script called text", "a.txt", lambda: b"var x = new ActiveXObject('WScript.Shell')", "!script"),
    ("a script that is one function", "a.txt", lambda: b"(function(){ fetch('//example.com') })()", "!script"),
    ("a script of Visual Basic", "a.txt", lambda: b'Set s = CreateObject("WScript.Shell")\ns.Run "calc"', "!script"),
    ("commands for Windows", "a.txt", lambda: b"@echo off\r\ndel c:\\*.*\r\n", "!script"),
    ("commands, by their name", "a.bat", lambda: b"del c:\\*.*\r\n", "!script"),
    ("PowerShell", "a.txt", lambda: b"powershell -enc AAAA", "!script"),
    ("a link of Windows", "a.url", lambda: b"[InternetShortcut]\nURL=file://server/a.exe", "!script"),
    ("commands for a shell", "a.txt", lambda: b"#!/bin/sh\nrm -rf /\n", "!program"),
    ("a program of Windows", "a.exe", lambda: b"MZ\x90\x00" + bytes(100), "!program"),
    ("a program called PDF", "Rechnung.pdf", lambda: b"MZ\x90\x00" + bytes(100), "!program"),
    ("a program of Linux", "a.txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(100), "!program"),
    ("a program of macOS", "a.jpg", lambda: b"\xcf\xfa\xed\xfe" + bytes(100), "!program"),
    ("a Java class", "a.doc", lambda: b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "!program"),
    ("WebAssembly", "a.txt", lambda: b"\x00asm\x01\x00\x00\x00", "!program"),
    ("a shortcut", "Vertrag.pdf.lnk", lambda: b"\x4c\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "!program"),
    ("a help file", "a.txt", lambda: b"ITSF\x03\x00" + bytes(60), "!program"),
    ("a program with a PDF behind", "a.pdf", lambda: b"MZ" + bytes(98) + pdf(), "!program"),
    ("a GIF that is a script", "a.gif", _script_gif, "!two_kinds"),
    ("a GIF with a web page behind", "a.gif", lambda: picture("GIF") + PAGE, "!two_kinds"),
    ("a JPEG with a web page in its comment", "a.jpg", lambda: jpeg_with(PAGE), "!two_kinds"),
    ("a JPEG with PHP in its comment", "a.jpg", lambda: jpeg_with(b"<?php system($_GET[0]); ?>"), "!two_kinds"),
    ("a JPEG with a drawing behind", "a.jpg", lambda: picture("JPEG") + SVG, "!two_kinds"),
    ("a PNG with an archive behind", "a.png", lambda: picture("PNG") + zipped({"a.exe": b"MZ"}), "!two_kinds"),
    ("a JPEG with an archive behind", "a.jpg", lambda: picture("JPEG") + zipped({"a.exe": b"MZ"}), "!two_kinds"),
    ("a GIF with a Java program behind", "a.gif", lambda: picture("GIF") + zipped({"A.class": b"x"}), "!two_kinds"),
    ("a JPEG with a PDF in its comment", "a.jpg", lambda: jpeg_with(b"%PDF-1.7\n"), "!two_kinds"),
    ("a PDF behind a GIF's head", "a.pdf", lambda: b"GIF89a" + pdf(), "!two_kinds"),
    ("a PDF with a web page before it", "a.pdf", lambda: PAGE[:60] + pdf(), "!two_kinds"),
    ("a PDF with a web page behind its head", "a.pdf", lambda: pdf(head=b"%PDF-1.7\n%" + PAGE + b"\n"), "!two_kinds"),
    ("a PDF with a web page behind", "a.pdf", lambda: pdf() + PAGE, "!two_kinds"),
    ("a PDF with an archive behind", "a.pdf", lambda: pdf() + zipped({"a.exe": b"MZ"}), "!two_kinds"),
    ("an archive with a PDF at its beginning", "a.pdf", _stored_pdf_first, "!two_kinds"),
    ("a letter with a PDF at its beginning", "a.docx",
     lambda: b"PK\x03\x04" + b"%PDF-1.7" + openxml("docx"), "!two_kinds"),
    ("a web page attached to an e-mail", "a.eml", lambda: mail(("a.html", PAGE, "text/html")), "eml active"),
    ("a web page that begins as an e-mail", "a.eml", lambda: b"From: a\nTo: b\n\n" + PAGE, "eml"),
    ("a web page called e-mail", "a.eml", lambda: PAGE, "!markup"),
)  # fmt: skip
