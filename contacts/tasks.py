"""Background work of the address book."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from contacts import photos


@app.periodic(cron="17 3 * * *")
@app.task(name="contacts.forget_photos", queueing_lock="contacts.forget_photos")
def forget_photos(timestamp: int) -> None:
    photos.forget_photos(now=datetime.fromtimestamp(timestamp, UTC))
