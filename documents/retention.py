"""How long the law wants a document kept: until the end of a calendar year.

§ 147 Abs. 3 and 4 AO, § 257 Abs. 4 and 5 HGB, § 14b Abs. 1 UStG: the period begins with the end of the calendar year
in which the document was written, a contract ended.
"""

from datetime import date

from documents.models import Document, Retention, RetentionPeriod

ORDER = (Retention.NONE, Retention.LETTER, Retention.VOUCHER, Retention.BOOKS)


def kept_until(retention: str, *, dated: date, ends: date | None, years: int) -> date | None:
    """The last day; None where nothing is prescribed."""
    if retention == Retention.NONE:
        return None
    return date(max(dated, ends or dated).year + years, 12, 31)


def period_of(document: Document) -> date | None:
    """As the document is now; None also while a contract that renews, or has no end, goes on."""
    if document.retention == Retention.NONE:
        return document.retained_until  # what was raised by hand stays
    ends = document.valid_until
    goes_on = document.type.has_validity and document.cancelled_on is None and (ends is None or document.renews)
    if goes_on and document.valid_from is not None:
        return document.retained_until
    years = RetentionPeriod.objects.values_list("years", flat=True).get(retention=document.retention)
    computed = kept_until(document.retention, dated=document.dated, ends=ends, years=years)
    return max(filter(None, (computed, document.retained_until)))


def may_become(old: str, new: str) -> bool:
    """A class is raised, never lowered."""
    return ORDER.index(Retention(new)) >= ORDER.index(Retention(old))
