"""Where in a document the words of a search stand: the page, and what it says around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from markupsafe import Markup, escape

# So much of a page is looked at for what is shown of it.
LOOKED_AT = 20_000
BEFORE, AFTER = 50, 130
# How a letter, or a pair of them, may have been written before it was folded (the function `fold` of the database).
_WRITTEN = {
    "ae": "(?:ae|ä|æ)",
    "oe": "(?:oe|ö|œ)",
    "ue": "(?:ue|ü)",
    "ss": "(?:ss|ß)",
    "a": "[aàáâãåă]",
    "c": "[cçćč]",
    "d": "[dđð]",
    "e": "[eèéêëęě]",
    "i": "[iìíîïı]",
    "l": "[lł]",
    "n": "[nñńň]",
    "o": "[oòóôõø]",
    "s": "[sśšș]",
    "u": "[uùúûů]",
    "y": "[yýÿ]",
    "z": "[zźżž]",
}

# Of each file the page that holds most of the words, the first of them.
_PAGES = """
SELECT f.id, p.number, p.text FROM unnest(%s::uuid[]) AS f(id) CROSS JOIN LATERAL (
  SELECT number, left(text, {most}) AS text FROM documents_page p WHERE p.file_id = f.id AND ({any})
  ORDER BY {held} DESC, number LIMIT 1) p
"""


@dataclass(frozen=True)
class Passage:
    page: int
    text: Markup


def passages(words: Sequence[str], rows: Sequence[Any]) -> dict[int, Passage]:
    """By the keys of the documents; nothing for those in which only the title, the customer or the like fits.

    `rows` are what the person sees of the list.
    """
    if not words or not rows:
        return {}
    held = ["strpos(p.search, %s) > 0"] * len(words)
    pages = _PAGES.format(most=LOOKED_AT, any=" OR ".join(held), held=" + ".join(f"({one})::int" for one in held))
    with connection.cursor() as cursor:
        cursor.execute(pages, [[row.file_id for row in rows], *words, *words])
        found = {file: (number, text) for file, number, text in cursor.fetchall()}
    return {
        row.id: Passage(number, passage(words, text))
        for row in rows
        if row.file_id in found
        for number, text in [found[row.file_id]]
    }


def passage(words: Sequence[str], text: str) -> Markup:
    """A line of the text around the first word that is found, the found words marked."""
    text = " ".join(text.split())
    written = _written(tuple(words))
    first = written.search(text)
    start, end = _window(text, first.start() if first else 0)
    marked, place = [], start
    for match in written.finditer(text, start, end):
        marked += [escape(text[place : match.start()]), Markup("<mark>{}</mark>").format(match.group())]
        place = match.end()
    marked.append(escape(text[place:end]))
    return Markup("{}{}{}").format("… " if start else "", Markup("").join(marked), " …" if end < len(text) else "")


def _window(text: str, place: int) -> tuple[int, int]:
    """From the beginning of a word to the end of one."""
    start, end = max(place - BEFORE, 0), min(place + AFTER, len(text))
    if start:
        start = text.find(" ", start, place) + 1 or place
    if end < len(text):
        end = text.rfind(" ", place, end) if " " in text[place:end] else end
    return start, end


@lru_cache(maxsize=256)
def _written(words: tuple[str, ...]) -> re.Pattern[str]:
    """Longer words first: part of them may be another one."""
    return re.compile("|".join(map(_pattern, sorted(words, key=len, reverse=True))), re.IGNORECASE)


def _pattern(word: str) -> str:
    pairs = re.findall(r"ae|oe|ue|ss|.", word, re.DOTALL)
    return "".join(_WRITTEN.get(pair, re.escape(pair)) for pair in pairs)
