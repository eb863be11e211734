"""The words of a search: folded as the columns are, and how common they are."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Model

# Counts are exact up to here, then "more than".
COUNT_LIMIT = 1_000
WORDS = 8
TRIGRAM = 3

SAMPLE_ROWS = 500
SAMPLE_SECONDS = 600
# A walk visits COUNT_LIMIT / share rows, the index plan share × rows, each of those usually this much dearer.
INDEX_ROW_COST = 5.0

_TELEPHONE = re.compile(r"[\d\s+/().-]*\d[\d\s+/().-]*")


@dataclass(frozen=True)
class Sample:
    """The folded texts of some rows, to estimate how common a word is."""

    texts: tuple[str, ...]
    rows: int
    taken_at: float

    def share(self, words: Sequence[str]) -> float:
        if not self.texts:
            return 0.0
        return sum(all(word in text for word in words) for text in self.texts) / len(self.texts)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The same folding as in the columns, by the same function of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold(%s)", [text])
        return str(cursor.fetchone()[0])


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a search; a telephone number is one word of digits without its leading zeros."""
    text = text.replace("\0", " ").strip()
    if _TELEPHONE.fullmatch(text) and sum(map(str.isdigit, text)) >= TRIGRAM:
        return (re.sub(r"\D", "", text).lstrip("0") or "0",)
    return tuple(dict.fromkeys(fold(text).split()))[:WORDS] if text else ()


_samples: dict[type[Model], Sample] = {}


def sample(model: type[Model]) -> Sample:
    """Texts of some hundred rows, taken anew every ten minutes: statistics, shown to nobody."""
    known = _samples.get(model)
    if known is None or time.monotonic() - known.taken_at > SAMPLE_SECONDS:
        known = _samples[model] = _take_sample(model)
    return known


def _take_sample(model: type[Model]) -> Sample:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        rows = int(cursor.fetchone()[0])
        texts: tuple[str, ...] = ()
        if rows > SAMPLE_ROWS:
            percent = min(100.0, 100.0 * SAMPLE_ROWS / rows)
            cursor.execute(f'SELECT search FROM "{table}" TABLESAMPLE SYSTEM ({percent:.6f})')
            texts = tuple(row[0] for row in cursor.fetchall())
    return Sample(texts, rows, time.monotonic())


def is_common(model: type[Model], words: Sequence[str], row_cost: float = INDEX_ROW_COST) -> bool:
    """Whether walking the list in its order meets enough hits sooner than the index brings all of them."""
    if not any(len(word) >= TRIGRAM for word in words):
        return True
    known = sample(model)
    share = known.share(words)
    return share > 0 and COUNT_LIMIT / share < share * known.rows * row_cost
