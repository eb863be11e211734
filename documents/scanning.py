"""ClamAV, where there is one: `CLAMD_URL` is tcp://host:port or unix:///path/of/socket.

"Clean" is said only when the scanner read the whole file and found nothing.  clamd has to be told to report what
it did not read to the end: `AlertExceedsMax yes` and `AlertEncrypted yes` in its configuration.
"""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024
CONNECT_SECONDS = 3
ANSWER_SECONDS = 60
MAX_ANSWER = 4096
_LENGTH = struct.Struct(">I")
# What clamd reports as found, but is none: it stopped reading.
_NOT_READ = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")


class Result(StrEnum):
    UNCHECKED = "unchecked"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


@dataclass(frozen=True)
class Scan:
    result: Result
    detail: str = ""  # the virus, or why the scan failed, in clamd's words: for the log and the administrator


def scan(path: Path, *, encrypted: bool = False) -> Scan:
    """Never raises for the scanner's sake.  `encrypted`: nobody could look inside, whatever clamd says."""
    if not settings.CLAMD_URL:
        return Scan(Result.UNCHECKED)
    try:
        with path.open("rb") as file, _connected(settings.CLAMD_URL) as connection:
            verdict = _understood(_asked(connection, file))
    except (OSError, ValueError) as error:
        return Scan(Result.FAILED, type(error).__name__)
    if encrypted and verdict.result is Result.CLEAN:
        return Scan(Result.FAILED, "encrypted")
    return verdict


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
    elif parts.scheme == "tcp" and parts.hostname:
        connection = socket.create_connection((parts.hostname, parts.port or 3310), CONNECT_SECONDS)
    else:
        raise ValueError("CLAMD_URL is neither tcp:// nor unix://")
    connection.settimeout(ANSWER_SECONDS)
    return connection


def _asked(connection: socket.socket, file: BinaryIO) -> str:
    """clamd's answer; it may come, and the line be closed, before everything was sent."""
    try:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            connection.sendall(_LENGTH.pack(len(piece)) + piece)
        connection.sendall(_LENGTH.pack(0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it says why below
    answer = b""
    while b"\0" not in answer and len(answer) < MAX_ANSWER:
        piece = connection.recv(MAX_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].decode("ascii", "replace").strip()


def _understood(answer: str) -> Scan:
    said = answer.removeprefix("stream: ")
    if said == "OK" and answer != said:
        return Scan(Result.CLEAN)
    if said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        return Scan(Result.FAILED if name.startswith(_NOT_READ) else Result.INFECTED, name)
    return Scan(Result.FAILED, said or "no answer")
