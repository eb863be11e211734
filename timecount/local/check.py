"""`make check`: everything that is judged without running the product.  All of it, even after a failure."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from timecount.local.ground import temporary_root
from timecount.local.services import running

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
# Enough for Django to be imported by a type checker, which connects nowhere.
ENVIRONMENT = {
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "http://localhost",
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "DEFAULT_FROM_EMAIL": "nobody@localhost",
    "DJANGO_SETTINGS_MODULE": "timecount.settings",
    "EMAIL_URL": "file:///mail",
    "LOCAL_MODE": "1",
    "LOG_LEVEL": "WARNING",
    "S3_ACCESS_KEY_ID": "none",
    "S3_BUCKET": "none",
    "S3_SECRET_ACCESS_KEY": "none",
    "SECRET_KEY": "of no use to anybody, for checks only, nothing is signed with it",
}
CHECKS: dict[str, list[str]] = {
    "ruff": ["ruff", "check", "--quiet"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "imports": ["lint-imports", "--no-logo"],
    "compose": ["check-jsonschema", "--quiet", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
    "icons": ["python", "-m", "timecount.icons"],
    "styles": ["python", "-m", "timecount.styles"],
    "templates": ["djlint", "templates", "--quiet", "--check"],
    "template rules": ["djlint", "templates", "--quiet", "--lint"],
    "translations": ["python", "-m", "timecount.local.translations", "check"],
    "types": ["mypy", "--no-error-summary", "--show-traceback"],
}
# These ask the database for its version.
CHECKS_WITH_SERVERS: dict[str, list[str]] = {
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": ["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"],
}
PRODUCTION = {
    "ALLOWED_HOSTS": "timecount.example",
    "BASE_URL": "https://timecount.example",
    "EMAIL_URL": "smtp://localhost",
    "LOCAL_MODE": "0",
}


def main() -> int:
    failed = [name for name, words in CHECKS.items() if not _passes(name, words, ENVIRONMENT)]
    with tempfile.TemporaryDirectory(dir=temporary_root()) as folder:
        Path(folder).chmod(0o755)
        with running(Path(folder), throwaway=True) as services:
            environment = {**ENVIRONMENT, **services.environment, **PRODUCTION}
            failed += [name for name, words in CHECKS_WITH_SERVERS.items() if not _passes(name, words, environment)]
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


def _passes(name: str, words: list[str], environment: Mapping[str, str]) -> bool:
    started = time.monotonic()
    result = subprocess.run(
        [BIN / words[0], *words[1:]],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = result.returncode == 0
    print(f"{'✓' if passed else '✗'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(result.stdout, flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
