"""Letters and contracts as small PDF files: blocks that flow down pages with a letterhead."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

import pikepdf

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 595, 842, 70, 525, 742, 84
HOUSE = "Kompass Personalservice GmbH"
ADDRESS = "Speicherstraße 12 · 20457 Hamburg"
FOOT = f"{HOUSE} · {ADDRESS} · Amtsgericht Hamburg HRB 123456 · Geschäftsführerin: Birgit Oßwald"
LEADING = 1.42
# Of Helvetica, in thousandths of its size, from the space on (Adobe's font metrics).
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(_ASCII.split())}
_WIDTHS |= dict(zip("ÄÖÜß·„“–", (667, 778, 722, 611, 278, 333, 333, 556), strict=True))
_BOLDER = 1.06


class Text(NamedTuple):
    words: str
    size: float = 10
    bold: bool = False
    before: float = 7
    indent: float = 0


class Row(NamedTuple):
    """Cells at `places`; those that are negative end there."""

    cells: Sequence[str]
    places: Sequence[float]
    bold: bool = False


class Signatures(NamedTuple):
    left: str
    right: str


class Break(NamedTuple):
    """On a new page."""


Block = Text | Row | Signatures | Break


@dataclass
class _Pages:
    """Where the next block goes; each page is a list of drawing operators."""

    y: float = 0
    drawn: list[list[str]] = field(default_factory=list)

    def turn(self) -> None:
        self.y = TOP
        self.drawn.append([])

    def down(self, by: float) -> float:
        if self.y - by < BOTTOM:
            self.turn()
        self.y -= by
        return self.y

    def draw(self, *operators: str) -> None:
        self.drawn[-1] += operators


def pdf(title: str, blocks: Iterable[Block], *, script: str = "", password: str = "") -> bytes:
    """`script` runs when a reader opens it, `password` locks it: what the archive has to warn of."""
    made = pikepdf.new()
    fonts = {name: made.make_indirect(_font(base)) for name, base in (("/F1", "Helvetica"), ("/F2", "Helvetica-Bold"))}
    pages = _laid_out(blocks)
    for number, operators in enumerate(pages, 1):
        page = made.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
        content = "\n".join([*_letterhead(), *operators, *_foot(number, len(pages))])
        page.Contents = made.make_stream(content.encode("cp1252", "replace"))
    made.docinfo["/Title"] = title
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(script))
        made.Root.OpenAction = made.make_indirect(action)
    answer = BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(answer, deterministic_id=not password, encryption=locked)
    return answer.getvalue()


def _font(name: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name(f"/{name}"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _laid_out(blocks: Iterable[Block]) -> list[list[str]]:
    pages = _Pages()
    pages.turn()
    for block in blocks:
        match block:
            case Text():
                _write(pages, block)
            case Row():
                _rule(pages, block)
            case Signatures():
                _sign(pages, block)
            case Break():
                pages.turn()
    return pages.drawn


def _write(pages: _Pages, block: Text) -> None:
    if pages.y < TOP:
        # a heading does not stay alone at the foot of a page
        pages.down(block.before + (40 if block.bold else 0))
        pages.y += 40 if block.bold else 0
    for words in wrapped(block.words, RIGHT - LEFT - block.indent, block.size, bold=block.bold):
        y = pages.down(block.size * LEADING)
        pages.draw(_text(LEFT + block.indent, y, words, block.size, bold=block.bold))


def _rule(pages: _Pages, row: Row) -> None:
    y = pages.down(17)
    for words, place in zip(row.cells, row.places, strict=True):
        x = LEFT + place if place >= 0 else LEFT - place - length(words, 9.5, bold=row.bold)
        pages.draw(_text(x, y, words, 9.5, bold=row.bold))
    shade = "0.2 0.3 0.45" if row.bold else "0.82 0.84 0.88"
    pages.draw(f"{shade} RG 0.6 w {LEFT} {y - 5:.1f} m {RIGHT} {y - 5:.1f} l S")


def _sign(pages: _Pages, block: Signatures) -> None:
    y = pages.down(96)
    for x, who in ((LEFT, block.left), (LEFT + 245, block.right)):
        pages.draw(
            "0.12 0.2 0.55 RG 1.3 w",
            f"{x + 14} {y + 24} m {x + 34} {y + 62} {x + 30} {y + 2} {x + 52} {y + 30} c",
            f"{x + 62} {y + 52} {x + 58} {y + 8} {x + 80} {y + 26} c {x + 96} {y + 40} {x + 92} {y + 14} "
            f"{x + 128} {y + 32} c S",
            f"0.3 G 0.6 w {x} {y + 12} m {x + 205} {y + 12} l S",
        )
        for line, words in enumerate(wrapped(who, 205, 8)):
            pages.draw(_text(x, y - 11 * line, words, 8))


def _letterhead() -> Iterator[str]:
    yield "0.1 0.32 0.55 rg 70 782 22 22 re f 1 g 81 801 m 86 793 l 81 785 l 76 793 l f 0.1 0.32 0.55 rg"
    yield _text(100, 788, HOUSE, 14, bold=True)
    yield "0.45 g"
    yield _text(RIGHT - length(ADDRESS, 8), 790, ADDRESS, 8)
    yield f"0.1 0.32 0.55 RG 0.8 w {LEFT} 772 m {RIGHT} 772 l S 0.1 g"


def _foot(number: int, count: int) -> Iterator[str]:
    here = f"Seite {number} von {count}"
    yield f"0.82 G 0.5 w {LEFT} 62 m {RIGHT} 62 l S 0.45 g"
    yield _text(LEFT, 50, FOOT, 6.5)
    yield _text(RIGHT - length(here, 6.5), 50, here, 6.5)


def _text(x: float, y: float, words: str, size: float, *, bold: bool = False) -> str:
    said = printable(words).replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{'F2' if bold else 'F1'} {size:g} Tf {x:.1f} {y:.1f} Td ({said}) Tj ET"


def printable(words: str) -> str:
    """In the letters that every reader has a font for: of a ş stays the s."""
    return "".join(_plain(letter) for letter in words)


def _plain(letter: str) -> str:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        letter = unicodedata.normalize("NFKD", letter.replace("ı", "i"))[:1]
    return letter


def length(words: str, size: float, *, bold: bool = False) -> float:
    return sum(_WIDTHS.get(letter, 556) for letter in words) * size / 1000 * (_BOLDER if bold else 1)


def wrapped(words: str, width: float, size: float, *, bold: bool = False) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and length(longer, size, bold=bold) > width:
            yield line
            longer = word
        line = longer
    yield line
