from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import sending

# A mail server that is away for a night is tried until the morning: 5 s, 25 s, … 22 h.
PATIENTLY = RetryStrategy(max_attempts=7, exponential_wait=5)


@app.task(retry=PATIENTLY)
def send_invitation(invitation_id: int) -> None:
    sending.send_invitation(invitation_id=invitation_id)


@app.task(retry=PATIENTLY)
def send_password_reset(user_id: int) -> None:
    sending.send_password_reset(user_id=user_id)


@app.periodic(cron="7 3 * * *")
@app.task(name="accounts.forget_photos", queueing_lock="accounts.forget_photos")
def forget_photos(timestamp: int) -> None:
    from accounts import services  # which itself asks for the tasks above

    services.forget_photos(now=datetime.fromtimestamp(timestamp, UTC))
