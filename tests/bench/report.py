"""The figures as a table, and as JSON to compare with later ones."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HEAD = "case", "clients", "p50 ms", "p95 ms", "req/s", "CPU ms", "app", "db", "SQL", "KB"


@dataclass(frozen=True)
class Figures:
    """`cpu` in milliseconds per request: the figure to trust; wall times move with the machine."""

    clients: int
    p50: float
    p95: float
    per_second: float
    application: float
    database: float
    statements: float
    kilobytes: float

    @property
    def cpu(self) -> float:
        return self.application + self.database

    def cells(self) -> list[str]:
        return [
            str(self.clients), f"{self.p50:.1f}", f"{self.p95:.1f}", f"{self.per_second:.0f}", f"{self.cpu:.2f}",
            f"{self.application:.2f}", f"{self.database:.2f}", f"{self.statements:.1f}", f"{self.kilobytes:.0f}",
        ]  # fmt: skip


Results = dict[str, list[Figures]]


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def line(cells: Sequence[str]) -> str:
    return f"{cells[0]:<40}" + "".join(f"{cell:>9}" for cell in cells[1:])


def lines(name: str, measured: Sequence[Figures], before: Mapping[str, Sequence[Figures]] | None) -> list[str]:
    """One line per number of clients; with `before`, how the processor time changed."""
    earlier = {figures.clients: figures for figures in (before or {}).get(name, ())}
    printed = []
    for place, figures in enumerate(measured):
        cells = [name if place == 0 else "", *figures.cells()]
        if figures.clients in earlier:
            cells.append(f"{(figures.cpu / earlier[figures.clients].cpu - 1) * 100:+.0f} %")
        printed.append(line(cells))
    return printed


def write(path: Path, results: Results, **about: str | int) -> None:
    cases = {name: [asdict(figures) for figures in measured] for name, measured in results.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**about, "cases": cases}, indent=1) + "\n")


def read(path: Path) -> Results:
    cases = json.loads(path.read_text())["cases"]
    return {name: [Figures(**figures) for figures in measured] for name, measured in cases.items()}
