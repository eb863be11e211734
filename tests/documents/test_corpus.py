"""Every hostile file and every honest one gets the verdict that is written beside it."""

from pathlib import Path

import pytest

from documents.converting import limits
from tests.documents.corpus import Case, every

GROUPS = {"honest", "eicar", "macros", "entities", "archives", "pdf", "pictures", "polyglots", "sizes"}


def _verdicts(cases: list[Case], folder: Path) -> list[str]:
    """Asked of one process, which does not mind how many there are."""
    calls = []
    for number, case in enumerate(cases):
        path = folder / str(number)
        path.write_bytes(case.make())
        calls.append((path, case.name))
    return [_said(answer) for answer in limits.run_many("check", calls, seconds=120)]


def _said(answer: limits.Answer) -> str:
    return f"!{answer['refused']}" if "refused" in answer else " ".join([answer["form"], *answer["flags"]])


def _different(cases: list[Case], folder: Path) -> list[str]:
    return [
        f"{case.group}: {case.about}: {verdict} instead of {case.expected}"
        for case, verdict in zip(cases, _verdicts(cases, folder), strict=True)
        if verdict != case.expected
    ]


def test_every_file_of_the_corpus_gets_its_verdict(tmp_path: Path) -> None:
    cases = every()
    assert {case.group for case in cases} == GROUPS
    assert sum(case.group != "honest" for case in cases) >= 120

    assert _different([case for case in cases if not case.heavy], tmp_path) == []


@pytest.mark.soak
def test_every_heavy_file_gets_its_verdict(tmp_path: Path) -> None:
    assert _different([case for case in every() if case.heavy], tmp_path) == []
