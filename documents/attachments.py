"""What hangs on an e-mail is filed beside it, checked like everything that comes in."""

import hashlib
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from documents import services, storage, uploading
from documents.converting import CannotConvert, attachments_of
from documents.models import State, Version
from timecount.errors import Refused

MOST = 50


def file_all(*, file_id: UUID) -> None:
    """Once more does no harm: bytes that the customer has already are left out.  What is not accepted is named in the
    note of the e-mail.
    """
    mails = Version.objects.select_related("file", "document__customer", "created_by")
    mail = mails.filter(file=file_id, file__state=State.AVAILABLE).first()
    if mail is None:
        return
    with (
        storage.on_disk(mail.file_id, mail.file.sha256) as path,
        tempfile.TemporaryDirectory(prefix="timecount-") as folder,
    ):
        try:
            found = attachments_of(path, Path(folder))[:MOST]
        except CannotConvert:
            return
        with translation.override(settings.LANGUAGE_CODE):  # what it writes is for the house
            refused = [line for name, part in found if (line := _file(mail, name, part))]
    if refused and not all(line in mail.document.note for line in refused):
        note = "\n".join(filter(None, [mail.document.note, *refused]))
        services.change(document=mail.document, values={"note": note}, by=None)


def _file(mail: Version, name: str, part: Path) -> str:
    """Why it was not filed; nothing if it was, or is there already."""
    document = mail.document
    with part.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        if Version.objects.filter(document__customer=document.customer_id, file__sha256=sha256).exists():
            return ""
        content.seek(0)
        try:
            uploading.file_at_once(
                customer=document.customer,
                content=content,
                name=name,
                size=part.stat().st_size,
                by=mail.created_by,
                dated=document.dated,
                note=_("From the e-mail “%(title)s”.") % {"title": document.title},
                is_confidential=document.is_confidential,
            )
        except storage.StorageAway:
            raise
        except Refused as refusal:
            return _("Attachment “%(name)s”: %(reason)s") % {"name": name, "reason": refusal}
    return ""
