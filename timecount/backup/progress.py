import time
from collections.abc import Callable

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from timecount.backup.shelf import Entry

EVERY = 5  # seconds


class Progress:
    """Counts, and says every few seconds how far it is."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.objects = self.bytes = self.moved = 0
        self._say = say
        self._said = time.monotonic()

    def count(self, entry: Entry, *, fetched: bool = True) -> None:
        self.objects += 1
        self.bytes += entry.size
        self.moved += fetched
        if time.monotonic() - self._said > EVERY:
            self._said = time.monotonic()
            self._say(f"  {self.sentence()}")

    def sentence(self) -> str:
        return _("%(objects)s objects, %(size)s, %(moved)s of them copied now") % {
            "objects": self.objects,
            "size": filesizeformat(self.bytes),
            "moved": self.moved,
        }
