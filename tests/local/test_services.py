"""The servers of `make run`, started for real."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import psycopg
import pytest
from botocore.exceptions import ClientError

from tests.services import ROOT
from timecount.local import ground
from timecount.local.children import ServiceError
from timecount.local.services import Services, running

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PROGRAM = """
import json, sys, time
from pathlib import Path
from timecount.local.services import running
with running(Path(sys.argv[1])) as services:
    print(json.dumps([child.process.pid for child in services.children]), flush=True)
    time.sleep(120)
"""


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=ground.temporary_root()) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "var"


def count(services: Services, role: str = "MIGRATE_DATABASE_URL") -> object:
    with psycopg.connect(services.environment[role]) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert row
        return row[0]


def test_data_and_secrets_survive_a_stop_and_a_killed_parent(var: Path) -> None:
    with running(var) as services:
        first = services.environment
        with psycopg.connect(first["MIGRATE_DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1")
        _client(first).put_object(Bucket=first["S3_BUCKET"], Key="kept", Body=b"bytes")
        occupied = rf"already runs on {var} \(process {os.getpid()}\)"
        with pytest.raises(ServiceError, match=occupied), running(var):
            pass
        assert count(services) == 1
    assert _gone_within(10, _start_and_kill(var))
    # The number of a dead server may belong to somebody else by now.
    (var / "services" / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (var / "services" / "s3-ports.json").unlink()  # as if its ports were taken meanwhile
    with running(var) as services:
        second = services.environment
        assert all(child.running for child in services.children)
        assert count(services) == 1
        assert _client(second).get_object(Bucket=second["S3_BUCKET"], Key="kept")["Body"].read() == b"bytes"
    assert second["SECRET_KEY"] == first["SECRET_KEY"]
    assert (var / "secrets.json").stat().st_mode & 0o777 == 0o600


def _start_and_kill(var: Path) -> list[int]:
    parent = subprocess.Popen([sys.executable, "-c", PROGRAM, var], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    with parent.stdout as output:
        pids: list[int] = json.loads(output.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    return pids


def _gone_within(seconds: float, pids: list[int]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_the_application_owns_nothing() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in ("CREATE TABLE mine ()", "CREATE SCHEMA mine", "CREATE ROLE mine", "CREATE DATABASE mine"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_s3_knows_its_keys() -> None:
    bucket = os.environ["S3_BUCKET"]
    _client(os.environ).head_bucket(Bucket=bucket)
    stranger = _client({**os.environ, "S3_SECRET_ACCESS_KEY": "guessed"})
    with pytest.raises(ClientError, match="403"):
        stranger.head_bucket(Bucket=bucket)
    with pytest.raises(ClientError, match="404"):
        _client(os.environ).head_bucket(Bucket="mistyped")


def _client(environment: Mapping[str, str]) -> "S3Client":
    return boto3.client(
        "s3",
        endpoint_url=environment["S3_ENDPOINT_URL"],
        aws_access_key_id=environment["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["S3_SECRET_ACCESS_KEY"],
        region_name=environment["S3_REGION"],
    )


def test_sockets_stay_short_in_a_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    place = ground.prepare(deep)
    try:
        assert len(str(place.sockets)) < 60
        assert place.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        place.sockets.rmdir()
        if (deep / "services").is_symlink():
            subprocess.run(["rm", "-r", (deep / "services").resolve()], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another user")
def test_a_copied_folder_gets_data_of_its_own(tmp_path: Path) -> None:
    for name in ("original", "copy"):
        (tmp_path / name).mkdir()
    tmp_path.chmod(0o700)  # the other user cannot look in here
    original = ground.prepare(tmp_path / "original")
    (tmp_path / "copy" / "services").symlink_to(original.home)
    copy = ground.prepare(tmp_path / "copy")
    try:
        assert original.home.is_relative_to(ground.ELSEWHERE)
        assert copy.home != original.home
        assert ground.prepare(tmp_path / "original").home == original.home
    finally:
        subprocess.run(["rm", "-r", original.home, copy.home], check=True)
