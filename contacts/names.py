"""Names of people as one text, taken apart: "Frau Dr. Anna von Berg", "Berg, Anna".  Pure."""

import re
from dataclasses import dataclass

from contacts.models import Salutation

SALUTATIONS = {
    "herr": Salutation.MR, "herrn": Salutation.MR, "hr": Salutation.MR, "mr": Salutation.MR,
    "frau": Salutation.MRS, "fr": Salutation.MRS, "frl": Salutation.MRS, "ms": Salutation.MRS, "mrs": Salutation.MRS,
}  # fmt: skip
_TITLE = re.compile(r"(?i)(?:dr|prof|dipl|ing|mag|lic|pd|ra|stb|med|jur|phil|rer|nat|h\.c|b\.?sc|m\.?sc)[.a-z-]*\.")
_BEFORE_LAST = {
    "von", "vom", "van", "de", "der", "den", "zu", "zur", "zum", "ten", "ter", "del", "della", "di", "da", "dos", "du",
    "la", "le", "el", "al", "bin", "ibn", "freiherr", "freifrau", "graf", "gräfin", "baron", "baronin", "st.", "o'",
}  # fmt: skip


@dataclass(frozen=True)
class PersonName:
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""


def split_name(text: str) -> PersonName:
    """What cannot be told apart becomes the last name; nothing is lost."""
    last, comma, rest = text.partition(",")
    words = text.split()
    if comma and rest.strip():
        words = [*rest.split(), *last.split()]
    salutation, words = _salutation(words)
    titles = []
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        titles.append(words.pop(0))
    if comma and rest.strip():
        first, last_words = words[: -len(last.split())], words[-len(last.split()) :]
    else:
        first, last_words = _first_and_last(words)
    return PersonName(salutation, " ".join(titles), " ".join(first), " ".join(last_words))


def salutation_of(text: str) -> str | None:
    """Of a column "Anrede"; None where it is none that is known."""
    return SALUTATIONS.get(text.strip().rstrip(".").lower())


def _salutation(words: list[str]) -> tuple[str, list[str]]:
    known = salutation_of(words[0]) if len(words) > 1 else None
    return (known, words[1:]) if known else ("", words)


def _first_and_last(words: list[str]) -> tuple[list[str], list[str]]:
    begin = len(words) - 1
    for place in range(1, len(words)):
        if words[place].lower() in _BEFORE_LAST:
            begin = place
            break
    begin = max(begin, 0)
    return words[:begin], words[begin:]
