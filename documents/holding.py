"""What holds a word, or a part of one.

A text of two kilobytes holds most of the trigrams there are, so that an index of them says little about a word.  All
words of all documents are few, though: those that hold the part are found among them, and a document by its words.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, Q, Value

_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


class _Holds(Func):
    """As the index has it; the words are looked up in the same statement."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]  # as Django calls it
        (search, params), (part, more) = map(compiler.compile, self.source_expressions)
        known = f"(SELECT word FROM documents_word WHERE word LIKE {part})"  # noqa: S608 -- places for parameters
        return f"(documents_words({search}) && ARRAY{known})", [*params, *more]


def holding(words: Sequence[str]) -> Q:
    return Q(*(_Holds(F("search"), Value(f"%{word.translate(_LIKE)}%")) for word in words))
