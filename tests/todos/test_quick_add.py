import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from todos.quick_add import Piece, QuickEntry, understand
from todos.spoken.words import Kind

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=BERLIN)  # a Tuesday, week 48


def read(line: str, **options: list[str]) -> QuickEntry:
    return understand(line, now=NOW, **options)


def test_the_line_of_the_issue() -> None:
    entry = read("Rückruf Frau Scholz morgen 14 Uhr @Anna !hoch erinnern 30 min vorher")
    assert entry == QuickEntry(
        title="Rückruf Frau Scholz",
        due_on=date(2026, 11, 25),
        due_at_time=time(14),
        mentions=("Anna",),
        priority="high",
        repeats="none",
        ends_on=None,
        days_before=(),
        remind_before=timedelta(minutes=30),
        understood=(
            Piece(Kind.DATE, "morgen"),
            Piece(Kind.TIME, "14 Uhr"),
            Piece(Kind.MENTION, "@Anna"),
            Piece(Kind.PRIORITY, "!hoch"),
            Piece(Kind.REMINDER, "erinnern 30 min vorher"),
        ),
    )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("heute", "2026-11-24"),
        ("Morgen", "2026-11-25"),
        ("bis morgen", "2026-11-25"),
        ("übermorgen", "2026-11-26"),
        ("uebermorgen", "2026-11-26"),
        ("Montag", "2026-11-30"),
        ("am Freitag", "2026-11-27"),
        ("Dienstag", "2026-12-01"),
        ("Sonnabend", "2026-11-28"),
        ("diesen Freitag", "2026-11-27"),
        ("kommenden Mittwoch", "2026-11-25"),
        ("nächsten Dienstag", "2026-12-01"),
        ("nächsten Freitag", "2026-12-04"),
        ("naechsten Freitag", "2026-12-04"),
        ("Freitag nächste Woche", "2026-12-04"),
        ("nächste Woche Mittwoch", "2026-12-02"),
        ("nächste Woche", "2026-11-30"),
        ("Freitag in einer Woche", "2026-12-04"),
        ("Freitag in 14 Tagen", "2026-12-11"),
        ("am Mo", "2026-11-30"),
        ("in 3 Tagen", "2026-11-27"),
        ("in drei Tagen", "2026-11-27"),
        ("in 2 Wochen", "2026-12-08"),
        ("in einer Woche", "2026-12-01"),
        ("in einem Monat", "2026-12-24"),
        ("in 3 Monaten", "2027-02-24"),
        ("in einem Jahr", "2027-11-24"),
        ("Ende des Monats", "2026-11-30"),
        ("bis Monatsende", "2026-11-30"),
        ("Ende nächsten Monats", "2026-12-31"),
        ("Ende der Woche", "2026-11-27"),
        ("Ende nächster Woche", "2026-12-04"),
        ("Anfang nächster Woche", "2026-11-30"),
        ("Ende des Jahres", "2026-12-31"),
        ("bis Quartalsende", "2026-12-31"),
        ("Anfang Dezember", "2026-12-01"),
        ("Mitte Januar", "2027-01-15"),
        ("Ende Februar", "2027-02-28"),
        ("3.12.", "2026-12-03"),
        ("3. 12.", "2026-12-03"),
        ("am 3.12", "2026-12-03"),
        ("bis zum 31.12.", "2026-12-31"),
        ("03.12.26", "2026-12-03"),
        ("03.12.2026", "2026-12-03"),
        ("3.12. 2027", "2027-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("1.3.", "2027-03-01"),
        ("29.2.", "2028-02-29"),
        ("3. Dezember", "2026-12-03"),
        ("am 3. Dez.", "2026-12-03"),
        ("3. Dezember 2027", "2027-12-03"),
        ("Donnerstag, den 3. Dezember", "2026-12-03"),
        ("Do, 3.12.", "2026-12-03"),
        ("1. März", "2027-03-01"),
        ("am 30. des Monats", "2026-11-30"),
        ("KW 50", "2026-12-07"),
        ("in KW50", "2026-12-07"),
        ("Ende KW 50", "2026-12-11"),
        ("Mittwoch KW 50", "2026-12-09"),
        ("KW 48", "2026-11-24"),
        ("KW 53", "2026-12-28"),
        ("KW 3", "2027-01-18"),
        ("KW 3/27", "2027-01-18"),
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("the day after tomorrow", "2026-11-26"),
        ("next Tuesday", "2026-12-01"),
        ("by Friday", "2026-11-27"),
        ("in 2 weeks", "2026-12-08"),
        ("in a week", "2026-12-01"),
        ("end of the month", "2026-11-30"),
        ("next week", "2026-11-30"),
        ("on December 3", "2026-12-03"),
        ("3rd of December", "2026-12-03"),
        ("December 3rd, 2026", "2026-12-03"),
    ],
)
@pytest.mark.parametrize("form", ["Vertrag {} prüfen", "{} anrufen", "Vertrag {}", "({}) Anruf"])
def test_days(said: str, day: str, form: str) -> None:
    entry = read(form.format(said))
    assert entry.due_on == date.fromisoformat(day)
    assert entry.title.split() == form.format("").split()
    assert entry.understood == (Piece(Kind.DATE, said),)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("14 Uhr", time(14)),
        ("um 14 Uhr", time(14)),
        ("um 14:30", time(14, 30)),
        ("14:30", time(14, 30)),
        ("14.30 Uhr", time(14, 30)),
        ("14:30 Uhr", time(14, 30)),
        ("14 Uhr 30", time(14, 30)),
        ("um 14.30", time(14, 30)),
        ("um 14h", time(14)),
        ("14h", time(14)),
        ("14h30", time(14, 30)),
        ("um 14", time(14)),
        ("gegen 9 Uhr", time(9)),
        ("ab 9:05", time(9, 5)),
        ("0 Uhr", time(0)),
        ("at 2 pm", time(14)),
        ("2pm", time(14)),
        ("at 2:30 pm", time(14, 30)),
        ("9am", time(9)),
        ("at 9 am", time(9)),
        ("12 pm", time(12)),
        ("12am", time(0)),
    ],
)
def test_times_beside_a_day(said: str, at: time) -> None:
    for line in (f"Anruf Freitag {said}", f"Freitag, {said} Anruf"):
        entry = read(line)
        assert (entry.title, entry.due_on, entry.due_at_time) == ("Anruf", date(2026, 11, 27), at)
        assert [piece.text for piece in entry.understood] == ["Freitag", said]


