"""What administrators define for the archive; no document is shown here."""

from documents.admin import sending, types

__all__ = ["sending", "types"]
