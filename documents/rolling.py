"""Contracts that renew themselves go on by themselves: once their end is over, the next one counts."""

from datetime import date

from accounts.history import writing
from documents import terms, validity
from documents.models import Document


def roll_over(*, today: date) -> int:
    """How many contracts.  Any number of workers may do it, any number of times."""
    due = Document.objects.filter(valid_until__lt=today, renews__gt=0, cancelled_on=None, type__has_validity=True)
    return sum(_roll(key, today) for key in list(due.order_by("pk").values_list("pk", flat=True)))


def _roll(key: int, today: date) -> bool:
    with writing(None):
        documents = Document.objects.select_related("type", "customer", "contact").select_for_update(of=("self",))
        document = documents.filter(pk=key).first()
        end = validity.rolled_over(terms.term_of(document), today) if document else None
        if document is None or end is None:
            return False
        document.valid_until = end
        terms.reckon(document)
        document.save(update_fields=["valid_until", "notice_by", "retained_until", "updated_at"])
        terms.remind(document, by=None)
        return True
