"""E-mails as files."""

from email import message_from_bytes, policy
from email.message import EmailMessage


def mail(*attachments: tuple[str, bytes, str], text: str = "Guten Tag,\nanbei der Vertrag.", html: str = "") -> bytes:
    """(name, bytes, content type)"""
    return _message(attachments, text, html).as_bytes()


def _message(attachments: tuple[tuple[str, bytes, str], ...], text: str, html: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jürgen Groß <gross@example.com>"
    message["To"] = "buero@example.org"
    message["Subject"] = "Wartungsvertrag für die Förderanlage"
    message["Date"] = "Mon, 02 Nov 2026 09:00:00 +0100"
    message["Message-ID"] = "<1@example.com>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data, content_type in attachments:
        main, _, sub = content_type.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def forwarded(inner: bytes) -> bytes:
    message = _message((), "Siehe unten", "")
    message.add_attachment(message_from_bytes(inner, policy=policy.default))
    return message.as_bytes()
