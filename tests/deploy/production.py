"""What docker-compose starts, as plain processes on loopback: two web processes, a worker, nginx with TLS.

Commands and environments are those of docker-compose.yml, Dockerfile and the template of nginx;
PostgreSQL and S3 are those of the test run, given by URL as one's own would be.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.deploy import compose
from tests.deploy.names import name_server
from tests.services import ROOT
from timecount.local.children import Child, spawn

HOST_NAME = "kunden.example.de"
WEB_HOSTS = ["127.0.0.1", "127.0.0.2"]
NGINX = """
pid {folder}/nginx.pid; daemon off; master_process off; error_log stderr;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/timecount.conf;
}}
"""


@dataclass
class Production:
    folder: Path
    variables: dict[str, str]  # what stands in .env
    port: int  # of every web process
    ports: dict[str, int]  # of the proxy
    web: list[Child] = field(default_factory=list)

    def environment(self, service: str) -> dict[str, str]:
        """Of this computer only what the image has too."""
        given: dict[str, str] = compose.service(service, self.variables)["environment"]
        return {**_image(), **given}

    def command(self, service: str) -> list[str]:
        words: list[str] = compose.service(service, self.variables)["command"]
        return words

    def manage(self, *words: str, service: str = "web", **more: str) -> subprocess.CompletedProcess[str]:
        """`docker compose run web python manage.py …`"""
        return run(["python", "manage.py", *words], {**self.environment(service), **more})


def run(words: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )


def _image() -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
    return {"PATH": path, "STATIC_ROOT": os.environ["STATIC_ROOT"], "PYTHONUNBUFFERED": "1"}


def described(folder: Path, database: str, mail: str = "smtp://127.0.0.1:9") -> Production:
    """Everything decided, nothing started."""
    urls = {name: _of(os.environ[name], database) for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL")}
    s3 = {name: value for name, value in os.environ.items() if name.startswith("S3_")}
    made = {name: secrets.token_hex(32) for name in compose.required()}
    given = {"HOST_NAME": HOST_NAME, "EMAIL_URL": mail, "DEFAULT_FROM_EMAIL": "timecount@example.de"}
    web, http, https = _free_ports(3)
    return Production(folder, {**made, **given, **s3, **urls}, web, {"http": http, "https": https})


def _of(url: str, database: str) -> str:
    return f"{url.rpartition('/')[0]}/{database}"


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("0.0.0.0", 0))  # noqa: S104 -- free on every address; nobody listens
        return [probe.getsockname()[1] for probe in probes]


@contextmanager
def running(production: Production) -> Iterator[None]:
    """Stops as Docker stops: asked politely, everything ends well within its time."""
    with ExitStack() as stack:
        resolver = stack.enter_context(name_server(WEB_HOSTS))
        production.web = [_web(production, host) for host in WEB_HOSTS]
        children = [*production.web, _worker(production), _proxy(production, resolver)]
        stack.callback(_stop, children)
        for host, child in zip(WEB_HOSTS, production.web, strict=True):
            _wait(production, host, child)
        yield


def _web(production: Production, host: str) -> Child:
    words = compose.image_command()
    # Docker gives each an address of its own; one process at each is enough here.
    for name, value in {"--host": host, "--port": str(production.port), "--workers": "1"}.items():
        words[words.index(name) + 1] = value
    return _spawn(production, f"web {host}", words, production.environment("web"))


def _worker(production: Production) -> Child:
    return _spawn(production, "worker", production.command("worker"), production.environment("worker"))


def _proxy(production: Production, resolver: str) -> Child:
    folder = production.folder
    certificate = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem", "-days", "1", "-nodes"]
    name = ["-subj", f"/CN={HOST_NAME}", "-addext", f"subjectAltName=DNS:{HOST_NAME}"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    subprocess.run(["openssl", "req", "-x509", *curve, *certificate, *name], check=True, capture_output=True)
    given = {
        **compose.service("proxy", production.variables)["environment"],
        "WEB": f"web:{production.port}",
        "RESOLVER": resolver,
        "HTTP": f"127.0.0.1:{production.ports['http']}",
        "HTTPS": f"127.0.0.1:{production.ports['https']}",
        "TLS": str(folder),
    }
    template = ROOT / "deploy" / "nginx" / "timecount.conf.template"
    (folder / "timecount.conf").write_text(compose.template(template, given))
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
    nginx = shutil.which("nginx", path=f"{os.defpath}:/usr/sbin") or "nginx"
    return _spawn(production, "nginx", [nginx, "-e", "stderr", "-c", str(folder / "nginx.conf")], {})


def _spawn(production: Production, name: str, words: list[str], env: Mapping[str, str]) -> Child:
    program = shutil.which(words[0], path=env.get("PATH")) or words[0]
    log = production.folder / f"{name.replace(' ', '-')}.log"
    return spawn(name, [program, *words[1:]], env=env, cwd=ROOT, log=log, patience=30)


def _wait(production: Production, host: str, child: Child) -> None:
    """With the words by which Docker asks whether a web process is well."""
    words: list[str] = compose.service("web", production.variables)["healthcheck"]["test"][1:]
    words[-1] = words[-1].replace("127.0.0.1:8000", f"{host}:{production.port}")
    deadline = time.monotonic() + 60
    while (last := run(words, production.environment("web"))).returncode:
        assert child.running, child.last_words(40)
        assert time.monotonic() < deadline, last.stderr + child.last_words(40)
        time.sleep(0.1)


def _stop(children: list[Child]) -> None:
    children = [child for child in children if child.running]
    for child in children:
        child.process.send_signal(signal.SIGTERM)
    for child in children:
        child.stop()
    assert [child.name for child in children if child.process.returncode == -signal.SIGKILL] == []


def kill(child: Child) -> None:
    """As when a container is killed: the whole group of processes, without a word."""
    os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
