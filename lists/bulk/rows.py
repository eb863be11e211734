"""The records of a run in the database: hundreds at a time, in one statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet

from lists.models import BulkOutcome, BulkRow, BulkRun

_GATHER = """
INSERT INTO lists_bulkrow (run_id, target, outcome, reason)
SELECT %s, picked.key, '', '' FROM ({picked}) AS picked(key) ORDER BY picked.key
ON CONFLICT (run_id, target) DO NOTHING
"""
_STORE = """
UPDATE lists_bulkrow r SET outcome = x.outcome, reason = x.reason,
  before = coalesce(x.before, r.before), after = coalesce(x.after, r.after)
FROM jsonb_to_recordset(%s::jsonb) AS x(target bigint, outcome text, reason text, before jsonb, after jsonb)
WHERE r.run_id = %s AND r.target = x.target
"""


@dataclass(frozen=True)
class Result:
    """What became of a record; `before` and `after` only where it was changed."""

    outcome: BulkOutcome
    reason: str = ""
    before: Any = None
    after: Any = None


def gather(run: BulkRun, records: QuerySet[Any]) -> int:
    """One row for every record, in one statement; how many they are."""
    try:
        picked, params = records.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:  # of those that one may not see any more, nothing is asked
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_GATHER.format(picked=picked), [run.pk, *params])
        return int(cursor.rowcount)


def waiting(run: BulkRun, outcome: BulkOutcome, size: int) -> dict[int, BulkRow]:
    """The next rows with this outcome by the keys of their records, in the order in which records are locked."""
    rows = run.rows.filter(outcome=outcome).order_by("target")[:size]
    return {row.target: row for row in rows}


def store(run: BulkRun, results: Mapping[int, Result]) -> None:
    lines = [
        {
            "target": key,
            "outcome": result.outcome,
            "reason": result.reason,
            "before": result.before,
            "after": result.after,
        }
        for key, result in results.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [json.dumps(lines), run.pk])


def counts(run: BulkRun) -> dict[str, int]:
    numbers: dict[str, int] = run.rows.aggregate(
        **{outcome.name.lower(): Count("id", filter=Q(outcome=outcome)) for outcome in BulkOutcome}
    )
    return numbers
