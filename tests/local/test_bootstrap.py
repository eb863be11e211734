"""The set-up runs before anything is installed, on whatever python3 there is."""

import ast
import json
import subprocess
from pathlib import Path

import pytest

from timecount.local import bootstrap


def test_it_reads_as_python_3_6() -> None:
    tree = ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not imported & {"timecount", "tomllib", "django"}


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the set-up would run in an empty clone in which every program works."""
    made: list[list[str]] = []

    def call(command: list[str], **_options: object) -> int:
        made.append([Path(command[0]).name, *command[1:]])
        if "sync" in command:
            (tmp_path / ".venv").mkdir(exist_ok=True)
        if "ci" in command:
            (tmp_path / "node_modules").mkdir(exist_ok=True)
        return 0

    for name in ("uv.lock", "pyproject.toml", ".python-version", "package-lock.json"):
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "works", lambda command: True)
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "uv")
    monkeypatch.setattr(subprocess, "call", call)
    return made


def test_running_needs_no_development_tools_and_keeps_them(calls: list[list[str]]) -> None:
    bootstrap.python_packages(dev=False)
    assert calls[0][-4:] == ["--no-default-groups", "--group", "local", "--inexact"]
    bootstrap.python_packages(dev=False)
    assert len(calls) == 1
    bootstrap.python_packages(dev=True)
    bootstrap.python_packages(dev=False)
    assert len(calls) == 2


def test_a_changed_lock_file_installs_again(calls: list[list[str]], tmp_path: Path) -> None:
    for lock in ("1", "1", "2"):
        (tmp_path / "package-lock.json").write_text(lock)
        bootstrap.front_end_packages()
    assert [call[:2] for call in calls] == [["npm", "ci"], ["npm", "ci"]]


def test_an_unreadable_stamp_counts_as_none(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    for content, expected in (("{", {}), (json.dumps({"lock": "1"}), {"lock": "1"})):
        stamp.write_text(content)
        assert bootstrap.read_stamp(str(stamp)) == expected


def test_what_may_not_be_installed_is_named_with_one_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "privilege", lambda: None)
    bootstrap.system_packages({"libpango-1.0-0": lambda: False, "nginx-light": lambda: True})
    assert "Mend it:  sudo apt-get install -y libpango-1.0-0\n" in capsys.readouterr().out
