"""Starts everything as `make run` does, with many customers, and measures every case.

    CUSTOMERS=100000 python -m tests.bench [WORD …] [--var DIR] [--compare FILE] [--statements]

Words choose the cases whose names contain one of them: "large" those of `tests.bench.large`, whose rows are
IMPORT_ROWS, CHANGED_ROWS and EXPORT_ROWS of the environment, "archive" those of `tests.bench.archive`.
"""

import argparse
import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import archive, crowd, large, report
from tests.bench.cases import CASES, Case, paths
from tests.bench.client import Answer, Task
from tests.bench.closed import DATABASE, close, drop, share
from tests.bench.costs import Costs, Servers, counting, yardstick
from timecount.local import assets, postgres
from timecount.local.ground import temporary_root
from timecount.local.programs import ROOT, manage, start_web, wait_for_page
from timecount.local.services import Services, running

PASSWORD = "kundenakte"
# Clients at once, each number for some seconds; before them, some that are not counted.
CLIENTS = (1, 8)
SECONDS = 3.0
WARM_UP = 1.0
CROWD_WARM_UP = 25.0


def main() -> None:
    options = _options()
    customers = int(os.environ.get("CUSTOMERS") or 100_000)
    chosen = [case for case in CASES if _is_meant(case.name, options.words)]
    many = [case for case in large.CASES if _is_meant(case.name, options.words)]
    files = [name for name in archive.CASES if _is_meant(name, options.words)]
    before = report.read(options.compare) if options.compare else None
    results: report.Results = {}
    with _folder(options.var) as var, _services(var, customers if chosen else 0) as (port, services):
        for closed in (False, True):
            cases = [case for case in chosen if case.closed == closed]
            if cases:
                with _world(port, services, closed=closed) as servers:
                    _measure_all(cases, port, servers, results, before, statements=options.statements)
                    if closed:
                        share(servers.environment)
        large.measure_all(many, services, _say)
        archive.measure_all(files, services, port, _sign_in, _say)
    if not results:
        return
    file = ROOT / "var" / f"bench-{datetime.now(UTC):%Y%m%d-%H%M}.json"
    report.write(file, results, customers=customers, commit=_commit())
    print(f"\nCompare with this later:  python -m tests.bench --compare {file.relative_to(ROOT)}")


