"""Names of people as one text, taken apart: "Frau Dr. Anna von Berg", "Berg, Anna".  Pure."""

import re
from dataclasses import dataclass

from contacts.models import Salutation

SALUTATIONS = {
    "herr": Salutation.MR, "herrn": Salutation.MR, "hr": Salutation.MR, "mr": Salutation.MR,
    "frau": Salutation.MRS, "fr": Salutation.MRS, "frl": Salutation.MRS, "ms": Salutation.MRS, "mrs": Salutation.MRS,
    "frau und herr": Salutation.MRS_AND_MR, "frau und herrn": Salutation.MRS_AND_MR,
    "herr und frau": Salutation.MR_AND_MRS, "herrn und frau": Salutation.MR_AND_MRS,
    "ms and mr": Salutation.MRS_AND_MR, "mr and ms": Salutation.MR_AND_MRS, "keine": Salutation.NONE,
    "none": Salutation.NONE,
}  # fmt: skip
COUPLES = (Salutation.MRS_AND_MR, Salutation.MR_AND_MRS)
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
    elif salutation in COUPLES:
        first, last_words = _of_two(words)
    else:
        first, last_words = _first_and_last(words)
    return PersonName(salutation, " ".join(titles), " ".join(first), " ".join(last_words))


def salutation_of(text: str) -> str | None:
    """Of a column "Anrede"; None where it is none that is known."""
    return SALUTATIONS.get(text.strip().rstrip(".").lower())


def _salutation(words: list[str]) -> tuple[str, list[str]]:
    for count in (3, 1):  # "Frau und Herr", then "Frau"
        known = salutation_of(" ".join(words[:count])) if len(words) > count else None
        if known:
            return known, words[count:]
    return "", words


def _of_two(words: list[str]) -> tuple[list[str], list[str]]:
    """ "Anna Müller und Bernd Schmidt": the first names, then the last names, each in this order."""
    place = words.index("und") if "und" in words else 0
    left, right = words[:place], words[place + 1 :]
    if len(left) < 2 or len(right) < 2:
        return _first_and_last(words)
    pairs = [_first_and_last(left), _first_and_last(right)]
    return [*pairs[0][0], "und", *pairs[1][0]], [*pairs[0][1], "und", *pairs[1][1]]


def _first_and_last(words: list[str]) -> tuple[list[str], list[str]]:
    begin = len(words) - 1
    for place in range(1, len(words)):
        if words[place].lower() in _BEFORE_LAST:
            begin = place
            break
    begin = max(begin, 0)
    return words[:begin], words[begin:]
