"""What the undo button of a renewal or a notice carries: signed, so that nobody brings back what never was."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse
from django.utils.dateparse import parse_date

from documents.models import Document
from documents.services import Changed, Term
from timecount.editing import plain

SALT = "documents.term"
SECONDS = 24 * 60 * 60


def undo_tag(done: Changed) -> str:
    """The extra tag of a message that brings the button."""
    values = {"document": done.document.pk, "before": plain(asdict(done.before)), "after": plain(asdict(done.after))}
    sealed = urlencode({"was": signing.dumps(values, salt=SALT)})
    return f"undo:{reverse('documents:undo', args=[done.document.pk])}?{sealed}"


def unseal(document: Document, sealed: str) -> tuple[Term, Term] | None:
    """Before and after."""
    try:
        values = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return (_term(values["before"]), _term(values["after"])) if values["document"] == document.pk else None


def _term(values: dict[str, str | None]) -> Term:
    return Term(**{name: parse_date(value) if value else None for name, value in values.items()})
