"""Which lines of the file make one customer, and which are left out because the file contradicts itself.  Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contacts.importing.readings import name_key, street_key
from lists.imports.kinds import IN_FILE, Cells, Placed, Reason
from lists.models import Decision

PERSON = ("person", "person_first", "person_last")


@dataclass(frozen=True)
class _Mark:
    """Of a line only what decides where it belongs."""

    line: int
    number: str
    name: str
    place: str
    has_person: bool
    unreadable: Reason | None
    # What was said about looking like another line.
    said: str

    @property
    def same_place(self) -> tuple[str, str]:
        return (self.name, self.place)


@dataclass
class _Seen:
    """What the lines above said."""

    # number -> first line, name
    numbers: dict[str, tuple[int, str]] = field(default_factory=dict)
    # name and address of customers without a number -> first line
    unnumbered: dict[tuple[str, str], int] = field(default_factory=dict)
    # The customer that a line without number and name belongs to, and whether that one is left out.
    above: int | None = None
    above_left_out: int | None = None


def place(lines: Iterable[Cells]) -> Iterator[Placed]:
    marks = [_mark(cells) for cells in lines]
    numbered = {mark.same_place: mark for mark in reversed(marks) if mark.number and mark.name}
    seen = _Seen()
    for mark in marks:
        placed = _placed(mark, seen, numbered)
        if mark.number or mark.name or mark.unreadable:
            seen.above = placed.head
            seen.above_left_out = mark.line if placed.head is None else None
        yield placed


def _mark(cells: Cells) -> _Mark:
    name = cells.first("name")
    return _Mark(
        line=cells.line,
        number=cells.first("number"),
        name=name_key(name) or name,
        place=address_key(
            cells.first("street"), cells.first("house_number"), cells.first("postcode") or cells.first("place")
        ),
        has_person=any(cells.first(key) for key in PERSON),
        unreadable=cells.unreadable,
        said=cells.decisions.get(IN_FILE, ""),
    )


def address_key(street: str, house_number: str, postcode: str) -> str:
    return f"{street_key(street + house_number)}|{''.join(filter(str.isdigit, postcode))[:5]}"


def _placed(mark: _Mark, seen: _Seen, numbered: dict[tuple[str, str], _Mark]) -> Placed:
    if mark.unreadable:
        return Placed(mark.line, None, mark.unreadable)
    if mark.number:
        return _by_number(mark, seen)
    if mark.name:
        return _by_name(mark, seen, numbered)
    return _below(mark, seen)


def _by_number(mark: _Mark, seen: _Seen) -> Placed:
    head, name = seen.numbers.setdefault(mark.number, (mark.line, mark.name))
    if name and mark.name and name != mark.name:
        return Placed(mark.line, None, Reason("number_twice", {"number": mark.number, "line": head}))
    seen.numbers[mark.number] = (head, name or mark.name)
    return Placed(mark.line, head)


def _by_name(mark: _Mark, seen: _Seen, numbered: dict[tuple[str, str], _Mark]) -> Placed:
    twin = numbered.get(mark.same_place)
    if twin is None or mark.said == Decision.NEW:
        return Placed(
            mark.line, seen.unnumbered.setdefault(mark.same_place, mark.line), twin=twin.line if twin else None
        )
    if mark.said == Decision.SAME:
        head, _name = seen.numbers.get(twin.number, (twin.line, ""))
        return Placed(mark.line, head, twin=twin.line)
    return Placed(mark.line, None, Reason("looks_like_line", {"line": twin.line}), twin.line)


def _below(mark: _Mark, seen: _Seen) -> Placed:
    """One more contact person of the customer above."""
    if not mark.has_person:
        return Placed(mark.line, None, Reason("no_name"))
    if seen.above_left_out:
        return Placed(mark.line, None, Reason("head_skipped", {"line": seen.above_left_out}))
    if seen.above is None:
        return Placed(mark.line, None, Reason("no_customer_above"))
    return Placed(mark.line, seen.above)
