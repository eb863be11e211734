"""Work on very many rows: imports, exports, a bulk change.  Each is done by a process of its own.

python -m tests.bench.large import 50000      (in a database that has people; what is measured comes as JSON)
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

import django

from timecount.local import postgres
from timecount.local.programs import ROOT, manage
from timecount.local.services import Services

DATABASE = "timecount_large"
# Customers that are there before the import.
BOOK = 10_000
BOSS = "boss@demo.example"
ALL = "status=lead&status=active&status=inactive&status=blocked&status=archived"
HEADER = "Kundennr.;Firma;Straße;PLZ;Ort;Telefon;E-Mail;Status;Ansprechpartner;E-Mail AP;Bemerkung"


@dataclass(frozen=True)
class Large:
    """`rows` unless the environment says otherwise under the name `variable`."""

    name: str
    work: str
    variable: str
    rows: int

    @property
    def wanted(self) -> int:
        return int(os.environ.get(self.variable) or self.rows)


CASES = [
    Large("large: import of customers", "import", "IMPORT_ROWS", 50_000),
    Large("large: bulk change", "change", "CHANGED_ROWS", 10_000),
    Large("large: export as CSV", "csv", "EXPORT_ROWS", 1_000_000),
    Large("large: export as XLSX", "xlsx", "EXPORT_ROWS", 1_000_000),
]


@dataclass(frozen=True)
class Figures:
    """`grown`: by how many megabytes the process was larger at its peak than before it began."""

    rows: int
    seconds: float
    processor: float
    grown: float
    megabytes: float = 0.0


def measure_all(cases: Sequence[Large], services: Services, say: Callable[[str], None]) -> None:
    """In databases of their own, one after the other."""
    made = 0
    for case in cases:
        customers = BOOK if case.work == "import" else case.wanted
        if case.work == "import" or customers != made:
            environment = book(services, customers)
            made = customers if case.work != "import" else 0
        found = measure(case.work, case.wanted, environment)
        say(
            f"{case.name:<30} {found.rows:>9,} rows {found.rows / found.seconds:>7,.0f} rows/s {found.seconds:>5.0f} s"
            f"  {found.processor:>5.0f} s of Python  grew by {found.grown:.0f} MB  {found.megabytes:.0f} MB sent"
        )
    drop(services)


def drop(services: Services) -> None:
    with services.postgres.connect("postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def book(services: Services, customers: int) -> dict[str, str]:
    """A database with so many customers: the environment in which it is used."""
    with services.postgres.connect("postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {postgres.OWNER}")
    environment = dict(services.environment)
    for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL"):
        environment[name] = f"{environment[name].rpartition('/')[0]}/{DATABASE}"
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "demo", f"--customers={customers}", "--seed=1")
    with services.postgres.connect(DATABASE) as connection:
        connection.execute("VACUUM ANALYZE")
    return environment


def measure(work: str, rows: int, environment: Mapping[str, str]) -> Figures:
    command = [sys.executable, "-m", "tests.bench.large", work, str(rows)]
    env = {**os.environ, **environment, "STATEMENT_TIMEOUT": "0"}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


# --- in the process that is measured ---------------------------------------------------------------


def customer_lines(rows: int) -> Iterator[str]:
    """A list of customers that nobody knows, each with a contact person."""
    yield HEADER
    for n in range(rows):
        yield (
            f"X{n:07};Firma {n:07} Bau GmbH;Weg {n % 200};{20000 + n % 9000};Hamburg;040 {3000000 + n};"
            f"info@firma{n}.example;aktiv;Eva Kurz {n};eva@firma{n}.example;Notiz {n}"
        )


def _import(rows: int) -> tuple[int, Callable[[], float]]:
    from accounts.models import User
    from lists.imports import services, working
    from lists.imports.kinds import kind_of

    kind, boss = kind_of("customers"), User.objects.with_rights().get(email=BOSS)

    def whole(lines: int, name: str) -> float:
        data = "\r\n".join(customer_lines(lines)).encode()
        run = services.upload(kind=kind, file_name=name, data=data, by=boss)
        run = services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line, wait=True)
        services.start(run=run)
        while working.apply(run.pk):
            pass
        run.refresh_from_db()
        assert (run.state, run.counts["skipped"], run.counts["new"] + run.counts["unchanged"]) == ("done", 0, lines)
        return 0.0

    whole(20, "once.csv")  # what a process needs once
    return rows, lambda: whole(rows, "many.csv")


def _export(ending: str, file: IO[bytes]) -> Callable[[], float]:
    from django.test import Client

    from accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=BOSS))

    def sent(query: str) -> float:
        answer: Any = client.get(f"/customers/export.{ending}?{query}")
        assert answer.status_code == 200, answer
        file.truncate(0)
        file.seek(0)
        for piece in answer.streaming_content:
            file.write(piece)
        answer.close()
        return file.tell() / 1e6

    sent("q=bau&sort=number")
    return lambda: sent(ALL)


def rows_in(file: IO[bytes], ending: str) -> int:
    """Below the header, read a piece at a time; no cell of the demo has a line break."""
    file.seek(0)
    if ending == "csv":
        return sum(1 for _line in file) - 1
    with zipfile.ZipFile(file) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
        found, rest = 0, b""
        while piece := sheet.read(2**20):
            found += (rest + piece).count(b"</row>")
            rest = piece[-5:]
    return found - 1


def _change() -> tuple[int, Callable[[], float]]:
    from accounts.models import User
    from tests.lists.bulk import selection, started, worked_off

    boss = User.objects.with_rights().get(email=BOSS)
    values = {"status": "blocked", "blocked_reason": "Probe"}
    total = selection(f"all=1&{ALL}", boss).records(_worked(), boss).count()

    def whole() -> float:
        run = worked_off(started("status", values, f"all=1&{ALL}", boss))
        assert (run.state, run.total) == ("done", total)
        return 0.0

    return total, whole


def _worked() -> Any:
    from lists.bulk.actions import bulk_list

    return bulk_list("customers")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(work: str, rows: int) -> None:
    django.setup()
    with tempfile.TemporaryFile() as file:
        total, done = _import(rows) if work == "import" else _change() if work == "change" else (0, _export(work, file))
        before, began, busy = _peak(), time.perf_counter(), time.process_time()
        megabytes = done()
        seconds, processor, grown = time.perf_counter() - began, time.process_time() - busy, _peak() - before
        total = total or rows_in(file, work)
    print(json.dumps(asdict(Figures(total, seconds, processor, grown, megabytes))))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
