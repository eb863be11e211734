"""Days: each form with how it is read.  A reading answers None for what is not surely a day."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from todos.repeating import month_later
from todos.spoken.words import (
    BY,
    CLOCK,
    END,
    MONTH,
    MONTHS,
    NUMBER,
    ON,
    SHORT,
    SHORT_WEEKDAYS,
    START,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    Kind,
    Said,
    number,
)

JUST_BEHIND = timedelta(days=60)

NOT_DUE = re.compile(
    r"(?<!\w)(?:vom|von|seit|zum|per|für|stand|gültig|from|since|for|valid|dated|as\s+of"
    r"|letzte[nrms]?|vergangene[nrms]?|vorige[nrms]?|last|ersten|zweiten|dritten|vierten|first|second|third|fourth|other)"
    r"\s+(?:dem\s+|den\s+|the\s+)?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?<!\w)(?:nr|no|nummer|number|rechnung|invoice|angebot|auftrag|kapitel|chapter|punkt|ziffer|abschnitt|section"
    r"|version|pos|position|art|artikel|seite|page|din|iso|§)\.?\s*$",
    re.IGNORECASE,
)
BEFORE_CLOCK = re.compile(rf"[ ,]+(?:um\s+)?(?:{CLOCK})", re.IGNORECASE)
NO_MORNING = re.compile(rf"(?:guten|jeden|diesen|am|heute|good|{WEEKDAY})\s+$", re.IGNORECASE)

# A day, or a day and a time ("in 2 Stunden").
type Reading = Callable[[re.Match[str], datetime], date | None]
# A day that contradicts itself ("Dienstag, 3.12.26" is a Thursday): neither half counts.
CONTRADICTION = date.min


def days(line: str, now: datetime, *, repeats: bool) -> Iterator[Said]:
    for form, read in FORMS:
        for match in form.finditer(line):
            try:
                day = read(match, now)
            except (ValueError, OverflowError):  # 31 February, week 53 of a year with 52, the year 10000
                continue
            if day is not None:
                is_due = day != CONTRADICTION and not _is_of_something_else(match, repeats=repeats)
                yield Said(Kind.DATE if is_due else Kind.WORDS, *match.span(), day)


def _is_of_something_else(match: re.Match[str], *, repeats: bool) -> bool:
    by = (match.groupdict().get("by") or "").lower()
    return (by.startswith("ab") and not repeats) or NOT_DUE.search(match.string[: match.start()]) is not None


# --- days of the calendar --------------------------------------------------------------------------------------------


def _numeric(match: re.Match[str], now: datetime) -> date | None:
    year = match["y"] or match["y4"]
    if year is None and not match["by"] and not match["weekday"]:
        if NUMBERED.search(match.string[: match.start()]):
            return None
        if not match["dot"] and not BEFORE_CLOCK.match(match.string, match.end()):
            return None
    return _checked(match, _full_year(year), int(match["m"]), now)


def _named(match: re.Match[str], now: datetime) -> date | None:
    return _checked(match, _full_year(match["y"]), MONTHS[match["month"].lower()], now)


def _full_year(typed: str | None) -> int | None:
    return None if typed is None else int(typed) + (2000 if len(typed) == 2 else 0)


def _checked(match: re.Match[str], year: int | None, month: int, now: datetime) -> date | None:
    day = _nearest(year, month, int(match["d"]), now.date())
    weekday = match.groupdict().get("weekday")
    if day is not None and weekday and _weekday(weekday) != day.weekday():
        return CONTRADICTION
    return day


def _nearest(year: int | None, month: int, day: int, today: date) -> date | None:
    """None for what is past, with its year or just behind us."""
    if year is not None:
        found = date(year, month, day)
        return found if found >= today else None
    if (month, day) == (2, 29):
        leap = next(y for y in range(today.year, today.year + 9) if monthrange(y, 2)[1] == 29)
        return date(leap, 2, 29) if date(leap, 2, 29) >= today else date(leap + 4, 2, 29)
    this_year = date(today.year, month, day)
    if this_year >= today:
        return this_year
    return None if today - this_year <= JUST_BEHIND else date(today.year + 1, month, day)


def _day_only(match: re.Match[str], now: datetime) -> date:
    """ "Am 15.": of this month or of the next that has one."""
    day, today = int(match["d"]), now.date()
    months = (month_later(today.replace(day=1), months) for months in range(3))
    return next(
        found
        for month in months
        if day <= monthrange(month.year, month.month)[1] and (found := month.replace(day=day)) >= today
    )


def _iso(match: re.Match[str], now: datetime) -> date | None:
    return _nearest(int(match["y"]), int(match["m"]), int(match["d"]), now.date())


def _week(match: re.Match[str], now: datetime) -> date | None:
    """Monday of the week, or the day of it that is said; in the week that runs, today at the earliest."""
    part, today = (match["part"] or "").lower()[:1], now.date()
    weekday = _weekday(match["weekday"]) if match["weekday"] else {"m": 2, "e": 4}.get(part, 0)
    year, week = _full_year(match["y"]) or today.isocalendar().year, int(match["w"])
    if not match["y"] and week < today.isocalendar().week:
        year += 1
    found = date.fromisocalendar(year, week, weekday + 1)
    if (year, week) < today.isocalendar()[:2]:
        return None
    return max(found, today)


# --- days counted from today -----------------------------------------------------------------------------------------


def _weekday(name: str) -> int:
    return {**WEEKDAYS, **SHORT_WEEKDAYS}[name.lower().rstrip(".")]


def next_weekday(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _on_weekday(match: re.Match[str], now: datetime) -> date | None:
    groups, today = match.groupdict(), now.date()
    weekday = _weekday(match["day"])
    if groups.get("next") or groups.get("week_before") or groups.get("week_after"):
        return today + timedelta(days=7 - today.weekday() + weekday)
    later = number(groups["weeks"]) * 7 if groups.get("weeks") else 7 * (groups.get("days") is not None)
    later = 14 if groups.get("days") == "14" else later
    return next_weekday(weekday, today) + timedelta(days=later)


def _today(match: re.Match[str], now: datetime) -> date:
    return now.date()


def _tomorrow(match: re.Match[str], now: datetime) -> date | None:
    if NO_MORNING.search(match.string[: match.start()]):
        return None
    return now.date() + timedelta(days=1)


def _day_after_tomorrow(match: re.Match[str], now: datetime) -> date:
    return now.date() + timedelta(days=2)


def _in(match: re.Match[str], now: datetime) -> date | None:
    count, unit = number(match["n"]), match["unit"].lower()
    if unit.startswith(("stunde", "std", "hour", "min")):
        passing = timedelta(minutes=count) if unit.startswith("min") else timedelta(hours=count)
        return (now.astimezone(UTC) + passing).astimezone(now.tzinfo).replace(second=0, microsecond=0)
    if unit.startswith(("tag", "day")):
        return now.date() + timedelta(days=count)
    if unit.startswith(("woche", "week")):
        return now.date() + timedelta(weeks=count)
    return month_later(now.date(), count * (12 if unit.startswith(("jahr", "year")) else 1))


def _next_period(match: re.Match[str], now: datetime) -> date:
    today = now.date()
    if match["period"].lower() in ("woche", "week"):
        return today + timedelta(days=7 - today.weekday())
    return month_later(today.replace(day=1))


def _end(match: re.Match[str], now: datetime) -> date:
    """Weeks end on Friday here."""
    groups, today = match.groupdict(), now.date()
    period, following = (groups.get("period") or groups["period2"]).lower(), bool(groups.get("next"))
    if period in ("woche", "week"):
        friday = today + timedelta(days=4 - today.weekday())
        return friday + timedelta(weeks=1) if following or friday < today else friday
    months = {"m": today.month, "q": (today.month + 2) // 3 * 3}.get(period[0], 12)
    length = {"m": 1, "q": 3}.get(period[0], 12)
    last = month_later(today.replace(month=months, day=1), length if following else 0)
    return last.replace(day=monthrange(last.year, last.month)[1])


def _part_of_month(match: re.Match[str], now: datetime) -> date | None:
    month = MONTHS[match["month"].lower()]
    part = match["part"].lower()
    year = now.year + (month < now.month)
    day = monthrange(year, month)[1] if part[0] == "e" else 15 if part[0] == "m" else 1
    return _nearest(None, month, day, now.date())


NEXT = r"(?:nächste[nrms]?|naechste[nrms]?|next|kommende[nrms]?)"
_WEEK_AFTER = r"(?:\s+(?P<week_after>(?:in\s+der\s+)?(?:nächste[rn]?|kommende[rn]?)\s+woche|of\s+next\s+week))"
_LATER = rf"(?:\s+in\s+(?:(?P<weeks>{NUMBER})\s+(?:wochen?|weeks?)|(?P<days>8|acht|14)\s+tagen))"
FORMS: list[tuple[re.Pattern[str], Reading]] = [
    (re.compile(START + form + END, re.IGNORECASE), read)
    for form, read in (
        (
            (
                rf"{BY}{ON}(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})"
                rf"(?:(?P<dot>\.)(?:(?P<y>20\d\d|\d\d)|\s?(?P<y4>20\d\d))?)?(?!\d)(?!\s*{UNITS})"
            ),
            _numeric,
        ),
        (
            rf"{BY}{ON}(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?(?P<month>{MONTH})\b\.?(?:,?\s(?P<y>20\d\d))?",
            _named,
        ),
        (rf"{BY}{ON}(?P<month>{MONTH})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)(?:,?\s(?P<y>20\d\d))?", _named),
        (rf"(?P<by>on|by|until)\s+(?P<month>{MONTH})\s(?P<d>\d{{1,2}})(?:,?\s(?P<y>20\d\d))?", _named),
        (rf"{BY}(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
        (r"(?P<by>am|bis\s+zum|bis)\s+(?P<d>\d{1,2})\.(?=\s*(?:$|[,;!@)]|um\s|\d{1,2}[:\s]))", _day_only),
        (r"(?P<by>am|bis\s+zum|bis)\s+(?P<d>\d{1,2})\.\s+(?:des\s+monats|dieses\s+monats)", _day_only),
        (
            (
                rf"(?:in\s+(?:der\s+)?|bis\s+|am\s+)?(?:(?P<weekday>{WEEKDAY}|{SHORT})\.?,?\s+(?:in\s+(?:der\s+)?)?)?"
                r"(?:(?P<part>anfang|mitte|ende)\s+(?:der\s+)?)?(?:kw|kalenderwoche|cw|calendar\s+week)\s?"
                r"(?P<w>\d{1,2})(?:\s?/\s?(?P<y>\d{4}|\d\d)|\s+20\d\d)?"
            ),
            _week,
        ),
        (
            (
                rf"{BY}(?:(?P<next>nächste[nrms]?|naechste[nrms]?|next)\s+|(?:diesen|kommenden|this|coming)\s+)?"
                rf"(?P<day>{WEEKDAY})(?:{_WEEK_AFTER}|{_LATER})?"
            ),
            _on_weekday,
        ),
        (rf"{BY}(?P<week_before>{NEXT}\s+(?:woche|week))\s+(?:am\s+|on\s+)?(?P<day>{WEEKDAY}|{SHORT})", _on_weekday),
        (rf"(?P<by>am|bis|on|by|until)\s+(?P<day>{SHORT})", _on_weekday),
        (rf"(?P<day>{SHORT})\.?,?(?=\s+(?:um\s+)?(?:{CLOCK}))", _on_weekday),
        (rf"{BY}(?:heute|today)", _today),
        (rf"{BY}(?:morgen|tomorrow)", _tomorrow),
        (rf"{BY}(?:übermorgen|uebermorgen|(?:the\s+)?day\s+after\s+tomorrow)", _day_after_tomorrow),
        (
            (
                rf"in\s+(?P<n>{NUMBER})\s+(?P<unit>tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?|stunden?|std\.?|min(?:uten?|\.)?"
                r"|days?|weeks?|months?|years?|hours?|minutes?)"
            ),
            _in,
        ),
        (rf"(?:bis\s+|in\s+der\s+|im\s+)?{NEXT}\s+(?P<period>woche|monat|week|month)", _next_period),
        (
            (
                rf"{BY}(?:(?:ende|(?:the\s+)?end\s+of)\s+(?:(?P<next>{NEXT})\s+|(?:des|der|diese[rns]|the|this)\s+)?"
                r"(?P<period>woche|monats?|quartals?|jahre?s?|week|month|quarter|year)"
                r"|(?P<period2>monats|quartals|jahres)ende)"
            ),
            _end,
        ),
        (rf"{BY}(?:anfang|beginn)\s+{NEXT}\s+(?P<period>woche|monats?)", _next_period),
        (rf"{BY}(?P<part>anfang|mitte|ende|beginning\s+of|middle\s+of|end\s+of)\s+(?P<month>{MONTH})", _part_of_month),
    )
]
