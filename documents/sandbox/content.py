"""A file or a part of one, what was found out about it, and why it is not accepted."""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from documents.formats import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, MAX_UNPACKED

# In two pieces: virus scanners would take this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Unfit(Exception):
    """The file is not accepted; the code is one of `checking.refusals`."""

    def __init__(self, code: str, flags: Iterable[str] = ()) -> None:
        super().__init__(code)
        self.code, self.flags = code, set(flags)  # the flags count where the file hangs on one that is accepted


@dataclass
class Budget:
    """What all archives inside one file may hold together."""

    entries: int = MAX_ENTRIES
    unpacked: int = MAX_UNPACKED

    def enter(self, count: int) -> None:
        self.entries -= count
        if self.entries < 0:
            raise Unfit("bomb")

    def unpack(self, size: int) -> None:
        self.unpacked -= size
        if self.unpacked < 0:
            raise Unfit("bomb")


@dataclass
class Content:
    data: bytes | mmap.mmap
    ending: str = ""  # of the name, lower case; only a hint
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    path: Path | None = None

    @property
    def head(self) -> bytes:
        return self.data[:4096]

    def stream(self) -> BinaryIO:
        return self.path.open("rb") if self.path else io.BytesIO(self.data)

    def part(self, data: bytes, name: str = "") -> Content:
        """Something inside this one."""
        if self.depth >= MAX_DEPTH:
            raise Unfit("bomb")
        return Content(data, Path(name).suffix.lower(), self.depth + 1, self.budget)


@dataclass
class Finding:
    """What a file is."""

    form: str  # a key of FORMATS
    flags: set[str] = field(default_factory=set)
    pages: int = 0


def infected(data: bytes | mmap.mmap) -> bool:
    return data.find(EICAR) >= 0


def opened(path: Path, name: str = "") -> Content:
    size = path.stat().st_size
    if not size:
        raise Unfit("empty")
    if size > MAX_BYTES:
        raise Unfit("too_large")
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return Content(data, Path(name).suffix.lower(), path=path)
