"""People who work with documents while servers die: each is a thread that remembers what was acknowledged."""

import hashlib
import http.client
import json
import random
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.documents import files

TOKEN = "k" * 32
PATIENCE = 25.0  # seconds until somebody gives up
OK, FOUND, MISSING, CONFLICT, BROKEN = 200, 302, 404, 409, 500


@dataclass
class Known:
    """What was acknowledged about a document.  `customers` are those where it may be: several, while nobody knows
    whether it was moved.  `sure`: it was not thrown away, or is known to be back.
    """

    key: int
    customers: set[int]
    hashes: list[str] = field(default_factory=list)
    sure: bool = True
    done: list[str] = field(default_factory=list)


class GaveUp(Exception):
    """Nobody answered in all the time."""


@dataclass
class Person:
    number: int
    port: int
    session: str
    customers: Sequence[int]
    stop: threading.Event
    turns: threading.Semaphore  # so that a busy machine does not make more of it
    large: int = 0  # so many bytes more, of one file in seven
    naive: bool = False
    documents: list[Known] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)  # noqa: S311 -- no secret

    def work(self) -> None:
        ways: list[Callable[[], None]] = [self.file_one] * 3
        ways += [] if self.naive else [self.add_version, self.move, self.trash, self.trash, self.restore]
        while not self.stop.is_set():
            if not self.turns.acquire(timeout=0.2):
                continue
            way = self.chance.choice(ways)
            try:
                way()
                self.counts[way.__name__] = self.counts.get(way.__name__, 0) + 1
            except GaveUp:
                self.counts["gave up"] = self.counts.get("gave up", 0) + 1

    # --- what they do -------------------------------------------------------------------------

    def file_one(self) -> None:
        customer = self.chance.choice(self.customers)
        name, content = self._content()
        if self.naive:
            self._by_form(customer, name, content)
            return
        if key := self._upload(f"/customers/{customer}/documents/uploads/", name, content):
            self.documents.append(Known(key, {customer}, [_hash(content)]))

    def add_version(self) -> None:
        if document := self._any(sure=True):
            name, content = self._content()
            if self._upload(f"/documents/{document.key}/uploads/", name, content):
                document.hashes.append(_hash(content))

    def move(self) -> None:
        if document := self._any(sure=True):
            to = self.chance.choice(self.customers)
            document.customers.add(to)
            if self._post(f"/documents/{document.key}/move/", {"customer": to})[0] == FOUND:
                document.customers = {to}

    def trash(self) -> None:
        """What is named "Foto" the law does not keep."""
        if document := self._any(sure=True):
            document.sure = False
            document.done.append("trash")
            self._post(f"/documents/{document.key}/trash/", {})

    def restore(self) -> None:
        if document := self._any(sure=False):
            self._post(f"/documents/trash/{document.key}/restore/", {})
            document.sure = self._patient("GET", f"/documents/{document.key}/")[0] == OK

    def _any(self, *, sure: bool) -> Known | None:
        found = [document for document in self.documents if document.sure == sure]
        return self.chance.choice(found) if found else None

    def _content(self) -> tuple[str, bytes]:
        if self.large and self.chance.random() < 1 / 7:
            return "scan.pdf", files.pdf(str(self.chance.random()), padding=self.large)
        return "notiz.txt", "\n".join(f"Notiz {self.chance.random()}" for _line in range(200)).encode()

    # --- as the browser does it (static/upload.js) --------------------------------------------

    def _upload(self, to: str, name: str, content: bytes) -> int | None:
        words = urllib.parse.urlencode({"name": name, "size": len(content), "sha256": _hash(content)}).encode()
        begun = json.loads(self._patient("POST", to, words)[1])
        url, part, received = begun["url"], begun["part"], 0
        while received < len(content):
            piece = content[received : received + part]
            if self.chance.random() < 0.1:
                self._break_off("POST", url, piece, offset=received)
            status, body = self._patient("POST", url, piece, offset=received)
            if status not in (OK, CONFLICT):
                self._refusal(status, body)
                return None
            received = json.loads(body)["received"]
        if self.chance.random() < 0.1:
            self._break_off("POST", f"{url}finish/", b"")
        status, body = self._patient("POST", f"{url}finish/", b"")
        if status != OK:
            self._refusal(status, body)
            return None
        return int(re.findall(r"\d+", json.loads(body)["url"])[0])

    def _refusal(self, status: int, body: bytes) -> None:
        self.refused.append(f"{status} {body[:200].decode(errors='replace')}")

    def _by_form(self, customer: int, name: str, content: bytes) -> None:
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + b"\r\n--x--\r\n"
        try:
            path = f"/customers/{customer}/documents/new/"
            status, _body = self._ask("POST", path, body, kind="multipart/form-data; boundary=x")
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            return
        self.refused += [] if status == FOUND else [str(status)]

    def _post(self, path: str, fields: dict[str, Any]) -> tuple[int, bytes]:
        return self._patient("POST", path, urllib.parse.urlencode(fields).encode())

    def _patient(self, method: str, path: str, body: bytes = b"", offset: int | None = None) -> tuple[int, bytes]:
        """As long as nobody answers, it is asked again."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status, answer = self._ask(method, path, body, offset=offset)
                if status < BROKEN:
                    return status, answer
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise GaveUp(path)

    def _ask(
        self, method: str, path: str, body: bytes, *, offset: int | None = None, kind: str = ""
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body or None, self._headers(offset, kind))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _break_off(self, method: str, path: str, body: bytes, offset: int | None = None) -> None:
        """In the middle of the body, or before the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path)
            for name, value in {**self._headers(offset, ""), "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders(body[: self.chance.randint(0, len(body))])
            time.sleep(self.chance.uniform(0, 0.05))
        except OSError:
            pass
        finally:
            connection.close()

    def _headers(self, offset: int | None, kind: str) -> dict[str, str]:
        given = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        if offset is not None:
            return {**given, "Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
        return {**given, "Content-Type": kind or "application/x-www-form-urlencoded"}

    def download(self, path: str) -> tuple[int, str]:
        status, body = self._patient("GET", path)
        return status, _hash(body)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
