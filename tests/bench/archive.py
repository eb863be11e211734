"""Large files through the web server, as a browser sends and fetches them: how fast, and how much memory it takes."""

import hashlib
import http.client
import json
import re
import statistics
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.bench import large
from tests.documents import files
from timecount.local.programs import start_web, wait_for_page
from timecount.local.services import Services

CUSTOMERS = 100
MEGABYTE = 1024 * 1024
UPLOAD, DOWNLOAD, PARALLEL, PREVIEW = (
    "archive: upload of 100 MB",
    "archive: download of 100 MB",
    "archive: 8 parallel uploads of 25 MB",
    "archive: preview of a page, warm",
)
CASES = (UPLOAD, DOWNLOAD, PARALLEL, PREVIEW)
TIMES = 100


@dataclass
class Spent:
    """`grown`: by how many megabytes the largest web process was larger at its peak than before."""

    seconds: float = 0.0
    processor: float = 0.0
    grown: float = 0.0


@dataclass(frozen=True)
class Browser:
    port: int
    cookie: str
    customer: int

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        token = re.findall(r"csrftoken=(\w+)", self.cookie)[0]
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request(method, path, body or None, {"Cookie": self.cookie, "X-CSRFToken": token, **headers})
            answer = connection.getresponse()
            told = answer.read()
            if answer.status != http.client.OK:
                raise SystemExit(f"{path} answered {answer.status}: {told[:300].decode()}")
            return told

    def upload(self, content: bytes) -> int:
        """The key of the document."""
        words = {"name": "scan.pdf", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        to = f"/customers/{self.customer}/documents/uploads/"
        begun = json.loads(self.ask("POST", to, urllib.parse.urlencode(words).encode(), **form))
        for offset in range(0, len(content), begun["part"]):
            piece = content[offset : offset + begun["part"]]
            stream = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
            self.ask("POST", begun["url"], piece, **stream)
        filed = json.loads(self.ask("POST", f"{begun['url']}finish/"))
        return int(re.findall(r"\d+", filed["url"])[0])

    def download(self, key: int) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET", f"/documents/{key}/download/", headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            return sum(len(piece) for piece in iter(lambda: answer.read(MEGABYTE), b""))


def measure_all(
    cases: Sequence[str], services: Services, port: int, sign_in: Callable[[int, str], str], say: Callable[[str], None]
) -> None:
    if not cases:
        return
    environment = large.book(services, CUSTOMERS)
    web = start_web(environment, port, log=services.var / "log" / "web.log")
    try:
        wait_for_page(web, port)
        with services.postgres.connect(large.DATABASE) as connection:
            row = connection.execute("SELECT min(contact_id) FROM customers_customer").fetchone()
            browser = Browser(port, sign_in(port, "boss"), int(str(row[0])) if row else 0)
            warm = [browser.upload(files.pdf(str(number))) for number in range(8)]
            connection.execute("UPDATE documents_storedfile SET pages = 1 WHERE pages IS NULL")
        _measure(cases, browser, web.process.pid, warm, say)
    finally:
        web.stop()
        large.drop(services)


def _measure(cases: Sequence[str], browser: Browser, web: int, warm: list[int], say: Callable[[str], None]) -> None:
    size = 99 * MEGABYTE
    if UPLOAD in cases or DOWNLOAD in cases:
        content = files.pdf("viel", padding=size)
        with spending(web) as spent:
            key = browser.upload(content)
        say(_line(UPLOAD, spent, len(content)))
        with spending(web) as spent:
            got = browser.download(key)
        if got != len(content):
            raise SystemExit(f"{got} bytes came instead of {len(content)}.")
        say(_line(DOWNLOAD, spent, got))
    if PARALLEL in cases:
        several = [files.pdf(f"viel {number}", padding=25 * MEGABYTE) for number in range(8)]
        with spending(web) as spent, ThreadPoolExecutor(8) as people:
            list(people.map(browser.upload, several))
        say(_line(PARALLEL, spent, sum(map(len, several))))
    if PREVIEW in cases:
        say(_previewed(browser, web, warm[0]))


def _previewed(browser: Browser, web: int, key: int) -> str:
    path = f"/documents/{key}/1/1-page.webp"
    for _first in range(8):
        browser.ask("GET", path)
    times = []
    with spending(web) as spent:
        for _time in range(TIMES):
            began = time.perf_counter()
            browser.ask("GET", path)
            times.append((time.perf_counter() - began) * 1000)
    worst = statistics.quantiles(times, n=20)[-1]
    each = spent.processor / TIMES * 1000
    return f"{PREVIEW:<40} p50 {statistics.median(times):.1f} ms  p95 {worst:.1f} ms  {each:.1f} ms of Python"


def _line(name: str, spent: Spent, size: int) -> str:
    return (
        f"{name:<40} {size / MEGABYTE / spent.seconds:>5.0f} MB/s {spent.seconds:>6.1f} s"
        f" {spent.processor:>6.1f} s of the web's CPU  grew by {spent.grown:.0f} MB"
    )


@contextmanager
def spending(web: int) -> Iterator[Spent]:
    """Of the processes of the web server; what they start for a file is not theirs."""
    workers = psutil.Process(web).children()
    before = {worker.pid: _resident(worker.pid, "VmRSS") for worker in workers}
    for worker in workers:
        Path(f"/proc/{worker.pid}/clear_refs").write_text("5")  # the peak begins anew
    busy, began, spent = _busy(workers), time.perf_counter(), Spent()
    yield spent
    spent.seconds, spent.processor = time.perf_counter() - began, _busy(workers) - busy
    spent.grown = max(_resident(pid, "VmHWM") - resident for pid, resident in before.items())


def _busy(workers: Sequence[psutil.Process]) -> float:
    return sum(sum(worker.cpu_times()[:2]) for worker in workers)


def _resident(pid: int, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
