"""When the database says no: a violated constraint becomes a reason for the person."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from timecount.errors import Refused


def violated_constraint(error: IntegrityError) -> str | None:
    """Its name, as PostgreSQL reports it; the text of an error is never parsed."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return diagnostics.constraint_name if diagnostics else None


@contextmanager
def refusing(reasons: Mapping[str, Callable[[], Refused]]) -> Iterator[None]:
    """Raises the refusal that belongs to a violated constraint; what nobody named goes on as it is.

    A savepoint of its own, so that the surrounding transaction can go on after the refusal.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        reason = reasons.get(violated_constraint(error) or "")
        if reason is None:
            raise
        raise reason() from error