@pytest.mark.parametrize(
    ("line", "title", "due_on", "at"),
    [
        # The next time that it is so late.
        ("Anruf 14 Uhr", "Anruf", date(2026, 11, 24), time(14)),
        ("Anruf 9:30", "Anruf", date(2026, 11, 25), time(9, 30)),
        ("Anruf um 14", "Anruf", date(2026, 11, 24), time(14)),
        ("Fr 9:30 Termin", "Termin", date(2026, 11, 27), time(9, 30)),
        ("Fr., 9:30 Termin", "Termin", date(2026, 11, 27), time(9, 30)),
        ("3.12 um 9:30 Termin", "Termin", date(2026, 12, 3), time(9, 30)),
        ("Montag Morgen anrufen", "Morgen anrufen", date(2026, 11, 30), None),
        ("morgen früh anrufen", "früh anrufen", date(2026, 11, 25), None),
        ("in 2 Stunden anrufen", "anrufen", date(2026, 11, 24), time(14)),
        ("in 30 min anrufen", "anrufen", date(2026, 11, 24), time(12, 30)),
        ("Anruf am 15.", "Anruf", date(2026, 12, 15), None),
        ("am 30. um 9:30 Anruf", "Anruf", date(2026, 11, 30), time(9, 30)),
        ("Anruf (bis zum 31.)", "Anruf ()", date(2026, 12, 31), None),
        ("3.12. 14 Uhr", "", date(2026, 12, 3), time(14)),
        ("morgen oder Freitag anrufen", "oder Freitag anrufen", date(2026, 11, 25), None),
        ("Mit Anna, morgen, sprechen", "Mit Anna, , sprechen", date(2026, 11, 25), None),
    ],
)
def test_days_and_times_together(line: str, title: str, due_on: date, at: time | None) -> None:
    entry = read(line)
    assert (entry.title, entry.due_on, entry.due_at_time) == (title, due_on, at)


