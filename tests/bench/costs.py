"""What requests cost the servers: processor time of their processes, statements of their database."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
import psycopg

STATEMENTS = """
SELECT calls, total_exec_time, rows, regexp_replace(query, '\\s+', ' ', 'g') FROM pg_stat_statements s
JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
WHERE d.datname = %s AND r.rolname = %s ORDER BY total_exec_time DESC
"""


@dataclass
class Statement:
    calls: int
    milliseconds: float
    rows: int
    text: str


@dataclass
class Costs:
    """Seconds of processor time and statements; filled when the `counting` block ends."""

    application: float = 0.0
    database: float = 0.0
    requests: int = 0
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True)
class Servers:
    web: int
    postgres: int
    connection: "psycopg.Connection[tuple[object, ...]]"
    database: str
    role: str
    environment: Mapping[str, str]


@contextmanager
def counting(servers: Servers) -> Iterator[Costs]:
    costs = Costs()
    servers.connection.execute("SELECT pg_stat_statements_reset()")
    before = _seconds(servers.web), _seconds(servers.postgres)
    yield costs
    costs.application = _seconds(servers.web) - before[0]
    costs.database = _seconds(servers.postgres) - before[1]
    rows = servers.connection.execute(STATEMENTS, [servers.database, servers.role])
    costs.statements = [Statement(*row) for row in rows.fetchall()]  # type: ignore[arg-type]


def _seconds(root: int) -> float:
    """Processor time of a process, its descendants, and those that have ended already."""
    total = 0.0
    parent = psutil.Process(root)
    for process in [parent, *parent.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def yardstick() -> float:
    """Milliseconds of processor time for the same work every time: how fast this machine is just now."""
    started = time.process_time()
    words = [f"{number:x}" for number in range(100_000)]
    assert len({word[::-1] for word in sorted(words)}) == len(words)
    return (time.process_time() - started) * 1000
