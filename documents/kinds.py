"""What kinds of files are called, and how they are drawn."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from timecount.extensions import Label
from timecount.jinja import url

# By what stands in `StoredFile.kind`.
KINDS: dict[str, Label] = {
    "pdf": _("PDF"),
    "image": _("Image"),
    "word": _("Word"),
    "excel": _("Excel"),
    "powerpoint": _("PowerPoint"),
    "writer": _("OpenDocument text"),
    "calc": _("OpenDocument spreadsheet"),
    "impress": _("OpenDocument presentation"),
    "email": _("E-mail"),
    "text": _("Text"),
}
KIND_ICONS = {
    "pdf": "file-type-pdf",
    "image": "photo",
    "word": "file-type-doc",
    "excel": "file-type-xls",
    "powerpoint": "presentation",
    "writer": "file-text",
    "calc": "file-spreadsheet",
    "impress": "presentation",
    "email": "mail",
    "text": "file-text",
    "": "file",
}


def kind_icon(kind: str) -> str:
    """The name of an icon, also for a kind that a later version knows."""
    return KIND_ICONS.get(kind, KIND_ICONS[""])


def thumbnail(row: Any) -> str:
    """The address of its first page, small; nothing where no page can be drawn."""
    return "" if not row.pages else f"{url('documents:document', row.id)}thumbnail/{row.file_id}/"
