"""`make check`: everything that is judged without running the product.  All of it, even after a failure."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
# Enough for Django to be imported; nothing here connects anywhere.
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
    "icons": ["python", "-m", "timecount.icons"],
    "templates": ["djlint", "templates", "--quiet", "--check"],
    "template rules": ["djlint", "templates", "--quiet", "--lint"],
    "translations": ["python", "-m", "timecount.local.translations", "check"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "types": ["mypy", "--no-error-summary", "--show-traceback"],
}


def main() -> int:
    failed = [name for name, words in CHECKS.items() if not _passes(name, words)]
    print(f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str, words: list[str]) -> bool:
    started = time.monotonic()
    result = subprocess.run(
        [BIN / words[0], *words[1:]],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
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
