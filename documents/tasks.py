"""Background work of the archive: thin, the work itself is in its rooms."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# A storage that is away for an hour is asked again: 4 s, 16 s, … 68 min.
PATIENTLY = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="documents.read_file", retry=PATIENTLY)
def read_file(file_id: str) -> None:
    from documents import reading  # which asks for much that the web need not load

    reading.read(file_id=UUID(file_id))


@app.task(name="documents.file_attachments", retry=PATIENTLY)
def file_attachments(file_id: str) -> None:
    from documents import attachments  # as above

    attachments.file_all(file_id=UUID(file_id))


@app.periodic(cron="11 1 * * *")
@app.task(name="documents.roll_over", queueing_lock="documents.roll_over")
def roll_over(timestamp: int) -> None:
    """Contracts that renewed themselves."""
    from documents import rolling

    rolling.roll_over(today=timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="47 3 * * *")
@app.task(name="documents.take_away", queueing_lock="documents.take_away")
def take_away(timestamp: int) -> None:
    """What may go, and what nobody finished."""
    from documents import deletion

    now = datetime.fromtimestamp(timestamp, UTC)
    deletion.empty_trash(now=now)
    deletion.delete_bytes(now=now)
    deletion.reap(now=now)


@app.periodic(cron="23 4 * * *")
@app.task(name="documents.check_archive", queueing_lock="documents.check_archive")
def check_archive(timestamp: int) -> None:
    """Administrators are told if database and storage do not agree."""
    from documents import alarm, reconciling

    report = reconciling.reconcile(repair=True)
    if not report.is_fine:
        alarm.tell_administrators(report, today=timezone.localdate())


# A mail server that is away for a night is tried until the morning: 5 s, 25 s, … 22 h.
UNTIL_MORNING = RetryStrategy(max_attempts=7, exponential_wait=5)


@app.task(name="documents.send_dispatch", retry=UNTIL_MORNING)
def send_dispatch(dispatch_id: int) -> None:
    from documents import sending  # which itself asks for this task

    sending.deliver(dispatch_id=dispatch_id)
