"""Is it in the address book already?  Likely duplicates of what somebody types, among what they may see.

Three questions, each answered by an index: who has this e-mail, who has this telephone number, whose name
is like this one.  Names are compared without legal forms: "Müller Bau" finds "MUELLER-BAU GmbH & Co. KG".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Contact, Email, Kind, Phone
from contacts.selectors.lists import rows
from lists.words import fold, is_common

LIMIT = 5
# How like it the whole name must be, from 0 to 100.
ALIKE = 86
LOOKED_AT = 100
SHORTEST = 3
SHORTEST_SIMILAR = 5
LONGEST = 200
MOST_WORDS = 4

_FORMS = frozenset(
    {"gmbh", "mbh", "ggmbh", "ag", "se", "kg", "kgaa", "ohg", "gbr", "ug", "ek", "ev", "eg", "co", "cie"}
    | {"inc", "ltd", "llc", "plc", "sa", "sarl", "bv", "nv", "srl", "spa", "partg", "partgmbb"}
    | {"haftungsbeschraenkt", "und", "u", "and"}
)
# Those that are no words of a person's name.
_TELLING_FORMS = _FORMS - {"co", "sa", "u", "und", "and", "spa", "cie"}
_SPELLED_OUT = (
    ("gesellschaft mit beschraenkter haftung", " gmbh "),
    ("aktiengesellschaft", " ag "),
    ("kommanditgesellschaft", " kg "),
    ("offene handelsgesellschaft", " ohg "),
)
_DOTTED = re.compile(r"\b(?:\w\.\s?)+\w?\b")  # e.K., e. V., m.b.H.


@dataclass(frozen=True)
class Typed:
    """What a new contact would be; the name of a person begins with the last name."""

    kind: str
    name: str
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()


@dataclass(frozen=True)
class Duplicate:
    id: int
    name: str
    kind: str
    detail: str
    reasons: Sequence[str]


def core(folded: str) -> str:
    """A folded name without legal forms and punctuation: what makes it this name."""
    for long, short in _SPELLED_OUT:
        folded = folded.replace(long, short)
    words = _words(folded)
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)


def _words(name: str) -> list[str]:
    """Without punctuation; "e. K." is one."""
    dotted = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", name)
    return re.sub(r"[^\w\s]", " ", dotted).split()


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "+": "&"})
_AND = re.compile(r"\s(?:u\.|u|und|and)\s")


@lru_cache(maxsize=20_000)
def firm_key(name: str) -> str:
    """Equal for spellings of one firm: capitals, umlauts, "und" and "&", blanks and legal forms do not count."""
    return _squeezed(core(_plain(name))) or _squeezed(_plain(name)) or name


def firm_starts(name: str) -> set[str]:
    """What the squeezed names of such firms begin with: with a written "und" between the words, or without."""
    plain = _plain(name)
    starts = {firm_key(name)}
    if "&" in plain:
        first, *others = [_squeezed(core(part)) for part in plain.split("&")]
        starts.add("und".join(filter(None, [first, *others])))
    return {start for start in starts if start.isascii() and start.isalnum()}


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", _AND.sub(" & ", text))
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text)


def has_legal_form(name: str) -> bool:
    """ "Bau GmbH" is no person."""
    return any(word in _TELLING_FORMS for word in _words(name.casefold()))


def likely(user: User, typed: Typed, *, without: int | None = None) -> list[Duplicate]:
    """The most likely ones first, with the reasons."""
    seen: QuerySet[Any] = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    if without is not None:
        seen = seen.exclude(pk=without)
    reasons: dict[int, list[str]] = {}
    for text, keys in (
        (_("same e-mail"), _with_email(seen, typed.emails)),
        (_("same telephone number"), _with_phone(seen, typed.phones)),
        (_("same or similar name"), _called(seen, typed)),
    ):
        for key in keys:
            reasons.setdefault(key, []).append(text)
    best = sorted(reasons, key=lambda key: -len(reasons[key]))[:LIMIT]
    return [Duplicate(row.id, row.name, row.kind, _detail(row), tuple(reasons[row.id])) for row in rows(best)]


def _with_email(seen: QuerySet[Any], addresses: Iterable[str]) -> list[int]:
    wanted = Q()
    for address in filter(None, addresses):
        wanted |= Q(address__iexact=address)
    return _owners(seen, Email.objects.filter(wanted)) if wanted else []


def _with_phone(seen: QuerySet[Any], numbers: Iterable[str]) -> list[int]:
    wanted = [number for number in numbers if number]
    return _owners(seen, Phone.objects.filter(number__in=wanted)) if wanted else []


def _owners(seen: QuerySet[Any], found: QuerySet[Any]) -> list[int]:
    return list(seen.filter(pk__in=found.values("contact_id")).order_by("pk").values_list("pk", flat=True)[:LIMIT])


def _called(seen: QuerySet[Any], typed: Typed) -> list[int]:
    """Names that begin with this one; only if those are few, names that are similar."""
    name = core(fold(typed.name))[:LONGEST]
    if len(name) < SHORTEST:
        return []
    named = seen.filter(kind=typed.kind)
    found = _alike(name, named.filter(sort_key__startswith=name).order_by("sort_key", "pk"))
    if len(found) < LIMIT and (alike := _spelled_like(name)):
        found.update(_alike(name, named.filter(alike).order_by(TrigramSimilarity("sort_key", name).desc(), "pk")))
    return sorted(found, key=lambda pk: -found[pk])[:LIMIT]


def _spelled_like(name: str) -> Q | None:
    """What the index narrows similar names by: the beginnings of all words, or all words but one.

    None where that would be a large part of the address book.
    """
    words = [word for word in name.split() if len(word) >= SHORTEST][:MOST_WORDS]
    if not words or len(name) < SHORTEST_SIMILAR:
        return None
    if len(words) == 1:
        return Q(sort_key__startswith=words[0][:SHORTEST])
    wanted = _holding(word[:SHORTEST] for word in words)
    for left_out in words:
        others = [word for word in words if word != left_out]
        if not is_common(Contact, others):
            wanted |= _holding(others) & Q(sort_key__startswith=name[0])
    return None if is_common(Contact, [word[:SHORTEST] for word in words]) else wanted


def _holding(words: Iterable[str]) -> Q:
    wanted = Q()
    for word in words:
        wanted &= Q(search__contains=word)
    return wanted


def _alike(name: str, candidates: QuerySet[Any]) -> dict[int, float]:
    known: list[tuple[int, str]] = list(candidates.values_list("pk", "sort_key")[:LOOKED_AT])
    scored = {pk: fuzz.token_sort_ratio(name, core(key)) for pk, key in known}
    return {pk: score for pk, score in scored.items() if score >= ALIKE}


def _detail(row: Any) -> str:
    kind = _("person") if row.kind == Kind.PERSON else _("organisation")
    return " · ".join(filter(None, [kind, row.position, row.city, row.email]))
