"""The worker's part, in the test's own transaction."""

import json

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def work_off() -> list[str]:
    """Runs what waits in the queue; the names of the jobs."""
    names = []
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("id"):
        args = json.loads(job.args) if isinstance(job.args, str) else job.args
        app.tasks[job.task_name](**args)
        names.append(job.task_name.rpartition(".")[2])
    ProcrastinateJob.objects.all()._raw_delete("default") if names else None
    return names
