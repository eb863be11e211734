"""What the undo button of a share carries: signed, so that nobody brings back what never was."""

from dataclasses import asdict
from datetime import date
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from customers.models import Customer
from customers.sharing import Before

SALT = "customers.sharing"
SECONDS = 24 * 60 * 60


def undo_tag(customer: Customer, before: Before) -> str:
    """The extra tag of a message that brings the button."""
    values = {**asdict(before), "until": before.until and before.until.isoformat(), "file": customer.pk}
    sealed = urlencode({"was": signing.dumps(values, salt=SALT)})
    return f"undo:{reverse('customers:undo_sharing', args=[customer.pk])}?{sealed}"


def unseal(customer: Customer, sealed: str) -> Before | None:
    try:
        values = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    if values.pop("file") != customer.pk:
        return None
    return Before(**{**values, "until": date.fromisoformat(values["until"]) if values["until"] else None})