@pytest.mark.parametrize(
    "line",
    [
        "Rechnung 3.12 prüfen",
        "Rechnung 3.12. prüfen",
        "Kapitel 3.12. lesen",
        "Rechnung 15.11. nachfassen",
        "Rechnung vom 3.12. prüfen",
        "Vertrag zum 31.12. kündigen",
        "Vertrag per 31.12.2026 kündigen",
        "Angebot gültig bis 31.12.",
        "Neue Preise ab 1.1. ansagen",
        "Unterlagen für Freitag kopieren",
        "seit heute krank",
        "Lieferung 03.11.26 reklamieren",
        "am 31.2. Termin",
        "KW 54 liefern",
        "Dienstag, 3.12.26 Termin",
        "Herr Sonntag und Frau Morgen anrufen",
        "Firma Montag GmbH besuchen",
        "Fr. Scholz anrufen",
        "Herr Mai und Frau Sommer",
        "So geht das nicht, do it",
        "Guten Morgen sagen",
        "Montagsrunde vorbereiten",
        "Angebot über 24 Stunden senden",
        "24h Lieferung, Schicht 12 h",
        "um 14 Prozent senken, um 3 Tage verschieben",
        "Termin 14-15 Uhr, 9:00-10:30",
        "Format 16:9, Tor 25:61",
        "Preis 3,12 oder 3.12 Euro",
        "Tel. 030/12 34 56 oder 0171 2345678",
        "IBAN DE12 3456 0000",
        "Version 2.10. einspielen",
        "alle 2 Wochen anrufen",
        "2x wöchentlich reinigen",
        "monatlich kündbar",
        "vierteljährlich abrechnen",
        "30 min vorher erinnern",
        'Zitat "morgen 14 Uhr" und „heute“',
        "info@morgen.example, https://a.example/2026-12-03",
        "Wahnsinn! !sofort !!!!",
        "Kunden erinnern",
        "an den 5. Stock denken",
        "Montag-Dienstag frei, 3.-5.12. Messe",
        "der 31.11. ist kein Tag",
        "Wartung jeden ersten Montag, wie letzten Freitag",
        "Preise 1.1. bis 31.12. prüfen",
    ],
)
def test_what_is_not_surely_meant_stays_in_the_title(line: str) -> None:
    entry = read(line)
    assert (entry.title, entry.understood, entry.due_on, entry.due_at_time) == (line, (), None, None)
    assert (entry.priority, entry.repeats, entry.remind_before) == ("normal", "none", None)


@pytest.mark.parametrize(
    ("line", "title", "repeats", "due_on"),
    [
        ("jeden Montag Runde", "Runde", "weekly", date(2026, 11, 30)),
        ("jeden Montag ab 10.12. Runde", "Runde", "weekly", date(2026, 12, 14)),
        ("Runde wöchentlich", "Runde", "weekly", date(2026, 11, 24)),
        ("Zähler monatlich ab 1.1. ablesen", "Zähler ablesen", "monthly", date(2027, 1, 1)),
        ("jeden 31. Zähler ablesen", "Zähler ablesen", "monthly", date(2026, 12, 31)),
        ("Zähler am 15. jeden Monats", "Zähler", "monthly", date(2026, 12, 15)),
        ("jährlich am 29.2. prüfen", "prüfen", "yearly", date(2028, 2, 29)),
        ("jeden 3. Dezember prüfen", "prüfen", "yearly", date(2026, 12, 3)),
        ("jedes Jahr prüfen", "prüfen", "yearly", date(2026, 11, 24)),
        ("call every Friday at 2 pm", "call", "weekly", date(2026, 11, 27)),
        ("report monthly", "report", "monthly", date(2026, 11, 24)),
    ],
)
def test_what_repeats_has_a_first_day(line: str, title: str, repeats: str, due_on: date) -> None:
    entry = read(line)
    assert (entry.title, entry.repeats, entry.due_on) == (title, repeats, due_on)


@pytest.mark.parametrize(
    ("line", "title", "due_on", "days"),
    [
        ("Vertrag kündigen 30 Tage vor 31.12.2027", "Vertrag kündigen", date(2027, 12, 1), (30,)),
        ("90, 30 und 7 Tage vor dem 31.12.2026 prüfen", "prüfen", date(2026, 12, 1), (90, 30, 7)),
        ("renew two weeks before 31 December 2027", "renew", date(2027, 12, 17), (14,)),
        ("30 Tage vor Vertragsende prüfen", "30 Tage vor Vertragsende prüfen", None, ()),
    ],
)
def test_before_an_end_the_next_of_the_days_is_the_first(
    line: str, title: str, due_on: date | None, days: tuple[int, ...]
) -> None:
    entry = read(line)
    assert (entry.title, entry.due_on, entry.days_before) == (title, due_on, days)
    assert (entry.repeats == "before") == (entry.ends_on is not None) == bool(days)


@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("erinnern 30 min vorher", timedelta(minutes=30)),
        ("erinnere mich 1 Stunde vorher", timedelta(hours=1)),
        ("Erinnerung 2 Tage davor", timedelta(days=2)),
        ("eine Woche vorher erinnern", timedelta(weeks=1)),
        ("2h vorher erinnern", timedelta(hours=2)),
        ("remind me 30 minutes before", timedelta(minutes=30)),
    ],
)
def test_reminders(said: str, before: timedelta) -> None:
    entry = read(f"Anruf Freitag 9 Uhr {said}")
    assert (entry.title, entry.remind_before) == ("Anruf", before)


