"""Which lines of an address book look like the same person or organisation.  Every line is a record of its own,
until somebody says that two are the same."""

from collections.abc import Iterable, Iterator

from contacts.duplicates import firm_key
from contacts.importing.wanted import Wanted, read_line
from contacts.models import Kind
from lists.imports.kinds import IN_FILE, Cells, Placed, Reason
from lists.models import Decision

Mark = tuple[str, str, str, str]


def place(lines: Iterable[Cells]) -> Iterator[Placed]:
    seen: dict[Mark, int] = {}
    heads: dict[int, int] = {}
    for cells in lines:
        if cells.unreadable:
            yield Placed(cells.line, None, cells.unreadable)
            continue
        wanted = read_line(cells)
        if not wanted.name:
            yield Placed(cells.line, None, Reason("no_name"))
            continue
        marks = list(_marks(wanted))
        twin = next((seen[mark] for mark in marks if mark in seen), None)
        placed = _placed(cells, twin, heads)
        if placed.head is not None:
            heads[cells.line] = placed.head
            for mark in marks:
                seen.setdefault(mark, cells.line)
        yield placed


def _placed(cells: Cells, twin: int | None, heads: dict[int, int]) -> Placed:
    if twin is None:
        return Placed(cells.line, cells.line)
    said = cells.decisions.get(IN_FILE)
    if said == Decision.SAME:
        return Placed(cells.line, heads[twin], twin=twin)
    if said == Decision.NEW:
        return Placed(cells.line, cells.line, twin=twin)
    return Placed(cells.line, None, Reason("looks_like_line", {"line": twin}), twin)


def _marks(wanted: Wanted) -> Iterator[Mark]:
    """Same name and one thing more in common; a name alone only where the line says nothing else."""
    key = wanted.key
    if wanted.kind == Kind.ORGANISATION:
        yield (wanted.kind, key, "", "")
        return
    for address, _label in wanted.emails:
        yield (wanted.kind, key, "email", address.casefold())
    for number, _label in wanted.phones:
        yield (wanted.kind, key, "phone", number)
    if wanted.workplace or not (wanted.emails or wanted.phones):
        yield (wanted.kind, key, "at", firm_key(wanted.workplace) if wanted.workplace else "")
