"""What people type or paste, made harmless: one place for forms, imports and services.  Pure.

Removed: control characters (NUL would fail in the database), characters that turn the writing direction
(they make a name look like another), zero-width characters (they make two equal names differ), halves of
surrogate pairs.  Kept: everything that one sees, emoji included.
"""

import re
import unicodedata

# The zero-width joiner holds emoji together ("family", "technician"): it stays after one.
JOINER = "\u200d"
_EMOJI_ENDS = ("\ufe0f", "\u20e3")
_GONE = {"Cc", "Cf", "Cs"}


def clean_line(text: str) -> str:
    """One line: white space of any kind becomes single blanks, none at the ends."""
    return " ".join(_visible(re.sub(r"\s", " ", text)).split())


def clean_text(text: str) -> str:
    """Several lines: line breaks are kept, as "\\n"; blanks at the ends of lines are not."""
    lines = re.split(r"\r\n|\r|\n|\u2028|\u2029", text)
    return "\n".join(_visible(line.replace("\t", "    ")).rstrip() for line in lines).strip()


def _visible(text: str) -> str:
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if unicodedata.category(character) not in _GONE or (character == JOINER and _ends_in_emoji(kept)):
            kept.append(character)
    while kept and kept[-1] == JOINER:
        kept.pop()
    return "".join(kept)


def _ends_in_emoji(kept: list[str]) -> bool:
    last = kept[-1] if kept else ""
    return last in _EMOJI_ENDS or (last != "" and unicodedata.category(last) in ("So", "Sk") and ord(last) > 0x2000)
