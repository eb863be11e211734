"""Background work of notes and to-dos: thin, the work itself is in the services."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from todos import mailing, photos, reminding, services

RESTORABLE = timedelta(days=30)


@app.periodic(cron="41 3 * * *")
@app.task(name="todos.forget_deleted", queueing_lock="todos.forget_deleted")
def forget_deleted(timestamp: int) -> None:
    services.forget_deleted(before=datetime.fromtimestamp(timestamp, UTC) - RESTORABLE)


@app.periodic(cron="29 3 * * *")
@app.task(name="todos.forget_photos", queueing_lock="todos.forget_photos")
def forget_photos(timestamp: int) -> None:
    photos.forget_photos(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="todos.remind", queueing_lock="todos.remind")
def remind(timestamp: int) -> None:
    while reminding.send_due(now=timezone.now()):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="todos.mail", queueing_lock="todos.mail")
def mail(timestamp: int) -> None:
    mailing.send(now=timezone.now())
