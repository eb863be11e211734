from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from todos.ical import FeedItem, feed

ITEM = FeedItem(
    uid="todo-17@timecount.example",
    title="Rückruf Frau Scholz; Angebot, Preise",
    description="Erste Zeile\nZweite \\ Zeile",
    url="https://timecount.example/todos/17/",
    due_on=date(2026, 11, 25),
    due_at_time=time(14),
    priority="high",
    changed_at=datetime(2026, 11, 24, 9, 8, 7, 654321, tzinfo=UTC),
)


def lines(text: bytes) -> list[str]:
    return text.decode().replace("\r\n ", "").split("\r\n")


def test_a_to_do_with_a_time_is_an_event_of_half_an_hour_in_utc() -> None:
    assert lines(feed("Aufgaben von Anna", [ITEM])) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Timecount//Timecount//DE",
        "METHOD:PUBLISH",
        "NAME:Aufgaben von Anna",
        "X-WR-CALNAME:Aufgaben von Anna",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
        "SUMMARY:Rückruf Frau Scholz\\; Angebot\\, Preise",
        "DTSTART:20261125T130000Z",
        "DTEND:20261125T133000Z",
        "DTSTAMP:20261124T090807Z",
        "UID:todo-17@timecount.example",
        "DESCRIPTION:Erste Zeile\\nZweite \\\\ Zeile",
        "LAST-MODIFIED:20261124T090807Z",
        "PRIORITY:1",
        "TRANSP:TRANSPARENT",
        "URL:https://timecount.example/todos/17/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_to_do_without_a_time_lasts_its_day() -> None:
    text = lines(feed("x", [replace(ITEM, due_at_time=None, description="")]))
    assert "DTSTART;VALUE=DATE:20261125" in text
    assert "DTEND;VALUE=DATE:20261126" in text
    assert not any(line.startswith("DESCRIPTION") for line in text)


def test_times_on_the_days_when_the_clocks_change() -> None:
    spring = feed("x", [replace(ITEM, due_on=date(2027, 3, 28), due_at_time=time(2, 30))])
    autumn = feed("x", [replace(ITEM, due_on=date(2027, 10, 31), due_at_time=time(2, 30))])
    assert "DTSTART:20270328T013000Z" in lines(spring)
    assert "DTSTART:20271031T003000Z" in lines(autumn)


def test_an_empty_feed_is_a_calendar() -> None:
    assert lines(feed("x", []))[-2:] == ["END:VCALENDAR", ""]
    assert not Calendar.from_ical(feed("x", [])).walk("VEVENT")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS, TEXTS, TEXTS, st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.none() | st.times())
@example("ä" * 200, "BEGIN:VEVENT\r\nEND:VCALENDAR", "a\0b\x1fc\u2028d", date(2026, 11, 24), None)
def test_what_is_written_is_what_is_read(name: str, title: str, text: str, due_on: date, at: time | None) -> None:
    at = at.replace(second=0, microsecond=0) if at else None
    item = replace(ITEM, title=title, description=text, due_on=due_on, due_at_time=at)
    written = feed(name, [item, replace(item, uid="todo-18@timecount.example")])
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert written == feed(name, [item, replace(item, uid="todo-18@timecount.example")])
    events = Calendar.from_ical(written).events
    assert [str(event["uid"]) for event in events] == ["todo-17@timecount.example", "todo-18@timecount.example"]
    for event in events:
        assert visible(str(event["summary"])).split() == visible(title).split()
        assert visible(str(event.get("description", ""))) == visible(text)
        assert event.duration == (timedelta(minutes=30) if at else timedelta(days=1))
        assert str(event["url"]) == item.url


def visible(text: str) -> str:
    """What a person sees of it: how lines end does not matter, nor what is no character at all."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 0xA0 or " " <= c <= "~")
