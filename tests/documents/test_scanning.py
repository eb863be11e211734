"""What ClamAV says, and that nothing else is ever called clean."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from documents import scanning
from documents.models import files
from documents.scanning import Result, Scan, scan
from tests.documents.corpus.eicar import EICAR


class Clamd:
    """The part of clamd that is asked here: reads a stream by its protocol and looks for the test virus."""

    def __init__(self, *, most: int = 1024**3, answer: bytes | None = None) -> None:
        self.most, self.answer = most, answer
        self.pieces: list[int] = []

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            data = b""
            while size := struct.unpack(">I", said.read(4))[0]:
                self.pieces.append(size)
                data += said.read(size)
                if len(data) > self.most:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"
            connection.sendall(found if self.answer is None else self.answer)


@contextmanager
def listening(clamd: Clamd, address: str | tuple[str, int]) -> Iterator[str]:
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as server:
        server.bind(address)
        server.listen()
        server.settimeout(10)
        thread = threading.Thread(target=lambda: clamd.serve(server.accept()[0]))
        thread.start()
        name = server.getsockname()
        yield f"unix://{name}" if isinstance(name, str) else f"tcp://{name[0]}:{name[1]}"
        thread.join()


def _scanned(settings: Settings, tmp_path: Path, clamd: Clamd, data: bytes, *, encrypted: bool = False) -> Scan:
    path = tmp_path / "bytes"
    path.write_bytes(data)
    with listening(clamd, ("127.0.0.1", 0)) as url:
        settings.CLAMD_URL = url
        return scan(path, encrypted=encrypted)


def test_the_whole_file_is_read_in_small_pieces(settings: Settings, tmp_path: Path) -> None:
    clamd = Clamd()

    assert _scanned(settings, tmp_path, clamd, bytes(200_000)) == Scan(Result.CLEAN)
    assert clamd.pieces == [65_536, 65_536, 65_536, 3392]


def test_a_virus_is_named(settings: Settings, tmp_path: Path) -> None:
    assert _scanned(settings, tmp_path, Clamd(), EICAR) == Scan(Result.INFECTED, "Eicar-Test-Signature")


def test_it_is_asked_through_a_socket_of_the_same_computer(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(EICAR)
    with listening(Clamd(), str(tmp_path / "clamd")) as settings.CLAMD_URL:
        assert scan(path).result is Result.INFECTED


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: ",
        b"OK\0",
        b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
        b"stream: Heuristics.Encrypted.PDF FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"stream: Can't allocate memory ERROR\0",
        b"\xff\xfe\0",
        b"x" * 10_000,
    ],
)
def test_nothing_but_its_word_is_clean(settings: Settings, tmp_path: Path, answer: bytes) -> None:
    assert _scanned(settings, tmp_path, Clamd(answer=answer), b"Guten Tag").result is Result.FAILED


def test_a_file_that_is_too_large_for_it_is_not_clean(settings: Settings, tmp_path: Path) -> None:
    found = _scanned(settings, tmp_path, Clamd(most=100_000), bytes(8_000_000))

    assert found.result is Result.FAILED


def test_what_is_locked_is_never_clean(settings: Settings, tmp_path: Path) -> None:
    assert _scanned(settings, tmp_path, Clamd(), b"x", encrypted=True) == Scan(Result.FAILED, "encrypted")


def test_silence_is_not_clean(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "ANSWER_SECONDS", 0.05)
    path = tmp_path / "bytes"
    path.write_bytes(b"x")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        assert scan(path) == Scan(Result.FAILED, "TimeoutError")


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd", "http://127.0.0.1", "tcp://", "clamd"])
def test_nobody_there_is_not_clean(settings: Settings, tmp_path: Path, url: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"x")
    settings.CLAMD_URL = url

    assert scan(path).result is Result.FAILED


def test_without_a_scanner_a_file_is_not_checked(settings: Settings, tmp_path: Path) -> None:
    settings.CLAMD_URL = ""

    assert scan(tmp_path / "missing") == Scan(Result.UNCHECKED)
    assert {result.value for result in Result} == set(files.Scan.values)
