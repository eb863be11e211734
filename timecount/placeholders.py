"""Texts that people write with placeholders, as `{Kunde}`: a tiny grammar, never a template engine.  Pure.

    text := ( literal | "{{" for "{" | "}}" for "}" | "{" name "}" )*

A lone "}" is itself, a lone "{" is an error.  Values go in in one pass and are never parsed again.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from django.utils.translation import gettext as _

from timecount.errors import Refused
from timecount.texts import clean_line

MOST_CHARACTERS, MOST_PLACEHOLDERS = 20_000, 200
# So many mistakes are told at once, and so much of a wrong name.
_TOLD, _SHOWN = 10, 40
_PART = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|\{")


class Unreadable(Refused):
    """A text with braces that mean nothing; all mistakes at once, each with its place."""


def check(text: str, names: Collection[str]) -> None:
    """Raises `Unreadable` unless every placeholder is one of `names`."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(_("The text is longer than %(most)d characters.") % {"most": MOST_CHARACTERS})
    if sum(1 for part in _PART.finditer(text) if part[1] is not None) > MOST_PLACEHOLDERS:
        raise Unreadable(_("The text has more than %(most)d placeholders.") % {"most": MOST_PLACEHOLDERS})
    if mistakes := list(_mistakes(text, names)):
        raise Unreadable(" ".join(mistakes[:_TOLD]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """With the values in the places of their names."""
    check(text, values)
    known = {_folded(name): value for name, value in values.items()}

    def put(part: re.Match[str]) -> str:
        return part[0][0] if part[1] is None else known[_folded(part[1])]

    return _PART.sub(put, text)


def _mistakes(text: str, names: Collection[str]) -> Iterator[str]:
    known = {_folded(name): name for name in names}
    for part in _PART.finditer(text):
        if part[0] in ("{{", "}}") or (part[1] is not None and _folded(part[1]) in known):
            continue
        before = text[: part.start()]
        place = {"line": before.count("\n") + 1, "character": part.start() - before.rfind("\n")}
        if part[1] is None:
            yield (
                _("Line %(line)d, character %(character)d: “{” begins no placeholder. Write “{{” for a brace.") % place
            )
            continue
        wrong = {**place, "name": clean_line(part[1])[:_SHOWN]}
        yield _("Line %(line)d, character %(character)d: unknown placeholder “{%(name)s}”.") % wrong
        for near in get_close_matches(_folded(part[1])[:_SHOWN], known, n=1):
            yield _("Did you mean “{%(name)s}”?") % {"name": known[near]}


def _folded(name: str) -> str:
    return clean_line(name).casefold()
