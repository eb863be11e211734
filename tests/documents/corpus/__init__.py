"""Hostile files and honest ones, made by code, each with the verdict that it must get."""

from collections.abc import Callable
from typing import NamedTuple

Make = Callable[[], bytes]


class Case(NamedTuple):
    group: str
    about: str
    name: str  # as the file is called when it arrives
    make: Make
    # What it is and its flags, "docx active macros", or the code of the refusal, "!bomb".
    expected: str
    heavy: bool = False  # a second of processor time or more: not in every test run


def cases(group: str, *rows: tuple[str, str, Make, str], heavy: bool = False) -> list[Case]:
    return [Case(group, *row, heavy) for row in rows]


def every() -> list[Case]:
    from tests.documents.corpus import (  # those that make files ask for `cases`
        archives,
        eicar,
        entities,
        honest,
        macros,
        pdfs,
        pictures,
        polyglots,
        sizes,
    )

    groups = (honest, eicar, macros, entities, archives, pdfs, pictures, polyglots, sizes)
    return [case for group in groups for case in group.CASES]
