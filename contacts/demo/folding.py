"""The database's `fold()` and its folded columns once more, so that a million rows arrive complete.

The views `contacts_searchable` and `customers_searchable` stay the truth: the load compares its first rows
with them and recomputes everything where they differ; a test compares all.
"""

import re
import unicodedata

_NOT_DIGIT = re.compile(r"\D")
_NOT_WORD = re.compile(r"[^a-z0-9]")
_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans("øłđðı", "olddi")


def fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.lower()
    if not text.isascii():
        text = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
        text = text.replace("æ", "ae").replace("œ", "oe")
        if not text.isascii():
            text = _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_LETTERS)
    return " ".join(text.split())


def digits(text: str) -> str:
    return _NOT_DIGIT.sub("", text)


def ascii_word(text: str) -> str:
    """Fit for an e-mail address: folded letters and digits, nothing else."""
    return _NOT_WORD.sub("", fold(text))