def _is_meant(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def _measure_all(
    cases: Sequence[Case],
    port: int,
    servers: Servers,
    results: report.Results,
    before: report.Results | None,
    *,
    statements: bool,
) -> None:
    cookies = {person: _sign_in(port, person) for person in sorted({case.person for case in cases if case.person})}
    busy = os.getloadavg()[0]
    _say(f"A fixed piece of Python takes {yardstick():.0f} ms of CPU, {busy:.0f} processes want to run")
    print(report.line(report.HEAD), flush=True)
    for case in cases:
        asked, signed_in = paths(case, servers.connection), [cookies.get(case.person or "", "")]
        if case.crowd:
            asked, signed_in = crowd.gather(case.path, servers.environment)
        task = Task(port, asked, signed_in, case.status, 0, 1)
        if case.crowd:  # the first question of each goes the whole way
            _ask(task, CROWD_WARM_UP, clients=8)
        results[case.name], costs = _measure(task, servers)
        print("\n".join(report.lines(case.name, results[case.name], before)), flush=True)
        if case.against in results:
            ratio = results[case.name][0].cpu / results[case.against][0].cpu
            print(f"{'':<40}  {ratio:.2f} × the CPU time of the superuser", flush=True)
        if statements:
            _print_statements(costs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="*", help="only cases whose names contain one of these")
    parser.add_argument("--var", type=Path, help="keep servers and customers in this folder, for the next time")
    parser.add_argument("--compare", type=Path, help="figures of an earlier run")
    parser.add_argument("--statements", action="store_true", help="show the statements of every case")
    return parser.parse_args()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
        return
    folder = Path(tempfile.mkdtemp(prefix="timecount-bench-", dir=temporary_root()))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _services(var: Path, customers: int) -> Iterator[tuple[int, Services]]:
    """The database with so many customers, empty for none, and where the web server will be."""
    port = _free_port()
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    with running(var, base_url=f"http://127.0.0.1:{port}", say=_say) as services:
        assets.prepare(services.environment, _say)
        if not customers:
            yield port, services
            return
        manage(services.environment, "migrate", "--verbosity=0")
        manage(services.environment, "demo", f"--customers={customers}", "--missing")
        with services.postgres.connect(postgres.DATABASE) as connection:
            connection.execute("VACUUM")  # or the server would, in between
            (found,) = connection.execute("SELECT count(*) FROM customers_customer").fetchone()  # type: ignore[misc]
        if found != customers:
            raise SystemExit(f"{var} holds {found} customers, not {customers}: take another folder.")
        yield port, services


@contextmanager
def _world(port: int, services: Services, *, closed: bool) -> Iterator[Servers]:
    """A web server on the database, or on a copy in which every file is restricted; no worker, which would disturb."""
    database, environment = postgres.DATABASE, dict(services.environment)
    if closed:
        close(services.postgres, _say)
        database = DATABASE
        urls = {name: environment[name] for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL")}
        environment |= {name: f"{url.rpartition('/')[0]}/{database}" for name, url in urls.items()}
    connection = services.postgres.connect(database)
    web = start_web(environment, port, log=services.var / "log" / "web.log")
    try:
        wait_for_page(web, port)
        server = services.children[0].process.pid
        yield Servers(web.process.pid, server, connection, database, postgres.APP, environment)
    finally:
        web.stop()
        connection.close()
        if closed:
            drop(services.postgres)


def _say(text: str) -> None:
    print(f"• {text}", flush=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _sign_in(port: int, person: str) -> str:
    """Through the form, as people do; the cookies as a header."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    url = f"http://127.0.0.1:{port}/accounts/login/"
    with browser.open(url) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    if token is None:
        raise SystemExit("There is no form on the sign-in page.")
    fields = {"csrfmiddlewaretoken": token[1], "login": f"{person}@demo.example", "password": PASSWORD}
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"Referer": url})
    with browser.open(request) as page:
        if "/login" in page.url:
            raise SystemExit(f"{person} could not sign in.")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _measure(task: Task, servers: Servers) -> tuple[list[report.Figures], Costs]:
    """The figures for every number of clients, and the costs with one."""
    _ask(task, WARM_UP, clients=8)
    measured: list[report.Figures] = []
    alone = Costs()
    for clients in CLIENTS:
        with counting(servers) as costs:
            answer = _ask(task, SECONDS, clients=clients)
        asked = len(answer.milliseconds)
        measured.append(report.Figures(
            clients=clients,
            p50=report.percentile(answer.milliseconds, 50),
            p95=report.percentile(answer.milliseconds, 95),
            per_second=asked / answer.seconds,
            application=costs.application / asked * 1000,
            database=costs.database / asked * 1000,
            statements=sum(statement.calls for statement in costs.statements) / asked,
            kilobytes=answer.bytes / 1024,
        ))  # fmt: skip
        costs.requests = asked
        alone = costs if clients == 1 else alone
    return measured, alone


def _ask(task: Task, seconds: float, *, clients: int) -> Answer:
    order = json.dumps({**asdict(task), "seconds": seconds, "clients": clients})
    client = [sys.executable, "-m", "tests.bench.client"]
    result = subprocess.run(client, input=order, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    if result.returncode:
        raise SystemExit("The client gave up (see above).")
    return Answer(**json.loads(result.stdout))


def _print_statements(costs: Costs) -> None:
    for statement in costs.statements:
        calls, rows = statement.calls / costs.requests, statement.rows / statement.calls
        mean = statement.milliseconds / statement.calls
        print(f"    {calls:4.1f} × {mean:7.3f} ms  {rows:5.1f} rows  {statement.text[:150]}")


def _commit() -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(git, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()


if __name__ == "__main__":
    main()
