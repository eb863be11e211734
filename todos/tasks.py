"""Background work of notes and to-dos: thin, the work itself is in the services."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from todos import photos, services

RESTORABLE = timedelta(days=30)


@app.periodic(cron="41 3 * * *")
@app.task(name="todos.forget_deleted", queueing_lock="todos.forget_deleted")
def forget_deleted(timestamp: int) -> None:
    services.forget_deleted(before=datetime.fromtimestamp(timestamp, UTC) - RESTORABLE)


@app.periodic(cron="29 3 * * *")
@app.task(name="todos.forget_photos", queueing_lock="todos.forget_photos")
def forget_photos(timestamp: int) -> None:
    photos.forget_photos(now=datetime.fromtimestamp(timestamp, UTC))
