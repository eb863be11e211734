"""A to-do in one line: "Rückruf Frau Scholz morgen 14 Uhr @Anna !hoch erinnern 30 min vorher".  Pure.

What is surely understood is taken out of the line, the first of each kind (all mentions); everything else is the title,
word for word.  What stands in quotes, links and addresses are title.  How days are read: `todos/spoken/__init__.py`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from todos.mentions import mention_pattern, occurring
from todos.repeating import next_before
from todos.spoken import days_and_times
from todos.spoken.days import next_weekday
from todos.spoken.words import END, MONTH, MONTHS, NUMBER, START, WEEKDAY, WEEKDAYS, Kind, Said, number

LONGEST = 500

VERBATIM = re.compile(r"\"[^\"]*\"|„[^“”\"]*[“”\"]|»[^«]*«|\bhttps?://\S+|\bwww\.\S+|[\w.+-]+@\w[\w-]*\.\S+")
PRIORITY = re.compile(
    r"(?<!\S)!(?:(?P<high>hoch|wichtig|dringend|high|urgent|!{1,2})|(?P<low>niedrig|low)|(?P<normal>normal))(?![\w!])",
    re.IGNORECASE,
)
ANY_NAME = r"\w(?:[\w.-]*\w)?"
EVERY = r"(?:jede[nrs]?|every)\s+"
# "2x wöchentlich" and "monatlich kündbar" are about the matter, not about the to-do.
REPEATS = [
    (re.compile(rf"{START}(?<!mal )(?<!\dx )(?:{form}){END}(?!\s+(?:kündbar|zahlbar|fällig))", re.IGNORECASE), repeats)
    for form, repeats in (
        (rf"{EVERY}(?P<weekday>{WEEKDAY})|wöchentlich|woechentlich|weekly|{EVERY}(?:woche|week)", "weekly"),
        (rf"{EVERY}(?P<d>\d{{1,2}})\.(?!\s*{MONTH})(?:\s+des\s+monats)?", "monthly"),
        (r"am\s+(?P<d>\d{1,2})\.\s+(?:jeden|eines\s+jeden)\s+monats", "monthly"),
        (rf"monatlich|monthly|{EVERY}(?:monat|month)", "monthly"),
        (rf"{EVERY}(?P<d>\d{{1,2}})\.\s*(?P<month>{MONTH})", "yearly"),
        (rf"jährlich|jaehrlich|yearly|annually|{EVERY}(?:jahr|year)", "yearly"),
    )
]
# What follows is the end: "30, 7 und 0 Tage vor dem 31.12.2027".
BEFORE_END = re.compile(
    rf"{START}(?P<counts>{NUMBER}(?:(?:\s?[,/]\s?|\s+(?:und|and)\s+){NUMBER}){{0,5}})\s+(?P<unit>tage?|days?|wochen?|weeks?)"
    r"\s+(?:vor|before)\s+(?:dem\s+|the\s+)?",
    re.IGNORECASE,
)
BEFORE = (
    rf"(?P<n>{NUMBER})\s?(?P<unit>min(?:uten?|utes?|\.)?|std\.?|stunden?|h|hours?|tage?|days?|wochen?|weeks?)"
    r"\s+(?:vorher|davor|zuvor|before)"
)
REMIND = r"(?:erinner(?:n|ung|e)(?:\s+mich)?|remind(?:er)?(?:\s+me)?)"
REMINDERS = [
    re.compile(rf"{START}{form}{END}", re.IGNORECASE) for form in (rf"{REMIND}\s+{BEFORE}", rf"{BEFORE}\s+{REMIND}")
]
UNITS = {"m": timedelta(minutes=1), "s": timedelta(hours=1), "h": timedelta(hours=1), "t": timedelta(days=1)}
UNITS |= {"d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True)
class Piece:
    """What was understood, as it was typed: a chip that one can take back."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class QuickEntry:
    """`mentions` without the @; `remind_before` counts from the due time; `repeats` has a `due_on`, its first day."""

    title: str
    due_on: date | None
    due_at_time: time | None
    mentions: tuple[str, ...]
    priority: str
    repeats: str
    ends_on: date | None
    days_before: tuple[int, ...]
    remind_before: timedelta | None
    understood: tuple[Piece, ...]


@dataclass(frozen=True)
class Series:
    repeats: str
    first: date | None
    weekday: int | None = None
    ends_on: date | None = None
    days_before: tuple[int, ...] = ()


def understand(
    line: str, *, now: datetime, names: Collection[str] = (), taken_back: Collection[str] = ()
) -> QuickEntry:
    """`names` that mentions may have (others end with their word); `taken_back`: texts of pieces to leave in the title.

    `now` is local, and aware.
    """
    line = " ".join(line.split())[:LONGEST]
    chosen = _chosen(line, list(_candidates(line, now, names)), taken_back)
    values = {said.kind: said.value for said in reversed(chosen)}
    due_on, due_at_time = _due(values, now)
    if due_on is None:  # nothing to be reminded of
        chosen = [said for said in chosen if said.kind != Kind.REMINDER]
    series, before = values.get(Kind.REPEAT), values.get(Kind.REMINDER)
    priority = values.get(Kind.PRIORITY)
    return QuickEntry(
        title=_without(line, chosen),
        due_on=due_on,
        due_at_time=due_at_time,
        mentions=tuple(str(said.value) for said in chosen if said.kind == Kind.MENTION),
        priority=priority if isinstance(priority, str) else "normal",
        repeats=series.repeats if isinstance(series, Series) else "none",
        ends_on=series.ends_on if isinstance(series, Series) else None,
        days_before=series.days_before if isinstance(series, Series) else (),
        remind_before=before if isinstance(before, timedelta) and due_on else None,
        understood=tuple(Piece(said.kind, line[said.start : said.end]) for said in chosen),
    )


