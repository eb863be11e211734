"""A name server for one name: what Docker's own does for a scaled service."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
HEADER = struct.Struct("!6H")
ADDRESS, ANSWER, POINTER_TO_QUESTION = 1, 0x8180, 0xC00C


@contextmanager
def name_server(addresses: list[str]) -> Iterator[str]:
    """Answers every question with all `addresses`, and only for a second."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((HOST, 0))
        thread = threading.Thread(target=_serve, args=(server, addresses), daemon=True)
        thread.start()
        yield f"{HOST}:{server.getsockname()[1]}"
        server.sendto(b"", server.getsockname())
        thread.join(5)


def _serve(server: socket.socket, addresses: list[str]) -> None:
    while True:
        query, client = server.recvfrom(512)
        if not query:
            return
        server.sendto(_answer(query, addresses), client)


def _answer(query: bytes, addresses: list[str]) -> bytes:
    end = query.index(b"\0", HEADER.size) + 5
    (kind,) = struct.unpack("!H", query[end - 4 : end - 2])
    found = addresses if kind == ADDRESS else []
    head = HEADER.pack(struct.unpack("!H", query[:2])[0], ANSWER, 1, len(found), 0, 0)
    records = b"".join(
        struct.pack("!HHHIH", POINTER_TO_QUESTION, ADDRESS, 1, 1, 4) + socket.inet_aton(address) for address in found
    )
    return head + query[HEADER.size : end] + records
