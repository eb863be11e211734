"""The words of a line that say a day or a number, and what stands around them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    WORDS = "words"  # looks like something, and stays in the title
    DATE = "date"
    TIME = "time"
    MENTION = "mention"
    PRIORITY = "priority"
    REPEAT = "repeat"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Said:
    kind: Kind
    start: int
    end: int
    value: object = None


def _numbered(first: int, *rows: str) -> dict[str, int]:
    return {name: number for number, row in enumerate(rows, start=first) for name in row.split()}


WEEKDAYS = _numbered(
    0,
    "montag monday",
    "dienstag tuesday",
    "mittwoch wednesday",
    "donnerstag thursday",
    "freitag friday",
    "samstag sonnabend saturday",
    "sonntag sunday",
)
SHORT_WEEKDAYS = _numbered(0, "mo mon", "di tue", "mi wed", "do thu", "fr fri", "sa sat", "so sun")
MONTHS = _numbered(
    1,
    "januar january jan",
    "februar february feb",
    "märz maerz march mär mar",
    "april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "dezember december dez dec",
)
NUMBERS = _numbered(
    1,
    "ein eine einem einer einen a an one",
    "zwei two",
    "drei three",
    "vier four",
    "fünf fuenf five",
    "sechs six",
    "sieben seven",
    "acht eight",
    "neun nine",
    "zehn ten",
)


def number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word.lower()]


def one_of(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


START = r"(?<![\w/-])(?<!\d[.,:])"
END = r"(?![\w/-]|[.,:]\d)"
WEEKDAY, SHORT, MONTH = one_of(WEEKDAYS), one_of(SHORT_WEEKDAYS), one_of(MONTHS)
NUMBER = rf"(?:\d{{1,3}}|{one_of(NUMBERS)})"
BY = (
    r"(?:(?P<by>bis(?:\s+zum|\s+spätestens|\s+am)?|spätestens(?:\s+am|\s+bis)?|fällig(?:\s+am)?|am"
    r"|on(?:\s+the)?|by(?:\s+the)?|until|due(?:\s+on|\s+by)?|ab(?:\s+dem)?|starting)\s+)?"
)
ON = rf"(?:(?P<weekday>{WEEKDAY}|{SHORT}\.?),?\s+(?:den\s+|dem\s+|the\s+)?)?"
CLOCK = r"\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|h\b)|\d{1,2}:\d\d"
UNITS = (
    r"(?:%|€|\$|prozent|euro|eur|cent|tag|woche|monat|jahr|stunde|std|minute|stück|punkt|kg|m\b|km|grad|mal\b|x\b"
    r"|percent|day|week|month|year|hour|piece)"
)
