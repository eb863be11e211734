"""The cells of a line, read by what their columns mean."""

from collections.abc import Mapping
from typing import Any

from lists.imports.kinds import Cells, Column, Reason
from lists.models import Decision


class Reader:
    """What is doubtful is noted with the `doubts` of the line, not taken."""

    def __init__(self, cells: Cells, columns: Mapping[str, Column], doubts: list[Reason]) -> None:
        self.cells, self.columns, self.doubts = cells, columns, doubts

    def all(self, key: str) -> list[Any]:
        values = []
        for raw in self.cells.texts.get(key, ()):
            reading = self.columns[key].read(raw)
            if reading.proposed and reading.doubt and self.cells.decisions.get(reading.doubt.code) == Decision.SAME:
                reading = reading.proposed
            if reading.doubt:
                self.doubts.append(Reason(reading.doubt.code, {"column": key, **reading.doubt.values}))
            if reading.value is not None:
                values.append(reading.value)
        return values

    def one(self, key: str) -> Any:
        """Empty where the line says nothing."""
        return next(iter(self.all(key)), None) or ""
