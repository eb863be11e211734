"""A calendar for other programs: the text of an iCalendar feed (RFC 5545).  Pure.

To-dos are events, not VTODO: Outlook and Google leave VTODO out of subscribed calendars, Apple shows it in another
program.  Without a time they last the day; they never make somebody look busy.  Times are UTC, so no description of a
time zone is needed.  The text depends on nothing but what is in it, so equal entries give equal bytes (ETag).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from todos.repeating import instant

LASTS = timedelta(minutes=30)
REFRESH = timedelta(hours=1)
PRIORITIES = {"high": 1, "normal": 5, "low": 9}


@dataclass(frozen=True)
class FeedItem:
    """`uid` must stay the same however often the entry changes, and be unlike any other program's."""

    uid: str
    title: str
    description: str
    url: str
    due_on: date
    due_at_time: time | None
    priority: str
    changed_at: datetime


def feed(name: str, items: Iterable[FeedItem], *, language: str = "de") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//Timecount//Timecount//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = " ".join(_plain(name).split())
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for item in items:
        calendar.add_component(_event(item))
    text: bytes = calendar.to_ical()
    return text


def _event(item: FeedItem) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("summary", " ".join(_plain(item.title).split()))
    if item.description:
        event.add("description", _plain(item.description))
    event.add("url", item.url)
    if item.due_at_time is None:
        event.add("dtstart", item.due_on)
        event.add("dtend", item.due_on + timedelta(days=1))
    else:
        start = instant(item.due_on, item.due_at_time)
        event.add("dtstart", start)
        event.add("dtend", start + LASTS)
    changed_at = item.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("priority", PRIORITIES[item.priority])
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    """Without the control characters that the format cannot hold; lines end with "\\n"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or ord(c) >= 0xA0))
