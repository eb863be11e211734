"""Names of files: kept as people wrote them, without what harms paths, headers and eyes."""

import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from documents.formats import KNOWN_ENDINGS, Format
from timecount.texts import clean_line

MAX_BYTES = 255
_PATH = re.compile(r"[/\\]")
# What Windows reads as something else: streams, wildcards, pipes.
_SIGNS = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?=\.|$)", re.IGNORECASE)


def clean_name(name: str, form: Format) -> str:
    """One line without path, at most 255 bytes in UTF-8, never empty, with an ending that is honest."""
    # Control characters first: "a\x00/../b" must not keep a path.
    last = _PATH.split(clean_line(name))[-1]
    stem, ending = _split(_SIGNS.sub("-", last).strip(". "), form)
    stem = _shortened(stem.strip(". "), MAX_BYTES - len(ending.encode()))
    if not stem.strip("-_"):
        stem = _("Document")
    return f"_{stem}{ending}" if _DEVICES.match(stem + ending) else stem + ending


def _split(name: str, form: Format) -> tuple[str, str]:
    """Stem and honest ending; only what looks like an ending and lies is taken away."""
    ending = PurePosixPath(name).suffix
    if ending.lower() in form.endings:
        return name.removesuffix(ending), ending
    return (name.removesuffix(ending) if ending.lower() in KNOWN_ENDINGS else name), form.endings[0]


def _shortened(stem: str, most: int) -> str:
    return stem.encode()[: most - 1].decode(errors="ignore").rstrip(". ")
