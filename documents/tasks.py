"""Background work of the archive: thin, the work itself is in its rooms."""

from uuid import UUID

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
