"""Why a file is not accepted, in sentences.  The sandbox says only codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.formats import MAX_BYTES, MAX_FRAMES, MAX_PIXELS
from timecount.errors import Refused

_ACCEPTED = _("Accepted are PDF, Word, Excel, PowerPoint, OpenDocument, pictures, e-mails (.eml) and text.")

SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than %(megabytes)d MB."),
    "unknown": _("This kind of file is not accepted."),
    "damaged": _("The file is damaged or incomplete and cannot be read."),
    "too_much": _("The file takes too long or too much memory to be read."),
    "program": _("Programs are not accepted."),
    "script": _("Scripts are not accepted."),
    "markup": _("Web pages, XML and SVG drawings are not accepted. Please file a PDF instead."),
    "archive": _("Archives are not accepted. Please unpack the file and file what is inside."),
    "archive_names": _("The file contains entries with forbidden names."),
    "bomb": _("Unpacked, the file would be far larger than it may be."),
    "two_kinds": _("The file is two things at once, which only dangerous files are."),
    "entities": _("The file contains definitions that documents do not need and that can read other files."),
    "too_many_pixels": _("The picture has more than %(megapixels)d megapixels."),
    "too_many_frames": _("The picture has more than %(frames)d pages or frames."),
    "heic": _("Pictures in the format HEIC cannot be shown. Please file them as JPEG."),
    "rich_text": _("Files in the format RTF are not accepted. Please file them as PDF or Word."),
    "outlook": _("Outlook's own format (.msg) is not accepted. Please file the e-mail as .eml or PDF."),
    "locked": _("The file is locked with a password."),
    "no_such_page": _("The file has no such page."),
    "no_program": _("Files of this kind are not drawn here."),
}
LIMITS = {"megabytes": MAX_BYTES // 1024**2, "megapixels": MAX_PIXELS // 1_000_000, "frames": MAX_FRAMES}
# To whom it helps to hear what would be accepted.
OF_ANOTHER_KIND = {"unknown", "program", "script", "markup"}


class NotAccepted(Refused):
    """The file stays outside; `code` is for tests and statistics."""

    def __init__(self, code: str) -> None:
        self.code = code if code in SENTENCES else "damaged"
        sentence = str(SENTENCES[self.code]) % LIMITS
        super().__init__(f"{sentence} {_ACCEPTED}" if self.code in OF_ANOTHER_KIND else sentence)
