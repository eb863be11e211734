"""How a text names people and teams: `@` and a name, the longest that fits; upper and lower case are one.  Pure.

Which names there are: `todos/nameable.py`.
"""

import re
from collections.abc import Iterable


def occurring(text: str, names: Iterable[str]) -> list[str]:
    """Those that stand in it behind an @, the longest first."""
    if "@" not in text:
        return []
    lower = text.lower()
    return sorted((name for name in names if f"@{name.lower()}" in lower), key=lambda name: (-len(name), name))


def mention_pattern(names: Iterable[str], *others: str) -> str:
    """Its first group is the name; `others` are expressions for what else may stand there."""
    return rf"(?i:(?<![\w@.])@({'|'.join([*map(re.escape, names), *others])})(?!\w))"