def _candidates(line: str, now: datetime, names: Collection[str]) -> Iterator[Said]:
    yield from (Said(Kind.WORDS, *match.span()) for match in VERBATIM.finditer(line))
    for match in re.finditer(mention_pattern(occurring(line, names), ANY_NAME), line):
        yield Said(Kind.MENTION, *match.span(), match[1])
    for match in PRIORITY.finditer(line):
        yield Said(Kind.PRIORITY, *match.span(), match.lastgroup)
    series = [
        said for form, repeats in REPEATS for match in form.finditer(line) if (said := _series(match, repeats, now))
    ]
    yield from series
    for form in REMINDERS:
        for match in form.finditer(line):
            yield Said(Kind.REMINDER, *match.span(), number(match["n"]) * UNITS[match["unit"][0].lower()])
    when = list(days_and_times(line, now, repeats=bool(series)))
    yield from when
    yield from _before_ends(line, when, now)


def _before_ends(line: str, when: Iterable[Said], now: datetime) -> Iterator[Said]:
    """Of which a day is still to come."""
    ends = [(said.start, said.end, said.value) for said in when if said.kind == Kind.DATE]
    for match in BEFORE_END.finditer(line):
        days = 7 if match["unit"][0].lower() == "w" else 1
        counts = {number(one) * days for one in re.findall(NUMBER, match["counts"], re.IGNORECASE)}
        days_before = tuple(sorted(counts, reverse=True))
        for start, end, ends_on in ends:
            if start != match.end() or not isinstance(ends_on, date) or isinstance(ends_on, datetime):
                continue
            first = next_before(ends_on=ends_on, days_before=days_before, behind=now.date() - timedelta(days=1))
            if first:
                said = Series("before", first, ends_on=ends_on, days_before=days_before)
                yield Said(Kind.REPEAT, match.start(), end, said)


def _series(match: re.Match[str], repeats: str, now: datetime) -> Said | None:
    groups, today = match.groupdict(), now.date()
    first, weekday = None, None
    if groups.get("weekday"):
        weekday = WEEKDAYS[match["weekday"].lower()]
        first = next_weekday(weekday, today)
    elif groups.get("d"):
        first = _first(int(match["d"]), MONTHS[match["month"].lower()] if groups.get("month") else None, today)
        if first is None:
            return None
    return Said(Kind.REPEAT, *match.span(), Series(repeats, first, weekday))


def _first(day: int, month: int | None, today: date) -> date | None:
    """The next such day from today on."""
    months = (today.month + n - 1 for n in range(13)) if month is None else (month - 1, month + 11, month + 47)
    for count in months:
        try:
            found = date(today.year + count // 12, count % 12 + 1, day)
        except ValueError:  # 30 February
            continue
        if found >= today:
            return found
    return None


def _chosen(line: str, candidates: list[Said], taken_back: Collection[str]) -> list[Said]:
    """From left to right the longest that begins there; of a second of its kind nothing is read, not even a part."""
    chosen: list[Said] = []
    position = 0
    for said in sorted(candidates, key=lambda said: (said.start, -said.end)):
        if said.start < position:
            continue
        position = said.end
        is_second = said.kind != Kind.MENTION and any(said.kind == other.kind for other in chosen)
        if said.kind != Kind.WORDS and not is_second and line[said.start : said.end] not in taken_back:
            chosen.append(said)
    return chosen


def _due(values: dict[Kind, object], now: datetime) -> tuple[date | None, time | None]:
    said, at, series = values.get(Kind.DATE), values.get(Kind.TIME), values.get(Kind.REPEAT)
    due_at_time = at if isinstance(at, time) else None
    if isinstance(said, datetime):  # "in 2 Stunden"
        return said.date(), due_at_time or said.time()
    due_on = said if isinstance(said, date) else None
    if isinstance(series, Series):
        first = series.first or now.date()
        due_on = first if series.ends_on else due_on or first
        if series.weekday is not None:  # "jeden Montag ab 3.12."
            due_on += timedelta(days=(series.weekday - due_on.weekday()) % 7)
    if due_on is None and due_at_time is not None:  # the next time that it is so late
        due_on = now.date() + timedelta(days=due_at_time <= now.time())
    return due_on, due_at_time


def _without(line: str, chosen: list[Said]) -> str:
    kept, position = [], 0
    for said in chosen:
        kept.append(line[position : said.start])
        position = said.end
    return " ".join("".join([*kept, line[position:]]).split()).strip(" ,;")
