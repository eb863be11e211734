"""Times of a day: "14 Uhr", "9:30", "um 14.30", "2 pm"; right after a day also "14h" and "um 14"."""

import re
from collections.abc import Iterator
from datetime import time

from todos.spoken.words import END, START, UNITS, Kind, Said

AT = r"(?:(?:um|gegen|ab|bis|at|by)\s+)"
HOUR = r"(?P<h>\d{1,2})"
# Each with whether it counts only right after a day: "morgen 14h", but "24h Lieferung".
FORMS = [
    (re.compile(START + form, re.IGNORECASE), after_day)
    for form, after_day in (
        (rf"{AT}?{HOUR}(?:[:.](?P<m>\d\d))?\s?uhr(?:\s(?P<m2>\d\d)(?![\w.:,]))?{END}", False),
        (rf"{AT}?{HOUR}:(?P<m>\d\d)(?:\s?h)?(?!\s?[ap]\.?m){END}", False),
        (rf"{AT}{HOUR}\.(?P<m>\d\d){END}(?!\s*{UNITS})(?!\.)", False),
        (rf"{AT}{HOUR}h(?P<m>\d\d)?{END}", False),
        (rf"{HOUR}h(?P<m>\d\d)?{END}", True),
        (rf"{AT}?{HOUR}(?::(?P<m>\d\d))?\s?(?P<half>pm|p\.m\.){END}", False),
        # "am" is a German word, too: "Termin 2 am Montag".
        (rf"{AT}?{HOUR}(?::(?P<m>\d\d))?(?P<half>am|a\.m\.){END}", False),
        (rf"at\s+{HOUR}(?::(?P<m>\d\d))?\s(?P<half>am|a\.m\.){END}", False),
        (rf"(?:um|gegen|at)\s+{HOUR}{END}(?=\s*(?:$|[,;!@]))", False),
        (rf"(?:um|at)\s+{HOUR}{END}(?!\s*{UNITS})(?!\.)", True),
    )
]
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_DAY = r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)?"
# From a time or a day to another.
RANGE = re.compile(
    rf"{START}(?:von\s+|zwischen\s+)?(?:\d{{1,2}}:\d\d\s?(?:-|–|bis)\s?\d{{1,2}}:\d\d|"
    rf"{_CLOCK}(?:\s?uhr)?\s?(?:-|–|bis|und)\s?{_CLOCK}\s?(?:uhr|h)|"
    rf"{_DAY}\s?(?:-|–|bis)\s?{_DAY})(?!\w)",
    re.IGNORECASE,
)


def times(line: str, *, after: set[int]) -> Iterator[Said]:
    """`after`: where days end."""
    for form, after_day in FORMS:
        for match in form.finditer(line):
            is_beside = len(line[: match.start()].rstrip(" ,")) in after
            if (is_beside or not after_day) and (said := _time(match)) is not None:
                yield Said(Kind.TIME, *match.span(), said)


def _time(match: re.Match[str]) -> time | None:
    groups = match.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("m") or groups.get("m2") or 0)
    half = (groups.get("half") or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