@pytest.mark.parametrize(
    ("typed", "priority"),
    [
        ("!hoch", "high"),
        ("!Wichtig", "high"),
        ("!!", "high"),
        ("!niedrig", "low"),
        ("!low", "low"),
        ("!normal", "normal"),
    ],
)
def test_priorities(typed: str, priority: str) -> None:
    assert (read(f"Anruf {typed}").title, read(f"Anruf {typed}").priority) == ("Anruf", priority)


def test_mentions_are_known_names_or_one_word() -> None:
    names = ["Anna", "Anna Berg", "Team Süd", "C. & A."]
    entry = read("Anruf @anna berg und @Team Süd, @Ben! an a@b.example @C. & A.", names=names)
    assert entry.mentions == ("anna berg", "Team Süd", "Ben", "C. & A.")
    assert entry.title == "Anruf und , ! an a@b.example"
    assert read("@Anna Berg anrufen").mentions == ("Anna",)


def test_a_piece_that_is_taken_back_stays_in_the_title() -> None:
    line = "Anruf morgen 14 Uhr @Anna !hoch"
    entry = read(line, taken_back=["morgen", "@Anna"])
    assert (entry.title, entry.due_on, entry.due_at_time) == ("Anruf morgen @Anna", date(2026, 11, 24), time(14))
    whole = read(line, taken_back=[piece.text for piece in read(line).understood])
    assert (whole.title, whole.understood) == (line, ())
    # What stood behind it is not read in its place.
    assert read("Anruf am 3.12.2026", taken_back=["am 3.12.2026"]).understood == ()


@pytest.mark.parametrize(
    ("now", "line", "due_on"),
    [
        (datetime(2026, 11, 28, 12, tzinfo=BERLIN), "Ende der Woche", date(2026, 12, 4)),
        (datetime(2026, 11, 29, 12, tzinfo=BERLIN), "nächste Woche", date(2026, 11, 30)),
        (datetime(2026, 12, 31, 12, tzinfo=BERLIN), "in 2 Monaten", date(2027, 2, 28)),
        (datetime(2026, 12, 31, 12, tzinfo=BERLIN), "KW 1", date(2027, 1, 4)),
        (datetime(2027, 1, 1, 12, tzinfo=BERLIN), "KW 53", date(2027, 1, 1)),  # that of 2026 is running
        (datetime(2027, 10, 31, 1, 30, tzinfo=BERLIN), "in 3 Stunden", date(2027, 10, 31)),
    ],
)
def test_from_other_days(now: datetime, line: str, due_on: date | None) -> None:
    assert understand(line, now=now).due_on == due_on


def test_hours_pass_while_the_clocks_are_put_back() -> None:
    assert understand("in 3 Stunden", now=datetime(2027, 10, 31, 1, 30, tzinfo=BERLIN)).due_at_time == time(3, 30)


PIECES = st.sampled_from(
    [
        *("heute", "morgen", "übermorgen", "Montag", "nächsten", "Dienstag", "in", "3", "Tagen", "2", "Wochen", "99"),
        *("Jahren", "999", "Ende", "des", "Monats", "3.12.", "31.2.", "0.0.", "99.99.", "3.", "31.", "03.12.26"),
        *(
            "3.12.9999",
            "Dezember",
            "Februar",
            "KW",
            "50",
            "0",
            "Freitag",
            "9:30",
            "99:99",
            "um",
            "14",
            "Uhr",
            "25",
            "14h",
        ),
        *(
            "vorher",
            "am",
            "bis",
            "jeden",
            "jedes",
            "Jahr",
            "wöchentlich",
            "monatlich",
            "erinnern",
            "30",
            "min",
            "@Anna",
        ),
        *(
            "@",
            "!hoch",
            "!",
            "!!",
            "Frau",
            "Scholz",
            "Rückruf",
            ",",
            ".",
            "„",
            "“",
            '"',
            "pm",
            "13",
            "vom",
            "2026-02-30",
        ),
        *("29.2.", "Ⅻ", "٣.١٢.", "²"),
    ]
)
LINES = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map(" ".join))
DAYS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(BERLIN))  # noqa: DTZ001


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@given(LINES, DAYS)
@example("in 999 Jahren und am 29.2.", NOW)
def test_nothing_raises_and_no_word_gets_lost(line: str, now: datetime) -> None:
    entry = understand(line, now=now)
    rest = words(line)
    understood = [word for piece in entry.understood for word in words(piece.text)]
    kept = iter(rest)
    assert all(word in kept for word in words(entry.title))  # in order
    assert sorted(words(entry.title) + understood) == sorted(rest)
    assert entry.due_on is not None or (entry.due_at_time is None and entry.repeats == "none")
    assert entry.due_on is None or entry.due_on >= now.date()
    taken_back = understand(line, now=now, taken_back=[piece.text for piece in entry.understood])
    assert set(taken_back.understood).isdisjoint(entry.understood)
