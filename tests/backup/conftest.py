from pathlib import Path

import pytest

from tests.buckets import bucket

__all__ = ["bucket"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"
