"""What a process of its own may not do, whatever is in the file."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from documents.converting import limits


@pytest.fixture(autouse=True)
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PROGRAM", "tests.documents.misbehaving")


def _code(job: str, *arguments: Path, seconds: int = 20) -> str:
    with pytest.raises(limits.GaveUp) as gave_up:
        limits.run(job, *arguments, seconds=seconds)
    return gave_up.value.code


def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    assert _code("sleep", tmp_path / "pid", seconds=2) == "too_much"

    child = int((tmp_path / "pid").read_text())
    stat = Path(f"/proc/{child}/stat")
    assert not stat.exists() or stat.read_text().split()[2] == "Z"


def test_what_computes_too_long_is_ended() -> None:
    assert _code("compute", seconds=1) == "too_much"


@pytest.mark.parametrize(
    ("job", "code"), [("grow", "too_much"), ("talk", "too_much"), ("fill", "damaged"), ("crash", "damaged")]
)
def test_what_takes_too_much_is_ended(job: str, code: str) -> None:
    assert _code(job) == code


def test_there_is_neither_a_secret_nor_django_in_there() -> None:
    answer = limits.run("surroundings")

    assert set(answer["environment"]) <= {
        "PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LANG", "LC_CTYPE", "HOME", "TMPDIR", "OMP_THREAD_LIMIT"
    }  # fmt: skip
    assert "SECRET_KEY" in os.environ
    assert "django" not in answer["modules"]
    assert answer["memory"] == 1024**3
    assert not Path(answer["folder"]).exists()


UNSHARES = "import os; os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)"


@pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", UNSHARES], stderr=subprocess.DEVNULL, check=False).returncode != 0,
    reason="this system gives nobody a network of their own",
)
def test_nobody_can_be_called_from_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = limits.run("call_home", server.getsockname()[1])

    assert not answer["reached"]
