"""From bytes to text.  Whatever is not certain is said; nothing is read wrongly in silence."""

import re
from collections import Counter
from dataclasses import dataclass

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.errors import Refused


class Unreadable(Refused):
    """The file cannot be read as a table; says why and what helps."""


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    sure: bool = True


# What a person may choose where the guess was wrong.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "utf-16": "UTF-16",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
}

_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old Excel or Word file, or one with a password"),
    b"%PDF": gettext_lazy("a PDF file"),
    b"\x89PNG": gettext_lazy("a picture"),
    b"\xff\xd8\xff": gettext_lazy("a picture"),
    b"GIF8": gettext_lazy("a picture"),
    b"\x1f\x8b": gettext_lazy("a packed file"),
    b"Rar!": gettext_lazy("a packed file"),
    b"7z\xbc\xaf": gettext_lazy("a packed file"),
}
_ASCII = bytes(range(128))
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\0\t\n\r\x0b\x0c\x1a\x1e\x1f")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

# One letter per byte: which of these makes the most German of what is not ASCII?
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
_GERMAN = frozenset("äöüÄÖÜß")
_USUAL = frozenset("éèàçñôâîêëïûåøæœáíóúãõÉÈÀÇÑØÅÁÍÓÚ€–—„“”‚‘’…§°²³´«»·®©™½\xa0")
_CONVINCING = 0.5


def decode(data: bytes, encoding: str = "") -> Decoded:
    """`encoding` is what a person chose; without it, the bytes decide."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xfe\xff"):
        raise Unreadable(_("The file is empty."))
    _refuse_other_files(data)
    decoded = _decode_as(data, encoding) if encoding else _detect(data)
    if "\0" in decoded.text:
        raise _nul(decoded.text[: decoded.text.index("\0")].count("\n") + 1)
    return decoded


def _refuse_other_files(data: bytes) -> None:
    for start, name in _OTHER_FILES.items():
        if data.startswith(start):
            raise Unreadable(
                _("This is %(what)s, not a CSV file. Please save the table as CSV and upload that.") % {"what": name}
            )


def _detect(data: bytes) -> Decoded:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _decode_as(data, encoding)
    if wide := _wide(data):
        return _decode_as(data, wide)
    _refuse_binary(data)
    try:
        return Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
    return _single_byte(data)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The file is not written in %(encoding)s: line %(line)s has characters that do not exist there.")
            % {"encoding": name_of(encoding), "line": _line_of(data, error.start)}
        ) from None
    return Decoded(text, "utf-8" if encoding == "utf-8-sig" else encoding)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if odd > 0.3 * len(data) / 2 and even < odd / 10:
        return "utf-16-le"
    if even > 0.3 * len(data) / 2 and odd < even / 10:
        return "utf-16-be"
    return ""


def _refuse_binary(data: bytes) -> None:
    zeros = data.count(0)
    others = len(data) - len(data.translate(None, _CONTROL))
    if others > 0.01 * len(data) or zeros > max(0.1 * len(data), 10):
        raise Unreadable(_("This is not a text file. Please save the table as CSV and upload that."))
    if zeros:
        raise _nul(_line_of(data, data.index(0)))


def _nul(line: int) -> Unreadable:
    return Unreadable(
        _("Line %(line)s contains NUL characters: this is not a text file, or it is damaged.") % {"line": line}
    )


def _refuse_damaged(data: bytes, at: int) -> None:
    """UTF-8 in most places and something else in some: reading it either way would spoil names."""
    whole = len(_SEQUENCE.findall(data))
    broken = len(_SEQUENCE.sub(b"", data).translate(None, _ASCII))
    if whole and whole * 4 >= broken:
        sentence = _("The file mixes two character sets: UTF-8, but not in line %(line)s. Please save it as UTF-8.")
        raise Unreadable(sentence % {"line": _line_of(data, at)})


def _single_byte(data: bytes) -> Decoded:
    letters = Counter(data.translate(None, _ASCII))
    scores = {encoding: _plausibility(letters, encoding) for encoding in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda encoding: scores[encoding])
    if scores[best] >= _CONVINCING:
        return Decoded(data.decode(best), best, sure=best == "cp1252")
    guess = from_bytes(data[:200_000]).best()
    if guess is None:
        raise Unreadable(
            _("The character set of the file cannot be told. Please choose it, or save the file as UTF-8.")
        )
    return Decoded(_decode_as(data, guess.encoding).text, guess.encoding, sure=False)


def _plausibility(letters: Counter[int], encoding: str) -> float:
    """How much of it is German (counts fully) or usual in German texts (counts half); 0 if it cannot be read."""
    found = 0.0
    for byte, count in letters.items():
        try:
            letter = bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            return 0.0
        found += count if letter in _GERMAN else count / 2 if letter in _USUAL else 0
    return found / letters.total()


def name_of(encoding: str) -> str:
    return ENCODINGS.get(encoding, ENCODINGS.get(encoding.removesuffix("-le").removesuffix("-be"), encoding.upper()))


def _line_of(data: bytes, position: int) -> int:
    return data[:position].count(b"\n") + 1
