"""A mail server that takes every letter."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

COMMANDS = {b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class _Session(socketserver.StreamRequestHandler):
    server: "Letters"

    def handle(self) -> None:
        self._say(b"220 ready")
        for line in self.rfile:
            command = line[:4].upper()
            self._say(COMMANDS.get(command, b"250 fine"))
            if command == b"DATA":
                self.server.received.append(message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n"))))
                self._say(b"250 taken")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class Letters(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.received: list[Message] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def mail_server() -> Iterator[Letters]:
    with Letters() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)
