"""Is everything there that a request needs?"""

import logging
from collections.abc import Callable
from typing import cast

import psycopg
from botocore.exceptions import BotoCoreError, ClientError
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from psycopg_pool import ConnectionPool

from timecount.storage import Storage

logger = logging.getLogger(__name__)

Report = dict[str, str | int]
FAILED = "failed"
PATIENCE = 3  # seconds for a connection; who asks for our health gives up after ten
OLDEST_DUE_JOB = """
    SELECT coalesce(max(extract(epoch FROM now() - greatest(e.at, coalesce(j.scheduled_at, e.at)))), 0)::int
    FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()
"""


def _database() -> Report:
    """Asks for rows, not only for a connection: a role without rights is of no use."""
    pool: ConnectionPool = connection.pool  # type: ignore[attr-defined]
    pool.open()
    with pool.connection(timeout=PATIENCE) as rows:
        age = rows.execute(OLDEST_DUE_JOB).fetchone()
    return {"database": "ok", "queue_age_seconds": age[0] if age else 0}


def _s3() -> Report:
    storage = cast("Storage", default_storage)
    storage.connection.meta.client.head_bucket(Bucket=storage.bucket_name)
    return {"s3": "ok"}


CHECKS: dict[str, Callable[[], Report]] = {"database": _database, "s3": _s3}


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything answers, else 503; says which part failed, never why (that is in the log)."""
    report: Report = {}
    for name, check in CHECKS.items():
        try:
            report |= check()
        except (DatabaseError, psycopg.Error, BotoCoreError, ClientError, OSError) as error:
            logger.warning("%s failed: %s", name, error)
            report[name] = FAILED
    failed = FAILED in report.values()
    return JsonResponse({"status": FAILED if failed else "ok", **report}, status=503 if failed else 200)
