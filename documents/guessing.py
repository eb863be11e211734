"""What a file probably is, from its name: so that whoever drops twenty files need not fill in twenty forms.  Pure."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

TITLE_LENGTH = 200
# The first word that the name contains decides.
WORDS = {
    "preisliste": "Preisliste",
    "preise": "Preisliste",
    "konditionen": "Preisliste",
    "rechnung": "Rechnung",
    "invoice": "Rechnung",
    "gutschrift": "Rechnung",
    "angebot": "Angebot",
    "offerte": "Angebot",
    "vereinbarung": "Vereinbarung",
    "vertrag": "Vertrag",
    "contract": "Vertrag",
    "kuendigung": "Schriftverkehr",
    "kündigung": "Schriftverkehr",
    "schreiben": "Schriftverkehr",
    "brief": "Schriftverkehr",
}
_ISO = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-3]\d)(?!\d)")
_GERMAN = re.compile(r"(?<!\d)([0-3]?\d)\.(0?[1-9]|1[0-2])\.(20\d\d)(?!\d)")


@dataclass(frozen=True)
class Guess:
    title: str
    type_name: str
    dated: date


def guess(name: str, kind: str, *, today: date) -> Guess:
    """The title without the ending, one of the types that the house begins with, the day in the name or today."""
    stem = PurePath(name).stem
    words = stem.casefold()
    type_name = next((type_ for word, type_ in WORDS.items() if word in words), "")
    if not type_name:
        type_name = {"image": "Foto", "email": "Schriftverkehr"}.get(kind, "Sonstiges")
    title = " ".join(stem.replace("_", " ").split())[:TITLE_LENGTH].strip()
    return Guess(title or name[:TITLE_LENGTH], type_name, _day_in(stem) or today)


def _day_in(stem: str) -> date | None:
    if found := _ISO.search(stem):
        year, month, day = (int(part) for part in found.groups())
    elif found := _GERMAN.search(stem):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
