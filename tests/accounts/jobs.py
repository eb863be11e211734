"""The worker's part, in the test's own transaction, and what a reader of its letters does."""

import json
from typing import Any

from django.core.mail import EmailMessage
from django.test import Client
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


def password_link(letter: EmailMessage) -> str:
    return next(word for word in str(letter.body).split() if "/password/reset/key/" in word)


def choose_password(client: Client, link: str, password: str) -> Any:
    """Follows the link of a letter and fills in the form behind it."""
    page: Any = client.get(link, follow=True)
    return client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})
