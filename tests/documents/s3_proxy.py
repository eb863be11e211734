"""A proxy before the S3 of the test run, that can be slow, full, broken, or hang up in the middle."""

import http.client
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import urlsplit

_ONE_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass
class Trouble:
    """What goes wrong with every call of one of the `methods`: an answer with this `status`; or `cut`, the
    connection, before an answer or after so many bytes of it; or nothing is said for `seconds`.
    """

    methods: tuple[str, ...] = ("GET", "HEAD", "PUT", "POST", "DELETE")
    status: int = 0
    cut: int | None = None
    seconds: float = 0


class Proxy(ThreadingHTTPServer):
    daemon_threads = True
    trouble: Trouble | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.behind = urlsplit(os.environ["S3_ENDPOINT_URL"]).netloc

    def handle_error(self, *_about: object) -> None:
        """Whoever hung up knows it."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        proxy = cast("Proxy", self.server)
        trouble = proxy.trouble if proxy.trouble and self.command in proxy.trouble.methods else Trouble()
        time.sleep(trouble.seconds)
        if trouble.cut == 0:
            self.close_connection = True
            return
        if trouble.status:
            self._answer(trouble.status, [], b"<Error><Code>Trouble</Code></Error>")
            return
        with closing(http.client.HTTPConnection(proxy.behind, timeout=20)) as connection:
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            data = answer.read()
        length = answer.headers["Content-Length"] if self.command == "HEAD" else None
        self._answer(answer.status, answer.getheaders(), data, length, trouble.cut)

    def _answer(
        self,
        status: int,
        headers: list[tuple[str, str]],
        data: bytes,
        length: str | None = None,
        most: int | None = None,
    ) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _ONE_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", length or str(len(data)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else data[:most])
        self.close_connection = most is not None

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass_on  # noqa: N815 -- names of the library


@contextmanager
def proxy() -> Iterator[Proxy]:
    server = Proxy()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
