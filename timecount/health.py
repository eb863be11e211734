"""Is everything there that a request needs?"""

from collections.abc import Callable
from typing import cast

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from storages.backends.s3 import S3Storage


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _s3() -> str:
    storage = cast("S3Storage", default_storage)
    storage.connection.meta.client.head_bucket(Bucket=storage.bucket_name)
    return "ok"


def _queue_age() -> int:
    """Seconds that the oldest due job has been waiting."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(extract(epoch FROM now() - greatest(e.at, coalesce(j.scheduled_at, e.at)))), 0)::int"
            " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"
        )
        (age,) = cursor.fetchone()
    return int(age)


CHECKS: dict[str, Callable[[], str | int]] = {"database": _database, "s3": _s3, "queue_age_seconds": _queue_age}


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything answers, else 503; says which part failed, never why (that is in the log)."""
    report: dict[str, str | int] = {}
    for name, check in CHECKS.items():
        try:
            report[name] = check()
        except (DatabaseError, BotoCoreError, ClientError, OSError):
            report[name] = "failed"
    failed = "failed" in report.values()
    return JsonResponse({"status": "failed" if failed else "ok", **report}, status=503 if failed else 200)
