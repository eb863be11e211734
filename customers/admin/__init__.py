"""Who may open which file, and the number ranges, in Django's admin.  What is in a file is not shown here."""

from customers.admin import files, grants, numbers

__all__ = ["files", "grants", "numbers"]
