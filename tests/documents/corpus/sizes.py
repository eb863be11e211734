"""Nothing, too much, and what takes long."""

from tests.documents.corpus import cases
from tests.documents.corpus.mails import mail

MB = 1024**2


def _boxes(levels: int) -> bytes:
    """An e-mail in which parts stand in parts in parts."""
    head = b"From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\n"
    body = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(levels)
    )
    return head + body + b"\n\nGuten Tag\n"


def _parts(count: int) -> bytes:
    head = b'From: a@example.com\nTo: b@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return head + b"--b\nContent-Type: text/plain\n\nx\n" * count + b"--b--\n"


CASES = cases(
    "sizes",
    ("nothing", "a.pdf", lambda: b"", "!empty"),
    ("a byte", "a.pdf", lambda: b"x", "txt"),
    ("zeros", "a.pdf", lambda: bytes(5000), "!unknown"),
    ("blanks", "a.txt", lambda: b" " * 5000, "txt"),
    ("noise", "a.docx", lambda: bytes(range(256)) * 20, "!unknown"),
    ("a line of blanks that may be many things", "a.txt", lambda: b"\n" + b" \t" * MB + b"x", "txt"),
    ("an e-mail with a header of 5 MB", "a.eml",
     lambda: b"Subject: x\nTo: a\nX-A: " + b"a " * (2 * MB) + b"\n\nx", "eml"),
    ("an e-mail without an end", "a.eml", lambda: _boxes(3), "eml"),
    ("an e-mail whose attachment is empty", "a.eml", lambda: mail(("a.pdf", b"", "application/pdf")), "eml"),
)  # fmt: skip

CASES += cases(
    "sizes",
    ("100 MB and a byte", "a.pdf", lambda: b"%PDF-1.7\n" + bytes(100 * MB), "!too_large"),
    ("a text of 20 MB", "a.txt", lambda: "Schöne Größe\n".encode() * (20 * MB // 15), "txt"),
    ("a line of 10 MB", "a.csv", lambda: b"a;" * (5 * MB), "csv"),
    ("an e-mail of 3,000 parts", "a.eml", lambda: _parts(3000), "!bomb"),
    ("an e-mail of 2,000 levels", "a.eml", lambda: _boxes(2000), "!bomb"),
    heavy=True,
)  # fmt: skip
