"""What the page of a document shows."""

from dataclasses import dataclass

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Contact
from documents.converting import MAX_PREVIEWS
from documents.models import Document, Page, Scan, StoredFile, Version

BEWARE = ("active", "macros", "encrypted")


@dataclass(frozen=True)
class Shown:
    document: Document
    versions: list[Version]
    # Which of them is looked at.
    version: Version
    page: int
    # The text of the page, where there is no picture of it.
    text: str
    tags: list[str]
    # As far as the reader may look people up.
    contact: Contact | None

    @property
    def file(self) -> StoredFile:
        return self.version.file

    @property
    def is_current(self) -> bool:
        return self.version.pk == self.document.current_id

    @property
    def pages(self) -> int:
        return self.file.pages or 0

    @property
    def drawn(self) -> range:
        """The pages of which there are pictures."""
        return range(1, min(self.pages, MAX_PREVIEWS) + 1)

    @property
    def beware(self) -> list[str]:
        """What one should know before opening the file; beginning with the worst."""
        warned = [flag for flag in BEWARE if flag in self.file.flags]
        return [*warned, *([] if self.file.scan == Scan.CLEAN else [str(self.file.scan)])]


def shown(user: User, document: Document, *, number: int | None, page: int | None) -> Shown | None:
    """None: it has no such version."""
    versions = list(
        visible(user, Action.VIEW_DOCUMENT, Version.objects.filter(document=document))
        .select_related("file", "created_by")
        .order_by("-number")
    )
    if number is None:
        version = next((one for one in versions if one.pk == document.current_id), None)
    else:
        version = next((one for one in versions if one.number == number), None)
    if version is None:
        return None
    number_of_page = min(max(page or 1, 1), version.file.pages or 1)
    texts = Page.objects.filter(file=version.file, number=number_of_page).values_list("text", flat=True)
    tags = list(document.tags.values_list("name", flat=True))
    contact = visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk=document.contact_id or 0)).first()
    return Shown(document, versions, version, number_of_page, texts.first() or "", tags, contact)
