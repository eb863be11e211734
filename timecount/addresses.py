"""What stands in addresses: keys of records, the page that one came from, where this house is."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# So many fit into a key of the database, whatever they are.
DIGITS = 18


def record_key(typed: str) -> int | None:
    """The key of a record that an address or a form names; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS else None


def is_ours(request: HttpRequest, there: str) -> bool:
    """Whether one may be led there: a page of this house."""
    return url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())


def absolute(path: str) -> str:
    """As e-mails and other programs need it."""
    return settings.BASE_URL.rstrip("/") + path
