"""Own fields in an import: each is a column like any other, recognised by its name."""

import re
from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import ValidationError

from lists.imports.cells import Reader
from lists.imports.kinds import Column, Reading, Reason, Record
from lists.own.kinds import PREFIX, Definition, OwnKind, Value, read, shown
from lists.own.selectors import own_fields

# What a file says of own fields; what it leaves empty is not in it.
Said = Mapping[Definition, Value]
MOST_SHOWN = 80
_THOUSANDS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")


def import_columns(list_key: str) -> tuple[Column, ...]:
    """Those that are asked for."""
    return tuple(_column(definition) for definition in own_fields(list_key) if not definition.is_retired)


def own_values(said: Said) -> dict[str, Value]:
    """As they are kept."""
    return {definition.key: value for definition, value in said.items()}


def read_own(list_key: str, records: Sequence[Record], doubts: Sequence[Mapping[int, list[Reason]]]) -> list[Said]:
    """What each record says; the first line that says something counts, where a later one differs, it is told.

    `doubts` of each record by its lines.  A file without own fields asks for none.
    """
    lines = (cells for record in records for cells in record.lines)
    if not any(key.startswith(PREFIX) for cells in lines for key in cells.texts):
        return [{} for _record in records]
    known = {one.name: one for one in own_fields(list_key) if not one.is_retired}
    columns = {name: _column(definition) for name, definition in known.items()}
    return [_said(record, known, columns, of_lines) for record, of_lines in zip(records, doubts, strict=True)]


def _said(
    record: Record,
    known: Mapping[str, Definition],
    columns: Mapping[str, Column],
    doubts: Mapping[int, list[Reason]],
) -> Said:
    said: dict[Definition, Value] = {}
    for cells in record.lines:
        reader = Reader(cells, columns, doubts[cells.line])
        for name in (name for name in known if name in cells.texts):
            for value in reader.all(name):
                if said.setdefault(known[name], value) != value:
                    told: dict[str, str | int] = {
                        "column": name,
                        "line": record.lines[0].line,
                        "value": shown(known[name], value),
                    }
                    reader.doubts.append(Reason("differs_from_line", told))
    return said


def _column(definition: Definition) -> Column:
    return Column(definition.name, definition.label, read=_reading(definition))


def _reading(definition: Definition) -> Callable[[str], Reading]:
    def reading(raw: str) -> Reading:
        typed = raw if len(raw) <= MOST_SHOWN else f"{raw[: MOST_SHOWN - 1]}…"
        try:
            value = read(definition, raw)
        except ValidationError as error:
            return Reading(doubt=Reason("wrong", {"value": typed, "why": " ".join(error.messages)}))
        text = shown(definition, value)
        unsure = definition.kind == OwnKind.NUMBER and _THOUSANDS.fullmatch(raw)
        return Reading(value, text, Reason("read_as", {"value": typed, "meant": text}) if unsure else None)

    return reading
