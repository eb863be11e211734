"""vCards 2.1, 3.0 and 4.0, mixed in one file, as a table: a card is a line, what it says are columns.

Every property is read for itself: a broken photo or a line that nobody understands costs the card nothing else.
Pictures and keys are left out.
"""

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

START = re.compile(rb"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_UNUSED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_PARAMETER = re.compile(r';((?:"[^"]*"|[^;:"])*)')
_PROPERTY = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)")
_URI = re.compile(r"(?i)^(?:tel|mailto):")


@dataclass(frozen=True)
class Property:
    """`kinds` are its types in small letters: work, home, cell, pref."""

    group: str
    name: str
    kinds: frozenset[str]
    raw: str

    @property
    def text(self) -> str:
        return _unescaped(self.raw).strip()

    @property
    def parts(self) -> list[str]:
        """What semicolons part; a comma inside a part parts several of the same."""
        return [" ".join(_unescaped(part).split()) for part in _split(self.raw, ";")]


@dataclass
class Card:
    line: int
    properties: list[Property] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """The preferred ones first."""
        return sorted((one for one in self.properties if one.name == name), key=lambda one: "pref" not in one.kinds)

    def first(self, name: str) -> str:
        return next((one.text for one in self.all(name) if one.text), "")


def read_cards(data: bytes) -> list[Card]:
    """`line` is where the card begins in the file."""
    return list(_cards(_decoded_lines(data)))


def _decoded_lines(data: bytes) -> list[str]:
    """UTF-8 line by line, else Windows: old programs mix them, and a card must not spoil the next one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace").replace("\0", "")
        return [line.rstrip("\r\n") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return [_decoded(line) for line in lines]


def _decoded(line: bytes) -> str:
    line = line.replace(b"\0", b"")
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _cards(lines: Sequence[str]) -> Iterator[Card]:
    card: Card | None = None
    for number, line in _unfolded(lines):
        mark = line.replace(" ", "").upper()
        if mark == _BEGIN:
            if card and card.properties:
                yield card  # the one above was never ended
            card = Card(number)
        elif mark == _END:
            if card:
                yield card
            card = None
        elif card and (found := _property(line)):
            card.properties.append(found)
    if card and card.properties:
        yield card


def _unfolded(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Long lines go on in the next one: with a blank in front, or in quoted-printable behind a "="."""
    held, number, quoted = "", 0, False
    for place, line in enumerate(lines, 1):
        if held and quoted and held.endswith("="):
            held = held[:-1] + line
        elif held and line[:1] in (" ", "\t") and line.strip():
            held += line[1:]
        else:
            if held:
                yield number, held
            held, number = line, place
            quoted = "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
    if held:
        yield number, held


def _property(line: str) -> Property | None:
    found = _PROPERTY.match(line)
    if not found or found[2].upper() in _UNUSED:
        return None
    parameters, place = list[tuple[str, str]](), found.end()
    while parameter := _PARAMETER.match(line, place):
        place = parameter.end()
        parameters.append(_parameter(parameter[1]))
    if line[place : place + 1] != ":":
        return None
    raw, said = line[place + 1 :], dict(parameters)
    if said.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        raw = _from_quoted(raw, said.get("CHARSET", "utf-8"))
    kinds = {kind.strip().lower() for name, value in parameters if name == "TYPE" for kind in value.split(",")}
    kinds |= {"pref"} & {name.lower() for name in said}
    return Property((found[1] or "").lower(), found[2].upper(), frozenset(kinds), raw)


def _parameter(text: str) -> tuple[str, str]:
    """Version 2.1 leaves the names out: `TEL;WORK;VOICE`."""
    name, equals, value = text.replace('"', "").partition("=")
    name = name.strip().upper()
    if equals:
        return name, value.strip()
    return ("ENCODING" if name in _ENCODINGS else "TYPE"), name


def _from_quoted(raw: str, charset: str) -> str:
    decoded = quopri.decodestring(raw.encode()).replace(b"\0", b"")
    for encoding in (charset, "utf-8"):
        try:
            return decoded.decode(encoding).replace("\r\n", "\n")
        except (UnicodeDecodeError, LookupError):
            continue
    return decoded.decode("cp1252", "replace").replace("\r\n", "\n")


def _split(raw: str, separator: str) -> list[str]:
    """At separators that are not escaped."""
    if "\\" not in raw:
        return raw.split(separator)
    parts, part, escaped = [], "", False
    for letter in raw:
        if letter == separator and not escaped:
            parts.append(part)
            part = ""
        else:
            part += letter
        escaped = letter == "\\" and not escaped
    return [*parts, part]


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], raw)


def label_of(card: Card, one: Property) -> frozenset[str]:
    """The types of a property, with the words of its label: Apple keeps them in a property of the same group."""
    labels = {
        (_LABEL.fullmatch(other.text) or [other.text, other.text])[1].lower()
        for other in card.properties
        if one.group and other.group == one.group and other.name == "X-ABLABEL"
    }
    return one.kinds | labels


def without_scheme(text: str) -> str:
    """`tel:+49-40-1;ext=12` as one would type it."""
    number, _semicolon, more = _URI.sub("", text).partition(";")
    extension = re.match(r"(?i)ext=(\d+)", more)
    return f"{number} Durchwahl {extension[1]}" if extension else number
