"""Test runs beside each other: what a killed one left is removed, what a living one uses is not."""

import fcntl
from pathlib import Path
from typing import IO

import pytest

from tests import services


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / f"{services.PREFIX}dead" / "log").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    services.sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_another_run_may_begin_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sweeps before and after the folder is locked, which is as near as two starts can come."""
    lock, moments = fcntl.flock, 0

    def sweeping_lock(file: IO[str], operation: int) -> None:
        nonlocal moments
        if operation == fcntl.LOCK_EX:  # the run itself; sweepers do not wait
            moments += 1
            services.sweep(tmp_path)
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", sweeping_lock)
    with services.folder(tmp_path) as var:
        services.sweep(tmp_path)
        assert (var / services.ALIVE).exists()
    assert moments == 1
    assert not var.exists()
