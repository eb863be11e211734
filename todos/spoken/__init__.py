"""Days and times as people write them in a line, German or English.  Pure.

Why not dateparser, the one library that knows German: tried on 15 lines of this field, it took "Herr Mai und" for a
day in May, "So geht das" for Sunday, "24 Stunden" for tomorrow and "3.12" for twelve minutes past three, did not know
"Ende des Monats" and "KW 50", and costs 0.4 s at the start and up to 26 ms for a line.  A to-do with a wrong date is
worse than one without, so this is a short list of forms, and what is not surely a date is none:

- A day and a month without a year are the next such day.  If it lies just behind us (60 days), it is what the line is
  about ("Rechnung 15.11. nachfassen"), and none.  So is a day with a year that is past.
- "3.12" without the second dot is a number, unless "am", "bis", a weekday or a time stands beside it; "3.12." after
  "Nr.", "Kapitel", "Rechnung" and the like is one, too.
- After "vom", "seit", "zum", "per", "für", "gültig bis" and "ab" a day is when something else happens ("Vertrag zum
  31.12. kündigen"): no due date.  "bis zum 31.12." is one.  "Letzten Montag" and "jeden ersten Montag" are none.
- A weekday is the next one after today; "nächsten Dienstag" is that of next week.  "Mo", "Fr." need a day, a time or
  "am" beside them ("Fr. Scholz").  After "Herr", "Frau", "Firma" every word is a name ("Herr Sonntag").
- "Vormittags", "früh", "abends" say no time, "14-15 Uhr" and "1.1. bis 31.12." say two, "24 h" is a duration:
  all stay in the title.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from todos.spoken.days import days
from todos.spoken.times import RANGE, times
from todos.spoken.words import START, Kind, Said

# A name behind a title, however much it looks like a day.
NAME = re.compile(
    rf"{START}(?:herrn?|frau|fr\.|hr\.|familie|fam\.|firma|fa\.|mr\.?|mrs\.?|ms\.?|dr\.)\s+(?:dr\.\s+)?(?!\d)\w\S*",
    re.IGNORECASE,
)


def days_and_times(line: str, now: datetime, *, repeats: bool) -> Iterator[Said]:
    """Everything in the line that may be one, overlapping; `now` is local, and aware."""
    yield from (Said(Kind.WORDS, *match.span()) for pattern in (NAME, RANGE) for match in pattern.finditer(line))
    found = list(days(line, now, repeats=repeats))
    yield from found
    yield from times(line, after={day.end for day in found if day.kind == Kind.DATE})
