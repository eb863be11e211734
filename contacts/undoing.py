"""What an undo button carries: signed, so that nobody brings back what never was."""

from dataclasses import asdict
from datetime import date

from django.core import signing

from contacts.services import RemovedAssignment

SALT = "contacts.removed-assignment"
SECONDS = 24 * 60 * 60
_DAYS = ("valid_from", "valid_until")


def seal(removed: RemovedAssignment) -> str:
    values = asdict(removed)
    days = {name: values[name] and values[name].isoformat() for name in _DAYS}
    return signing.dumps({**values, **days}, salt=SALT)


def unseal(sealed: str) -> RemovedAssignment | None:
    try:
        values = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    days = {name: values[name] and date.fromisoformat(values[name]) for name in _DAYS}
    return RemovedAssignment(**{**values, **days, "roles": tuple(values["roles"])})
